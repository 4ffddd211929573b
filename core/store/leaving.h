// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "store/database.h"

namespace nightjar::store {

/// Contacts that were removed and have so many messages that taking these away in one transaction would hold up
/// everything else. What such a contact was goes at once, all but an emptied row and the messages: these are out of
/// sight and are taken away some at a time, the row with the last of them. An interruption is made good by going on.
class Leaving {
public:
    explicit Leaving(Database& database) : m_database(database) {}

    [[nodiscard]] bool isLong(const ContactId& contact) const;
    /// False when there is no such contact.
    bool begin(const ContactId& contact);
    /// Contacts whose messages are still to go.
    [[nodiscard]] std::vector<ContactId> all() const;
    [[nodiscard]] bool contains(const ContactId& contact) const;
    /// Takes at most so many messages away; the contact, too, once none is left.
    void removeSome(const ContactId& contact, std::size_t most);

private:
    /// The tables whose rows hang on a contact by their column `contact`, with what happens to them when it goes.
    struct Hanging {
        std::string table;
        bool cascades = false;
    };
    [[nodiscard]] std::vector<Hanging> tables() const;

    Database& m_database;
};

}  // namespace nightjar::store
