// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

namespace nightjar {

namespace store {
class BlobDisk;
class Database;
}  // namespace store

/// The open container of one identity on its way from the vault to a Node: its database, and the folder of its files.
/// Opaque, so that a program need not know the store.
class IdentityStore {
public:
    IdentityStore(std::unique_ptr<store::Database> database, std::unique_ptr<store::BlobDisk> blobs);
    IdentityStore(IdentityStore&& other) noexcept;
    IdentityStore& operator=(IdentityStore&& other) noexcept;
    ~IdentityStore();

    [[nodiscard]] std::unique_ptr<store::Database> take();
    [[nodiscard]] std::unique_ptr<store::BlobDisk> takeBlobs();

private:
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::BlobDisk> m_blobs;
};

}  // namespace nightjar
