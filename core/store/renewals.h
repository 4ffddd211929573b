// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// What is known about a session that may be broken.
struct RenewalRecord {
    SecretBytes secrets;               ///< of the request that was not answered yet; empty: there is none
    std::vector<EnvelopeId> unopened;  ///< what could not be opened, the latest last
    std::uint32_t asks = 0;            ///< requests since the keys were last agreed upon
    std::int64_t askAtMs = 0;          ///< no request before then
    bool wanted = false;               ///< something could not be opened since the last request
};

class Renewals {
public:
    explicit Renewals(Database& database) : m_database(database) {}

    [[nodiscard]] std::optional<RenewalRecord> find(const ContactId& contact) const;
    void set(const ContactId& contact, const RenewalRecord& record);
    /// Contacts to whom a request is to be made.
    [[nodiscard]] std::vector<ContactId> wanted() const;

private:
    Database& m_database;
};

}  // namespace nightjar::store
