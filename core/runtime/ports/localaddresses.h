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
/// is nothing else) and without addresses that need a scope or are about to go. Sorted, so that two calls can be
/// compared.
[[nodiscard]] std::vector<Endpoint> localAddresses(std::uint16_t port, bool withLoopback);

}  // namespace nightjar
