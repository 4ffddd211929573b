// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/geopoint.h"

namespace nightjar::geo {

/// GeoPoint::parseUri.
[[nodiscard]] std::optional<GeoPoint> parseUri(std::string_view text);
/// Coordinates as people write them, without a scheme.
[[nodiscard]] std::optional<GeoPoint> parseTyped(std::string_view text);

}  // namespace nightjar::geo
