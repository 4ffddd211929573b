// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// A place on the earth in WGS-84. Whole numbers of 10⁻⁷ degrees (about a centimetre), so that there is no NaN and no
/// second way to write the same place.
struct GeoPoint {
    std::int32_t latitude = 0;      ///< 10⁻⁷ degrees, north is positive; ±maxLatitude
    std::int32_t longitude = 0;     ///< 10⁻⁷ degrees, east is positive; ±maxLongitude
    std::uint32_t uncertainty = 0;  ///< metres around it, at most maxUncertainty; 0: not told
    bool operator==(const GeoPoint&) const = default;

    static constexpr std::int32_t perDegree = 10'000'000;
    static constexpr std::int32_t maxLatitude = 90 * perDegree;
    static constexpr std::int32_t maxLongitude = 180 * perDegree;
    /// Half of the way around: anywhere.
    static constexpr std::uint32_t maxUncertainty = 20'037'508;

    /// Degrees and metres. Nothing for what is no place: NaN, infinite, out of range.
    [[nodiscard]] static std::optional<GeoPoint> of(double latitude, double longitude, double uncertainty = 0);
    /// A `geo:` URI (RFC 5870), with white space around it. Nothing on anything else, on another system of coordinates
    /// than WGS-84 and on what is longer than maxGeoTextBytes. Altitude and unknown parameters are passed over.
    [[nodiscard]] static std::optional<GeoPoint> parseUri(std::string_view text);
    /// A `geo:` URI, or coordinates as people write them: "55.7558, 37.6173", "55,7558 37,6173", 55°45'21"N 37°37'2"E,
    /// "N 55 45.35 E 37 37.03"; the letters also in Russian.
    [[nodiscard]] static std::optional<GeoPoint> parse(std::string_view text);

    [[nodiscard]] bool isValid() const;
    /// `geo:55.7558,37.6173;u=20`.
    [[nodiscard]] std::string toUri() const;
    [[nodiscard]] double latitudeDegrees() const { return static_cast<double>(latitude) / perDegree; }
    [[nodiscard]] double longitudeDegrees() const { return static_cast<double>(longitude) / perDegree; }
    /// Along the surface of a sphere: right to half a per cent.
    [[nodiscard]] double metresTo(const GeoPoint& other) const;
};
/// The longest text that may mean a place, in bytes.
inline constexpr std::size_t maxGeoTextBytes = 256;

}  // namespace nightjar
