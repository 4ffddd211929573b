// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/containers.h"

namespace nightjar::store {

namespace {

#define NIGHTJAR_CONTAINER_COLUMNS "id, kind, label, key, guard, hidden, opens_itself, created_ms, ends_ms"

ContainerRecord readContainer(const Statement& row) {
    ContainerRecord record;
    record.id = row.id<ContainerId>(0);
    record.kind = row.enumeration(1, ContainerKind::SecretChat);
    record.label = row.text(2);
    record.key = row.secret(3);
    record.guard = row.bytes(4);
    record.hidden = row.boolean(5);
    record.opensItself = row.boolean(6);
    record.createdMs = row.integer(7);
    if (!row.isNull(8)) {
        record.endsMs = row.integer(8);
    }
    return record;
}

}  // namespace

std::vector<ContainerRecord> Containers::all() const {
    std::vector<ContainerRecord> out;
    auto row = m_database.query("SELECT " NIGHTJAR_CONTAINER_COLUMNS " FROM containers ORDER BY row");
    while (row.next()) {
        out.push_back(readContainer(row));
    }
    return out;
}

std::optional<ContainerRecord> Containers::find(const ContainerId& id) const {
    auto row = m_database.query("SELECT " NIGHTJAR_CONTAINER_COLUMNS " FROM containers WHERE id = ?1", id);
    return row.next() ? std::optional(readContainer(row)) : std::nullopt;
}

void Containers::put(const ContainerRecord& container) {
    m_database.run("INSERT INTO containers (" NIGHTJAR_CONTAINER_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                   "ON CONFLICT (id) DO UPDATE SET kind = ?2, label = ?3, key = ?4, guard = ?5, hidden = ?6, "
                   "opens_itself = ?7, created_ms = ?8, ends_ms = ?9",
                   container.id, container.kind, container.label, container.key, container.guard, container.hidden,
                   container.opensItself, container.createdMs, container.endsMs);
}

bool Containers::remove(const ContainerId& id) {
    m_database.run("DELETE FROM containers WHERE id = ?1", id);
    return m_database.changes() > 0;
}

#undef NIGHTJAR_CONTAINER_COLUMNS

}  // namespace nightjar::store
