// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/traffic.h"

namespace nightjar::store {

void Traffic::add(const TrafficRecord& more) {
    m_database.run(
        "INSERT INTO traffic (month, kind, sent, received) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (month, kind) DO UPDATE "
        "SET sent = sent + excluded.sent, received = received + excluded.received",
        more.month, more.kind, more.sent, more.received);
}

std::vector<TrafficRecord> Traffic::all() const {
    std::vector<TrafficRecord> out;
    auto row = m_database.query("SELECT month, kind, sent, received FROM traffic ORDER BY month DESC, kind");
    while (row.next()) {
        out.push_back({row.integer(0), static_cast<std::uint8_t>(row.integer(1)), row.integer(2), row.integer(3)});
    }
    return out;
}

void Traffic::forgetBefore(std::int64_t month) {
    m_database.run("DELETE FROM traffic WHERE month < ?1", month);
}

}  // namespace nightjar::store
