// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/cookiejar.h"

#include "crypto/hubcookie.h"

namespace nightjar::hub {

void CookieJar::turn(Instant now) {
    if (now < m_until) {
        return;
    }
    const bool justEnded = m_until != Instant{} && now < m_until + keyLife;
    m_previous = justEnded ? std::optional(m_key) : std::nullopt;
    m_random.fill(m_key);
    m_until = now + keyLife;
}

Bytes CookieJar::cookieFor(Instant now, const crypto::PublicKey& hub, const Endpoint& from,
                           const wire::ChannelId& client, ByteView hello) {
    turn(now);
    wire::HubCookieMessage message;
    message.client = client;
    m_random.fill(message.nonce);
    const auto sealed = crypto::sealHubCookie(hub, message.nonce, hello, crypto::hubCookieOf(m_key, from));
    message.sealed = sealed;
    return wire::encodeHubCookie(message);
}

bool CookieJar::proves(Instant now, const Endpoint& from, const wire::ProvenHello& hello) {
    turn(now);
    const auto isRight = [&](const Key& key) {
        return constantTimeEqual(crypto::helloMac(crypto::hubCookieOf(key, from), hello.hello), hello.mac);
    };
    return isRight(m_key) || (m_previous && isRight(*m_previous));
}

}  // namespace nightjar::hub
