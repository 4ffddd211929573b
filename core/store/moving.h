// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "store/containers.h"

namespace nightjar::store {

/// A conversation moves from one container into another: the contact with keys, ratchet and queues, and everything that
/// is kept by contact, down to what waits in the outbox. Nobody has either container open meanwhile.
///
/// First everything is copied, to the disk; then one transaction of the outer container decides: before it the
/// conversation is where it was, after it where it was to go, whenever the process dies. What remains of the other copy
/// is a container that nobody names (and is shredded at the next opening), or files in the blob folder that no row
/// names (removed when the engine starts).
class Moving {
public:
    /// Copies a file of that name from the blob folder of one container into the other's, to the disk.
    using CopyBlob = std::function<Result<void, StoreError>(const std::string& name)>;
    /// A file in a blob folder: its name, the key it lies under, and the bytes of what is in it.
    struct Blob {
        std::string name;
        SecretBytes key;
        std::uint64_t size = 0;
    };
    /// The same for one that a conversation that stays has, too (it was forwarded): under a name and a key of its own,
    /// so that nobody sees by the one what is in the other.
    using SealAnew = std::function<Result<Blob, StoreError>(const Blob& blob)>;

    /// `outer` is open, has deferred no syncs, and no transaction is under way.
    explicit Moving(Database& outer) : m_outer(outer) {}

    /// The contact leaves `outer` for a container that was made for it: empty, at `path`, closed. `record` names it,
    /// and is put into `outer` by the same transaction. NotFound: no such contact.
    [[nodiscard]] Result<void, StoreError> lockUp(const ContactId& contact, const std::string& path,
                                                  const SecretBytes& key, const ContainerRecord& record,
                                                  const CopyBlob& copyBlob, const SealAnew& sealAnew);
    /// Everybody in the container at `path` comes back, and `outer` forgets it.
    [[nodiscard]] Result<void, StoreError> takeBack(const ContainerId& container, const std::string& path,
                                                    const SecretBytes& key, const CopyBlob& copyBlob);

private:
    struct Columns {
        std::string all;    ///< separated by commas
        std::string order;  ///< the end of a SELECT
    };
    void copy(const std::string& from, const std::string& to, const ContactId& contact);
    void copyShared(const std::string& from, const std::string& to);
    void spell(const std::string& schema);
    void forget(const ContactId& contact);
    [[nodiscard]] std::vector<std::string> tablesOfContacts();
    [[nodiscard]] Columns columnsOf(const std::string& table);
    [[nodiscard]] Result<void, StoreError> copyBlobs(const std::string& schema, const ContactId& contact,
                                                     const CopyBlob& copyBlob);
    [[nodiscard]] Result<void, StoreError> sealShared(const ContactId& contact, const SealAnew& sealAnew);

    Database& m_outer;
};

}  // namespace nightjar::store
