// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "engine.h"

namespace nightjar {

/// The router of the default route for IPv4, and our address on the way to it with this port; nothing when there is no
/// such route, or the system is not one that we know how to ask (Linux).
[[nodiscard]] std::optional<Gateway> defaultGateway(std::uint16_t port);

/// The router in a table of routes as Linux gives it in /proc/net/route; port 0. Of several that with the lowest
/// metric.
[[nodiscard]] std::optional<Endpoint> readDefaultRouter(std::string_view table);

}  // namespace nightjar
