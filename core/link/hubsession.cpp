// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/hubsession.h"

#include <algorithm>
#include <utility>

#include "link/hubhandshake.h"
#include "link/hubrequests.h"

namespace nightjar::link {

namespace {

/// Most NATs keep a mapping for 30 s (RFC 4787 demands 2 min, many give less).
constexpr Duration keepAlive = 27s;
/// So long without an answer is unreachable; four probe timeouts where they are longer.
constexpr Duration unreachableAfter = 6s;
constexpr int unreachableTimeouts = 4;
/// A handshake that nobody answered is drawn anew, so that its ephemeral key does not live for days.
constexpr Duration handshakeLife = 2min;
/// A hello goes to so many of the hub's addresses at a time: one of them may be of a family that does not work here.
constexpr std::size_t addressesAtATime = 2;

[[nodiscard]] std::size_t headerBytes(const Endpoint& endpoint) {
    return endpoint.isV4() ? 28 : 48;
}

}  // namespace

class HubSession::Impl {
public:
    Impl(const wire::WireKey& hubKey, RandomSource& random)
        : m_requests({hubKey}), m_random(random), m_hubKey{hubKey}, m_own(crypto::generateKeyPair(random)) {}

    void setEndpoints(Instant now, std::vector<Endpoint> endpoints);
    void kick(Instant now);
    void request(Instant now, HubRequest request, RequestTag tag);
    void setVoiceActive(bool active);
    bool handle(Instant now, const Endpoint& from, ByteView datagram);
    HubOutputs poll(Instant now);
    Instant nextDeadline() const;
    void close(Instant now);
    channel::Stats stats() const;

    HubSessionState m_state = HubSessionState::Idle;
    HubProblem m_problem = HubProblem::None;
    Endpoint m_observed;
    Duration m_timeOffset{};
    Endpoint m_endpoint;  ///< where the hub of the present session answers
    HubRequests m_requests;

private:
    [[nodiscard]] bool stands() const { return m_channel && !m_channel->isClosed(); }
    [[nodiscard]] bool isPaused() const { return m_endpoints.empty(); }
    [[nodiscard]] Instant unreachableAt() const;
    void hello(Instant now);
    bool welcome(Instant now, const Endpoint& from, ByteView datagram);
    bool packet(Instant now, const Endpoint& from, ByteView datagram);
    bool unknown(Instant now, const Endpoint& from, ByteView datagram);
    void sessionGone();
    void updateState(Instant now);

    RandomSource& m_random;
    const crypto::PublicKey m_hubKey;
    crypto::KeyPair m_own;
    std::vector<Endpoint> m_endpoints;
    std::size_t m_nextEndpoint = 0;
    std::optional<HubHandshake> m_handshake;  ///< hellos are going out
    std::optional<channel::Channel> m_channel;
    std::optional<Instant> m_owedSince;  ///< the hub owes a sign of life since then
    Instant m_tryingSince{};             ///< without a session, or with one that is in doubt
    bool m_voiceActive = false;

