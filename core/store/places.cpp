// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/places.h"

namespace nightjar::store {

namespace {

// In the order in which readPlace() takes them.
#define NIGHTJAR_PLACE_COLUMNS \
    "contact, message, mine, latitude, longitude, uncertainty, measured_ms, until_ms, turn, ended"

PlaceRecord readPlace(const Statement& row) {
    PlaceRecord place;
    place.contact = row.id<ContactId>(0);
    place.message = row.id<MessageId>(1);
    place.mine = row.boolean(2);
    place.point = {static_cast<std::int32_t>(row.integer(3)), static_cast<std::int32_t>(row.integer(4)),
                   static_cast<std::uint32_t>(row.integer(5))};
    place.measuredMs = row.integer(6);
    place.untilMs = row.integer(7);
    place.turn = static_cast<std::uint32_t>(row.integer(8));
    place.ended = row.boolean(9);
    return place;
}

}  // namespace

void Places::add(const PlaceRecord& place) {
    m_database.run(
        "INSERT INTO places (contact, message, mine, latitude, longitude, uncertainty, measured_ms, until_ms, turn, "
        "ended) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        place.contact, place.message, place.mine, place.point.latitude, place.point.longitude, place.point.uncertainty,
        place.measuredMs, place.untilMs, place.turn, place.ended);
}

std::optional<PlaceRecord> Places::find(const ContactId& contact, const MessageId& message) const {
    auto row = m_database.query("SELECT " NIGHTJAR_PLACE_COLUMNS " FROM places WHERE contact = ?1 AND message = ?2",
                                contact, message);
    return row.next() ? std::optional(readPlace(row)) : std::nullopt;
}

void Places::update(const PlaceRecord& place) {
    m_database.run(
        "UPDATE places SET latitude = ?3, longitude = ?4, uncertainty = ?5, measured_ms = ?6, turn = ?7, ended = ?8 "
        "WHERE contact = ?1 AND message = ?2",
        place.contact, place.message, place.point.latitude, place.point.longitude, place.point.uncertainty,
        place.measuredMs, place.turn, place.ended);
}

std::vector<PlaceRecord> Places::live() const {
    std::vector<PlaceRecord> out;
    auto row = m_database.query("SELECT " NIGHTJAR_PLACE_COLUMNS " FROM places WHERE ended = 0 ORDER BY until_ms");
    while (row.next()) {
        out.push_back(readPlace(row));
    }
    return out;
}

#undef NIGHTJAR_PLACE_COLUMNS

void Cards::add(const ContactId& contact, const MessageId& message, std::string_view link) {
    m_database.run("INSERT INTO cards (contact, message, link) VALUES (?1, ?2, ?3)", contact, message, link);
}

std::string Cards::link(const ContactId& contact, const MessageId& message) const {
    auto row = m_database.query("SELECT link FROM cards WHERE contact = ?1 AND message = ?2", contact, message);
    return row.next() ? row.text(0) : std::string();
}

}  // namespace nightjar::store
