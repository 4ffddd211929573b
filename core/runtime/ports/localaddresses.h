// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "base/endpoint.h"

namespace nightjar {

/// More addresses than these are not told: a machine with many interfaces (containers, VPNs) must not make the
/// candidate list of a call long.
inline constexpr std::size_t maxLocalAddresses = 12;

/// The machine's own addresses with this port: of interfaces that are up, without loopback (unless asked for, or there
/// is nothing else) and without addresses that need a scope or are about to go. Where an interface has temporary IPv6
/// addresses (RFC 8981), its lasting ones are not told: they name the machine. In an order that two calls can be
/// compared by, the two families in turn, so that none is cut off by many of the other.
[[nodiscard]] std::vector<Endpoint> localAddresses(std::uint16_t port, bool withLoopback);

/// Sorted, without doubles, the families in turn (RFC 8421 section 4), at most maxLocalAddresses.
[[nodiscard]] std::vector<Endpoint> inTurn(std::vector<Endpoint> addresses);

/// The temporary addresses in a table as Linux gives it in /proc/net/if_inet6; port 0.
[[nodiscard]] std::vector<Endpoint> readTemporaryAddresses(std::string_view table);

}  // namespace nightjar
