// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/endpoint.h"
#include "crypto/aead.h"
#include "crypto/keys.h"

namespace nightjar::crypto {

// The cookie of a hub under load (docs/protocol.md, section 3), built as that of WireGuard (whitepaper, section 5.4.7):
// a MAC of the address under a key that the hub changes, sealed so that only who saw the hello can read or forge it.

using HubCookie = ByteArray<16>;
using HelloMac = ByteArray<16>;

/// What an address is given. `secret` has 32 bytes and is the hub's alone.
[[nodiscard]] HubCookie hubCookieOf(ByteView secret, const Endpoint& from);
/// What a hello has to carry to prove that its sender got the cookie.
[[nodiscard]] HelloMac helloMac(const HubCookie& cookie, ByteView hello);

/// Cookie and tag: 32 bytes. `nonce` has XChaCha20Poly1305::nonceSize bytes, drawn at random.
[[nodiscard]] Bytes sealHubCookie(const PublicKey& hub, ByteView nonce, ByteView hello, const HubCookie& cookie);
/// Nothing unless it was sealed by this hub's side for exactly this hello.
[[nodiscard]] std::optional<HubCookie> openHubCookie(const PublicKey& hub, ByteView nonce, ByteView hello,
                                                     ByteView sealed);

}  // namespace nightjar::crypto
