// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/hubcookie.h"

#include "crypto/kdf.h"

namespace nightjar::crypto {

namespace {

[[nodiscard]] ByteArray<32> sealingKey(const PublicKey& hub) {
    return hash256({asBytes("NJ1 cookie"), hub.value});
}

}  // namespace

HubCookie hubCookieOf(ByteView secret, const Endpoint& from) {
    const ByteArray<2> port{static_cast<std::uint8_t>(from.port() >> 8), static_cast<std::uint8_t>(from.port())};
    return toArray<16>(ByteView(hash256({from.mapped(), port}, secret)).first(16));
}

HelloMac helloMac(const HubCookie& cookie, ByteView hello) {
    return toArray<16>(ByteView(hash256(hello, cookie)).first(16));
}

Bytes sealHubCookie(const PublicKey& hub, ByteView nonce, ByteView hello, const HubCookie& cookie) {
    return XChaCha20Poly1305::seal(sealingKey(hub), nonce, hello, cookie);
}

std::optional<HubCookie> openHubCookie(const PublicKey& hub, ByteView nonce, ByteView hello, ByteView sealed) {
    const auto opened = XChaCha20Poly1305::open(sealingKey(hub), nonce, hello, sealed);
    return opened && opened->size() == HubCookie{}.size() ? std::optional(toArray<16>(*opened)) : std::nullopt;
}

}  // namespace nightjar::crypto
