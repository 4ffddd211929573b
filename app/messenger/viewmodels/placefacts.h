// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>

#include "values.h"

namespace nightjar {

/// What a page shows of a place.
class PlaceFacts {
    Q_GADGET
    QML_VALUE_TYPE(placeFacts)
    Q_PROPERTY(double latitude MEMBER latitude FINAL)
    Q_PROPERTY(double longitude MEMBER longitude FINAL)
    Q_PROPERTY(double uncertainty MEMBER uncertainty FINAL)
    Q_PROPERTY(QString uri MEMBER uri FINAL)
    Q_PROPERTY(QString coordinates MEMBER coordinates FINAL)
    Q_PROPERTY(QDateTime measured MEMBER measured FINAL)
    Q_PROPERTY(QDateTime until MEMBER until FINAL)
    Q_PROPERTY(bool live MEMBER live FINAL)
    Q_PROPERTY(bool wasLive MEMBER wasLive FINAL)

public:
    double latitude = 0;     ///< degrees, north is positive
    double longitude = 0;    ///< degrees, east is positive
    double uncertainty = 0;  ///< metres; 0: not told
    QString uri;             ///< "geo:…"
    QString coordinates;     ///< "55.75580, 37.61730", to be copied
    QDateTime measured;
    QDateTime until;  ///< of a live one
    bool live = false;
    bool wasLive = false;  ///< it moved once, or still does

    bool operator==(const PlaceFacts&) const = default;
};

/// Of a message that tells no place: empty facts.
[[nodiscard]] PlaceFacts placeFactsOf(const Message& message);
/// Five digits behind the point: a metre.
[[nodiscard]] QString coordinatesOf(const GeoPoint& point);

}  // namespace nightjar
