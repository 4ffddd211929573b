// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// What a container within this one is for. Stored as numbers: append only.
enum class ContainerKind : std::uint8_t { Identity, LockedChat, SecretChat };

/// A container within this one (docs/storage.md): its folder carries its id as a name, and without this row nothing
/// ever opens it again.
struct ContainerRecord {
    ContainerId id;
    ContainerKind kind = ContainerKind::Identity;
    std::string label;  ///< what the list shows
    SecretBytes key;    ///< 32 bytes; empty for a guarded one
    Bytes guard;        ///< its key, sealed with its PIN (vault/guard.h); empty: not guarded
    bool hidden = false;
    bool opensItself = true;
    std::int64_t createdMs = 0;
    std::optional<std::int64_t> endsMs;  ///< destroyed then
};

class Containers {
public:
    explicit Containers(Database& database) : m_database(database) {}

    /// The oldest first.
    [[nodiscard]] std::vector<ContainerRecord> all() const;
    [[nodiscard]] std::optional<ContainerRecord> find(const ContainerId& id) const;
    /// Adds it or replaces what is known about it.
    void put(const ContainerRecord& container);
    /// False when there was none. Call Database::truncateWal() after the commit: then its key is gone for good.
    bool remove(const ContainerId& id);

private:
    Database& m_database;
};

}  // namespace nightjar::store
