// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

namespace nightjar {

namespace store {
class Database;
}

/// The open database of one identity on its way from the vault to a Node. Opaque, so that a program need not know the
/// store.
class IdentityStore {
public:
    explicit IdentityStore(std::unique_ptr<store::Database> database);
    IdentityStore(IdentityStore&& other) noexcept;
    IdentityStore& operator=(IdentityStore&& other) noexcept;
    ~IdentityStore();

    [[nodiscard]] std::unique_ptr<store::Database> take();

private:
    std::unique_ptr<store::Database> m_database;
};

}  // namespace nightjar
