// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/hubhandshake.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nightjar::link {

namespace {

constexpr Duration firstWait = 1200ms;
constexpr Duration longestWait = 30s;
/// A hello that was just sent is not sent again for a mere hint.
constexpr Duration shortestWait = 300ms;
/// A hub has few addresses.
constexpr std::size_t mostCookies = 8;

}  // namespace

HubHandshake::HubHandshake(const crypto::PublicKey& hub, const crypto::KeyPair& own, RandomSource& random, Instant now,
                           Duration wait)
    : m_hubKey(hub),
      m_noise(own, hub, asBytes(wire::hubPrologue), random),
      m_local(wire::ChannelId::draw(random)),
      m_begunAt(now),
      m_nextAt(now),
      m_wait(wait) {
    const auto message = m_noise.writeMessage1(Bytes(wire::hubHelloPayloadSize));
    // Only a hub key of low order fails: such a hub never answers, as an empty hello is never sent.
    if (message) {
        m_hello = wire::encodeHubHello(m_local, *message);
    }
}

Result<HubHandshake::Welcomed, HubHandshake::Failure> HubHandshake::read(ByteView datagram) {
    const auto welcome = wire::decodeHubWelcome(datagram);
    if (!welcome || welcome->client != m_local || m_hello.empty()) {
        return Unexpected{Failure::NotOurs};
    }
    const auto plaintext = m_noise.readMessage2(welcome->noise);
    if (!plaintext) {
        return Unexpected{plaintext.error() == crypto::NoiseError::OutOfOrder ? Failure::NotOurs : Failure::WrongKey};
    }
    const auto payload = wire::decodeWelcomePayload(*plaintext);
    auto keys = m_noise.takeKeys();
    if (!payload || !keys) {
        return Unexpected{Failure::NotOurs};
    }
    return Welcomed{std::move(*keys), *payload};
}

Bytes HubHandshake::helloTo(const Endpoint& hub) const {
    auto out = m_hello;
    const auto cookie = std::find_if(m_cookies.begin(), m_cookies.end(), [&](const auto& c) { return c.hub == hub; });
    if (cookie != m_cookies.end()) {
        append(out, cookie->mac);
    }
    return out;
}

bool HubHandshake::readCookie(Instant now, const Endpoint& from, ByteView datagram) {
    const auto message = wire::decodeHubCookie(datagram);
    if (!message || message->client != m_local || m_hello.empty()) {
        return false;
    }
    const auto cookie = crypto::openHubCookie(m_hubKey, message->nonce, m_hello, message->sealed);
    if (!cookie) {
        return false;
    }
    auto known = std::find_if(m_cookies.begin(), m_cookies.end(), [&](const auto& c) { return c.hub == from; });
    if (known == m_cookies.end()) {
        if (m_cookies.size() == mostCookies) {
            return false;
        }
        known = m_cookies.insert(m_cookies.end(), Cookie{from});
    }
    known->mac = crypto::helloMac(*cookie, m_hello);
    // Whoever replays cookies does not make us repeat ourselves for ever.
    if (std::exchange(known->repeatedAt, m_timesSent) == m_timesSent) {
        return false;
    }
    m_lastSentAt = now;
    return true;
}

void HubHandshake::sent(Instant now, RandomSource& random) {
    ++m_timesSent;
    m_lastSentAt = now;
    // The first wait is exact; later ones by up to a fifth more or less.
    const auto jitter = m_timesSent == 1 ? 1.0 : 0.8 + 0.4 * random.unit();
    m_nextAt = now + Duration(static_cast<std::int64_t>(static_cast<double>(m_wait.count()) * jitter));
    m_wait = std::min(2 * m_wait, longestWait);
}

void HubHandshake::hurry(Instant now) {
    m_wait = firstWait;
    m_nextAt = std::min(m_nextAt, std::max(now, m_timesSent == 0 ? now : m_lastSentAt + shortestWait));
}

}  // namespace nightjar::link
