// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/keys.h"
#include "options.h"

namespace nightjar::signald {

/// What the server prints: its public host, or else the address it listens on, or else the first of the machine's
/// `own` addresses (an IPv4 address first), or else this machine.
/// `tlsPort` stands in it when it is not 443.
[[nodiscard]] std::string addressLine(const Options& options, std::uint16_t port, const crypto::PublicKey& key,
                                      std::span<const Endpoint> own);

/// What it answers on a LAN: the line with an empty host, unless its public host is known. Empty when it listens to
/// this machine alone.
[[nodiscard]] std::string discoveryLine(const Options& options, std::uint16_t port, const crypto::PublicKey& key);

}  // namespace nightjar::signald
