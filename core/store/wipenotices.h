// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Who is told when the wipe PIN is used, and who may tell us. The rows of a contact go with the contact.
class WipeNotices {
public:
    explicit WipeNotices(Database& database) : m_database(database) {}

    struct Armed {
        ContactId contact;
        SecretBytes key;          ///< 32 bytes; the contact has it, too
        bool wipesThere = false;  ///< it is a device of our own, and we agree to the same for this one
        bool erasesChat = false;  ///< our conversation is to go there, too
    };

    /// The contacts to be told, in no order.
    [[nodiscard]] std::vector<Armed> armed() const;
    [[nodiscard]] std::optional<Armed> find(const ContactId& contact) const;
    void arm(const Armed& armed);
    void disarm(const ContactId& contact);

    /// The key under which a notice of this contact would come.
    [[nodiscard]] std::optional<SecretBytes> theirKey(const ContactId& contact) const;
    void setTheirKey(const ContactId& contact, const SecretBytes& key);
    void forgetTheirKey(const ContactId& contact);

private:
    Database& m_database;
};

}  // namespace nightjar::store