    std::vector<OutgoingDatagram> m_farewells;
    std::optional<HubStateNews> m_told;
    bool m_newSession = false;
    std::int64_t m_bytesSent = 0;  ///< of earlier sessions, and hellos
    std::int64_t m_bytesReceived = 0;
};

// ---- addresses

void HubSession::Impl::setEndpoints(Instant now, std::vector<Endpoint> endpoints) {
    if (endpoints == m_endpoints) {
        return;
    }
    const bool wasPaused = isPaused();
    m_endpoints = std::move(endpoints);
    m_nextEndpoint = 0;
    if (isPaused()) {
        m_handshake.reset();
        m_owedSince.reset();
    } else if (wasPaused) {
        m_tryingSince = now;
        kick(now);
    } else if (m_handshake) {
        m_handshake->hurry(now);
    }
}

void HubSession::Impl::kick(Instant now) {
    if (isPaused()) {
        return;
    }
    if (m_handshake) {
        m_handshake->hurry(now);
    }
    if (stands()) {
        // From our new address the hub hears of it with the first authentic packet.
        m_channel->onPathChanged(now, {.headerBytes = headerBytes(m_endpoint)});
        m_channel->ping();
        m_owedSince = m_owedSince.value_or(now);
    } else if (!m_handshake) {
        hello(now);
    }
}

void HubSession::Impl::request(Instant now, HubRequest request, RequestTag tag) {
    updateState(now);
    if (m_state == HubSessionState::Online) {
        m_requests.request(now, std::move(request), tag);
    } else {
        m_requests.lose(tag);
    }
}

void HubSession::Impl::setVoiceActive(bool active) {
    m_voiceActive = active;
    if (m_channel) {
        m_channel->setVoiceActive(active);
    }
}

// ---- the session

void HubSession::Impl::hello(Instant now) {
    if (!m_handshake) {
        m_handshake.emplace(m_hubKey, m_own, m_random, now);
    } else if (now - m_handshake->begunAt() >= handshakeLife && m_handshake->nextAt() <= now) {
        const auto wait = m_handshake->wait();
        m_handshake.emplace(m_hubKey, m_own, m_random, now, wait);
    }
}

bool HubSession::Impl::handle(Instant now, const Endpoint& from, ByteView datagram) {
    bool ours = false;
    switch (wire::kindOf(datagram)) {
        case wire::DatagramKind::HubWelcome:
            ours = welcome(now, from, datagram);
            break;
        case wire::DatagramKind::ChannelPacket:
            ours = packet(now, from, datagram);
            break;
        case wire::DatagramKind::ChannelUnknown:
            ours = unknown(now, from, datagram);
            break;
        default:
            break;
    }
    if (ours) {
        updateState(now);
    }
    return ours;
}

bool HubSession::Impl::welcome(Instant now, const Endpoint& from, ByteView datagram) {
    if (!m_handshake) {
        return false;
    }
    auto welcomed = m_handshake->read(datagram);
    if (!welcomed) {
        const bool wrongKey = welcomed.error() == HubHandshake::Failure::WrongKey;
        m_problem = wrongKey ? HubProblem::WrongKey : m_problem;
        return wrongKey;
    }
    const auto sentAt = m_handshake->lastSentAt();
    const bool once = m_handshake->timesSent() == 1;
    const auto local = m_handshake->localId();
    m_handshake.reset();
    if (stands() && from == m_endpoint) {
        m_farewells.push_back({m_endpoint, m_channel->close(now, wire::CloseReason::Replaced)});
    }
    sessionGone();

    const auto& [keys, payload] = *welcomed;
    m_channel.emplace(channel::Secrets{keys.send.view(), keys.receive.view()}, local, payload.hub, now);
    m_channel->setProfile({.headerBytes = headerBytes(from)});
    m_channel->setVoiceActive(m_voiceActive);
    m_channel->ping();  // the hub believes the session at the first authentic packet only
    m_requests.sessionBegan(*m_channel, keys.handshakeHash);
    m_endpoint = from;
    m_observed = payload.observed;
    m_timeOffset = payload.time - now + (once ? (now - sentAt) / 2 : Duration::zero());
    m_bytesReceived += static_cast<std::int64_t>(datagram.size() + headerBytes(from));
    m_owedSince = now;
    m_newSession = true;
    return true;
}

/// The session, if there was one, will answer nothing any more.
void HubSession::Impl::sessionGone() {
    m_requests.sessionEnded();
    if (m_channel) {
        m_bytesSent += m_channel->stats().bytesSent;
        m_bytesReceived += m_channel->stats().bytesReceived;
        m_channel.reset();
    }
    m_owedSince.reset();
}

bool HubSession::Impl::packet(Instant now, const Endpoint& from, ByteView datagram) {
    if (!stands()) {
        return false;
    }
    const auto received = m_channel->receive(now, datagram);
    if (!received) {
        return false;
    }
    if (received->newest && from != m_endpoint) {
        m_endpoint = from;
        m_channel->setProfile({.headerBytes = headerBytes(from)});
    }
    m_handshake.reset();  // whatever made us say hello, the hub knows us
    m_owedSince.reset();
    m_problem = HubProblem::None;
    for (const auto& message : received->messages) {
        m_requests.message(now, message.bytes);
    }
    for (const auto& bytes : received->datagrams) {
        m_requests.datagram(bytes);
    }
    if (received->closed) {
        sessionGone();
        m_tryingSince = now;
        hello(now);
    }
    return true;
}

bool HubSession::Impl::unknown(Instant now, const Endpoint& from, ByteView datagram) {
    const auto id = wire::decodeChannelUnknown(datagram);
    if (!stands() || !id || *id != m_channel->remoteId() || from != m_endpoint) {
        return false;
    }
    if (!m_handshake) {
        hello(now);
        m_owedSince = m_owedSince.value_or(now);
    }
    return true;
}

// ---- time

Instant HubSession::Impl::unreachableAt() const {
    if (isPaused()) {
        return never;
    }
    if (!stands()) {
        return m_tryingSince + unreachableAfter;
    }
    const auto patience = std::max<Duration>(unreachableAfter, unreachableTimeouts * m_channel->probeTimeout());
    return m_owedSince ? *m_owedSince + patience : never;
}

void HubSession::Impl::updateState(Instant now) {
    if (isPaused()) {
        m_state = HubSessionState::Idle;
        m_problem = HubProblem::None;
        return;
    }
    if (unreachableAt() <= now) {
        m_state = HubSessionState::Unreachable;
        m_problem = m_problem == HubProblem::WrongKey ? m_problem : HubProblem::NoAnswer;
        return;
    }
    m_state = stands() ? HubSessionState::Online : HubSessionState::Connecting;
    m_problem = stands() ? HubProblem::None : m_problem;
}

HubOutputs HubSession::Impl::poll(Instant now) {
    HubOutputs out;
    out.datagrams = std::exchange(m_farewells, {});
    if (!isPaused()) {
        if (stands()) {
            if (now - m_channel->lastSent() >= keepAlive) {
                m_channel->ping();
            }
            m_requests.askForQueues(now);
            if (m_channel->isOwed()) {
                m_owedSince = m_owedSince.value_or(now);
            }
        }
        updateState(now);
        if (!stands() || m_state == HubSessionState::Unreachable) {
            hello(now);
        }
        if (m_handshake && m_handshake->nextAt() <= now) {
            hello(now);
            m_handshake->sent(now, m_random);
            const auto count = std::min(addressesAtATime, m_endpoints.size());
            for (std::size_t i = 0; i < count && !m_handshake->hello().empty(); ++i) {
                const auto& to = m_endpoints[m_nextEndpoint++ % m_endpoints.size()];
                m_bytesSent += static_cast<std::int64_t>(wire::hubHelloSize + headerBytes(to));
                out.datagrams.push_back({to, m_handshake->hello()});
            }
        }
        if (stands()) {
            for (auto& bytes : m_channel->poll(now)) {
                out.datagrams.push_back({m_endpoint, std::move(bytes)});
            }
        }
    }
    updateState(now);
    out.events = m_requests.takeEvents();
    const bool told = m_told && m_told->state == m_state && m_told->problem == m_problem;
    if (!told || (m_newSession && m_state == HubSessionState::Online)) {
        // After the answers of the old session, so that what was lost can be asked again.
        m_told = HubStateNews{m_state, m_problem};
        out.events.emplace_back(*m_told);
    }
    m_newSession = false;
    return out;
}

Instant HubSession::Impl::nextDeadline() const {
    if (m_requests.hasEvents() || !m_farewells.empty() || m_newSession) {
        return Instant{};
    }
    if (isPaused()) {
        return m_state == HubSessionState::Idle ? never : Instant{};
    }
    auto earliest = m_state == HubSessionState::Unreachable ? never : unreachableAt();
    if (m_handshake) {
        earliest = std::min(earliest, m_handshake->nextAt());
    }
    if (!stands()) {
        return m_handshake ? earliest : Instant{};
    }
    earliest = std::min(earliest, m_channel->lastSent() + keepAlive);
    earliest = std::min(earliest, m_requests.nextDeadline());
    return std::min(earliest, m_channel->nextDeadline());
}

void HubSession::Impl::close(Instant now) {
    if (stands() && !isPaused()) {
        m_farewells.push_back({m_endpoint, m_channel->close(now, wire::CloseReason::Done)});
    }
    sessionGone();
    setEndpoints(now, {});
}

channel::Stats HubSession::Impl::stats() const {
    auto stats = m_channel ? m_channel->stats() : channel::Stats{};
    stats.bytesSent += m_bytesSent;
    stats.bytesReceived += m_bytesReceived;
    return stats;
}

// ---- the door

HubSession::HubSession(const wire::WireKey& hubKey, RandomSource& random, Instant)
    : m_impl(std::make_unique<Impl>(hubKey, random)) {
}
HubSession::~HubSession() = default;
HubSession::HubSession(HubSession&&) noexcept = default;
HubSession& HubSession::operator=(HubSession&&) noexcept = default;

void HubSession::setEndpoints(Instant now, std::vector<Endpoint> endpoints) {
    m_impl->setEndpoints(now, std::move(endpoints));
}
void HubSession::kick(Instant now) {
    m_impl->kick(now);
}
void HubSession::attach(Instant, wire::QueueRole role, const QueueId& queue, ByteView secret) {
    m_impl->m_requests.attach({role, queue}, secret);
}
void HubSession::detach(wire::QueueRole role, const QueueId& queue) {
    m_impl->m_requests.detach({role, queue});
}
bool HubSession::isAttached(wire::QueueRole role, const QueueId& queue) const {
    return m_impl->m_requests.isAttached({role, queue});
}
void HubSession::request(Instant now, HubRequest request, RequestTag tag) {
    m_impl->request(now, std::move(request), tag);
}
void HubSession::acknowledge(const QueueId& queue, wire::DeliveryNumber number) {
    m_impl->m_requests.acknowledge(queue, number);
}
void HubSession::relay(const QueueId& queue, Bytes payload) {
    m_impl->m_requests.relay(queue, payload);
}
void HubSession::setVoiceActive(bool active) {
    m_impl->setVoiceActive(active);
}
bool HubSession::handle(Instant now, const Endpoint& from, ByteView datagram) {
    return m_impl->handle(now, from, datagram);
}
HubOutputs HubSession::poll(Instant now) {
    return m_impl->poll(now);
}
Instant HubSession::nextDeadline() const {
    return m_impl->nextDeadline();
}
void HubSession::close(Instant now) {
    m_impl->close(now);
}
HubSessionState HubSession::state() const {
    return m_impl->m_state;
}
HubProblem HubSession::problem() const {
    return m_impl->m_problem;
}
Endpoint HubSession::observedAddress() const {
    return m_impl->m_observed;
}
Duration HubSession::timeOffset() const {
    return m_impl->m_timeOffset;
}
Endpoint HubSession::endpoint() const {
    return m_impl->m_state == HubSessionState::Online ? m_impl->m_endpoint : Endpoint{};
}
channel::Stats HubSession::stats() const {
    return m_impl->stats();
}

}  // namespace nightjar::link
