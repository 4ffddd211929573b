// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "placefacts.h"

#include "names.h"

namespace nightjar {

PlaceFacts placeFactsOf(const Message& message) {
    PlaceFacts facts;
    if (message.place) {
        const auto& place = *message.place;
        facts.latitude = place.point.latitudeDegrees();
        facts.longitude = place.point.longitudeDegrees();
        facts.uncertainty = place.point.uncertainty;
        facts.uri = toQt(place.point.toUri());
        facts.coordinates = coordinatesOf(place.point);
        facts.measured = toQt(place.measured);
        facts.until = place.until ? toQt(*place.until) : QDateTime();
        facts.live = place.live;
        facts.wasLive = place.until.has_value();
    }
    return facts;
}

QString coordinatesOf(const GeoPoint& point) {
    constexpr int digits = 5;
    return QString::number(point.latitudeDegrees(), 'f', digits) + QStringLiteral(", ") +
           QString::number(point.longitudeDegrees(), 'f', digits);
}

}  // namespace nightjar
