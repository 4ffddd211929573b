// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/farewells.h"

namespace nightjar::store {

void Farewells::add(const Farewell& farewell) {
    m_database.run(
        "INSERT INTO farewells (hub, queue, secret, bytes, since_ms, again_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
        "ON CONFLICT (queue) DO NOTHING",
        farewell.queue.hub, farewell.queue.id, farewell.queue.secret, farewell.bytes, farewell.sinceMs,
        farewell.againMs);
}

std::vector<Farewell> Farewells::all() const {
    std::vector<Farewell> out;
    auto row = m_database.query("SELECT hub, queue, secret, bytes, since_ms, again_ms FROM farewells ORDER BY row");
    while (row.next()) {
        out.push_back({{row.text(0), row.id<QueueId>(1), row.secret(2)}, row.bytes(3), row.integer(4), row.integer(5)});
    }
    return out;
}

void Farewells::setAgain(const QueueId& queue, std::int64_t againMs) {
    m_database.run("UPDATE farewells SET again_ms = ?2 WHERE queue = ?1", queue, againMs);
}

void Farewells::remove(const QueueId& queue) {
    m_database.run("DELETE FROM farewells WHERE queue = ?1", queue);
}

}  // namespace nightjar::store
