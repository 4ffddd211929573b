// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"

namespace nightjar::wire {

// Finding a hub on a LAN, docs/protocol.md section 10.

/// Where a hub listens for the question, whatever its own port is.
inline constexpr std::uint16_t discoveryPort = 33445;
/// The question is as long as the longest answer, so that a hub cannot be used to amplify.
inline constexpr std::size_t discoveryProbeBytes = 160;
inline constexpr std::size_t discoveryNonceBytes = 8;
/// The longest address line an answer can carry.
inline constexpr std::size_t maxDiscoveryAddressBytes = discoveryProbeBytes - 8 - discoveryNonceBytes;

using DiscoveryNonce = ByteArray<discoveryNonceBytes>;

struct DiscoveryAnswer {
    DiscoveryNonce nonce{};  ///< of the question
    std::string address;     ///< nightjar-hub://HOST:PORT/KEY; HOST may be empty: whoever sent this
};

[[nodiscard]] Bytes encodeDiscoveryProbe(const DiscoveryNonce& nonce);
/// Nothing unless it is exactly a question, zeros at the end included.
[[nodiscard]] std::optional<DiscoveryNonce> decodeDiscoveryProbe(ByteView datagram);

/// Nothing when the address line is empty or longer than maxDiscoveryAddressBytes.
[[nodiscard]] std::optional<Bytes> encodeDiscoveryAnswer(const DiscoveryAnswer& answer);
/// The address line is printable ASCII that begins with nightjar-hub://; the rest of its form is for the reader of
/// address lines to judge.
[[nodiscard]] std::optional<DiscoveryAnswer> decodeDiscoveryAnswer(ByteView datagram);

/// The address line with `host` put where its HOST is empty; an IPv6 address comes in brackets.
[[nodiscard]] std::string withHost(std::string_view addressLine, std::string_view host);

}  // namespace nightjar::wire
