// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/identitystore.h"

#include "store/blobdisk.h"
#include "store/database.h"

namespace nightjar {

IdentityStore::IdentityStore(std::unique_ptr<store::Database> database, std::unique_ptr<store::BlobDisk> blobs)
    : m_database(std::move(database)), m_blobs(std::move(blobs)) {
}
IdentityStore::IdentityStore(IdentityStore&& other) noexcept = default;
IdentityStore& IdentityStore::operator=(IdentityStore&& other) noexcept = default;
IdentityStore::~IdentityStore() = default;

std::unique_ptr<store::Database> IdentityStore::take() {
    return std::move(m_database);
}

std::unique_ptr<store::BlobDisk> IdentityStore::takeBlobs() {
    return std::move(m_blobs);
}

}  // namespace nightjar
