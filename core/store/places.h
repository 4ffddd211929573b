// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/geopoint.h"
#include "store/database.h"

namespace nightjar::store {

/// Where a message of the kind Location is; its label is the message's text.
struct PlaceRecord {
    ContactId contact;
    MessageId message;
    bool mine = false;
    GeoPoint point;
    std::int64_t measuredMs = 0;  ///< by the sender's clock
    std::int64_t untilMs = 0;     ///< of a live one, by the sender's clock; 0: it never moves
    std::uint32_t turn = 0;       ///< the latest that was said of it
    bool ended = true;            ///< it does not move, or not any more
};

class Places {
public:
    explicit Places(Database& database) : m_database(database) {}

    void add(const PlaceRecord& place);
    [[nodiscard]] std::optional<PlaceRecord> find(const ContactId& contact, const MessageId& message) const;
    /// Point, time, turn and end.
    void update(const PlaceRecord& place);
    /// Those that still move; the first to end first.
    [[nodiscard]] std::vector<PlaceRecord> live() const;

private:
    Database& m_database;
};

/// The links of messages of the kind Card; the name is the message's text.
class Cards {
public:
    explicit Cards(Database& database) : m_database(database) {}

    void add(const ContactId& contact, const MessageId& message, std::string_view link);
    /// Empty when there is none.
    [[nodiscard]] std::string link(const ContactId& contact, const MessageId& message) const;

private:
    Database& m_database;
};

}  // namespace nightjar::store
