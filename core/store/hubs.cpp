// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/hubs.h"

namespace nightjar::store {

namespace {

HubRecord readHub(const Statement& row) {
    return {row.text(0), row.text(1), row.integer(2), row.bytes(3)};
}

}  // namespace

std::optional<HubRecord> Hubs::find(std::string_view address) const {
    auto row =
        m_database.query("SELECT address, last_endpoint, last_seen_ms, memory FROM hubs WHERE address = ?1", address);
    return row.next() ? std::optional(readHub(row)) : std::nullopt;
}

std::vector<HubRecord> Hubs::all() const {
    std::vector<HubRecord> out;
    auto row = m_database.query("SELECT address, last_endpoint, last_seen_ms, memory FROM hubs ORDER BY address");
    while (row.next()) {
        out.push_back(readHub(row));
    }
    return out;
}

void Hubs::put(const HubRecord& hub) {
    m_database.run(
        "INSERT INTO hubs (address, last_endpoint, last_seen_ms, memory) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (address) DO UPDATE SET last_endpoint = ?2, last_seen_ms = ?3, memory = ?4",
        hub.address, hub.lastEndpoint, hub.lastSeenMs, hub.memory);
}

void Hubs::remove(std::string_view address) {
    m_database.run("DELETE FROM hubs WHERE address = ?1", address);
}

void DeadQueues::add(const DeadQueue& queue) {
    m_database.run(
        "INSERT INTO dead_queues (id, hub, secret, since_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
        queue.id, queue.hub, queue.secret, queue.sinceMs);
}

std::vector<DeadQueue> DeadQueues::all() const {
    std::vector<DeadQueue> out;
    auto row = m_database.query("SELECT hub, id, secret, since_ms FROM dead_queues ORDER BY row");
    while (row.next()) {
        out.push_back({row.text(0), row.id<QueueId>(1), row.secret(2), row.integer(3)});
    }
    return out;
}

void DeadQueues::remove(const QueueId& id) {
    m_database.run("DELETE FROM dead_queues WHERE id = ?1", id);
}

}  // namespace nightjar::store
