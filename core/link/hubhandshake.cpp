// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/hubhandshake.h"

#include <algorithm>
#include <cassert>

namespace nightjar::link {

namespace {

constexpr Duration firstWait = 1200ms;
constexpr Duration longestWait = 30s;
/// A hello that was just sent is not sent again for a mere hint.
constexpr Duration shortestWait = 300ms;

}  // namespace

HubHandshake::HubHandshake(const crypto::PublicKey& hub, const crypto::KeyPair& own, RandomSource& random, Instant now,
                           Duration wait)
    : m_noise(own, hub, asBytes(wire::hubPrologue), random),
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
