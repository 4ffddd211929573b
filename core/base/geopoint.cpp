// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "base/geopoint.h"

#include <array>
#include <cmath>

#include "base/geotext.h"

namespace nightjar {

namespace {

constexpr double earthRadius = 6'371'008.8;  // metres, the mean of WGS-84
constexpr double radians = 3.14159265358979323846 / 180;

/// Without zeros that say nothing: 55.7558, 37, −0.5.
std::string decimal(std::int32_t value) {
    const bool negative = value < 0;
    const auto size = static_cast<std::uint32_t>(negative ? -static_cast<std::int64_t>(value) : value);
    auto out = std::string(negative ? "-" : "") + std::to_string(size / GeoPoint::perDegree);
    auto fraction = std::to_string(size % GeoPoint::perDegree);
    fraction.insert(0, 7 - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return fraction.empty() ? out : out + "." + fraction;
}

}  // namespace

bool GeoPoint::isValid() const {
    return latitude >= -maxLatitude && latitude <= maxLatitude && longitude >= -maxLongitude &&
           longitude <= maxLongitude && uncertainty <= maxUncertainty;
}

std::optional<GeoPoint> GeoPoint::of(double latitude, double longitude, double uncertainty) {
    // Written so that NaN is refused, too.
    const bool fits = latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180 && uncertainty >= 0;
    if (!fits) {
        return std::nullopt;
    }
    GeoPoint point;
    point.latitude = static_cast<std::int32_t>(std::lround(latitude * perDegree));
    point.longitude = static_cast<std::int32_t>(std::lround(longitude * perDegree));
    point.uncertainty =
        uncertainty >= maxUncertainty ? maxUncertainty : static_cast<std::uint32_t>(std::ceil(uncertainty));
    return point;
}

std::optional<GeoPoint> GeoPoint::parseUri(std::string_view text) {
    return geo::parseUri(text);
}

std::optional<GeoPoint> GeoPoint::parse(std::string_view text) {
    const auto uri = geo::parseUri(text);
    return uri ? uri : geo::parseTyped(text);
}

std::string GeoPoint::toUri() const {
    auto out = "geo:" + decimal(latitude) + "," + decimal(longitude);
    return uncertainty == 0 ? out : out + ";u=" + std::to_string(uncertainty);
}

double GeoPoint::metresTo(const GeoPoint& other) const {
    // The haversine, which stays exact for places that are close to each other.
    const auto from = latitudeDegrees() * radians;
    const auto to = other.latitudeDegrees() * radians;
    const auto up = std::sin((to - from) / 2);
    const auto along = std::sin((other.longitudeDegrees() - longitudeDegrees()) * radians / 2);
    const auto share = up * up + std::cos(from) * std::cos(to) * along * along;
    return 2 * earthRadius * std::asin(std::fmin(1.0, std::sqrt(share)));
}

}  // namespace nightjar
