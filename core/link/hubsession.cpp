// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/hubsession.h"

#include <algorithm>
#include <utility>

#include "link/hubhandshake.h"
#include "link/hubrequests.h"
#include "link/hubways.h"
#include "wire/streamframe.h"

namespace nightjar::link {

namespace {

/// For so long after something was said every keep-alive is to be answered.
constexpr Duration awakeFor = 3min;
/// Later the hub is asked for a sign of life after so many intervals of silence, within these bounds.
constexpr int intervalsUnanswered = 4;
constexpr Duration unansweredAtLeast = 216s;
constexpr Duration unansweredAtMost = 480s;
/// So soon after we moved by ourselves the hub's question where we are says nothing about the NAT.
constexpr Duration movingFor = 30s;
/// So long without an answer is unreachable; four probe timeouts where they are longer.
constexpr Duration unreachableAfter = 6s;
constexpr int unreachableTimeouts = 4;
/// A handshake that nobody answered is drawn anew, so that its ephemeral key does not live for days.
constexpr Duration handshakeLife = 2min;
/// A hello goes to so many of the hub's addresses at a time: one of them may be of a family that does not work here.
constexpr std::size_t addressesAtATime = 2;

/// A session on UDP that was not answered for so long looks for a stream.
constexpr Duration doubtAfter = 1s;
/// On a stream: how often it is asked whether UDP works.
constexpr Duration udpProbeFirst = 10s;
constexpr Duration udpProbeEvery = 60s;
/// NATs keep connections for long (RFC 5382: two hours), a server of streams ends who is silent for 180 s.
constexpr Duration keepAliveStream = 110s;
/// Of what idleBytesPerHour() counts: an ACK of one range, an acknowledgement of TCP.
constexpr std::size_t ackFrameBytes = 7;
constexpr std::size_t tcpAckBytes = 32;

/// Bytes around a datagram: IP, then UDP, or TCP with a timestamp and the frame's length, and what TLS adds to a
/// record.
[[nodiscard]] std::size_t headerBytes(const Endpoint& endpoint, Way way) {
    constexpr std::size_t udp = 8;
    constexpr std::size_t tcp = 32 + wire::streamHeaderSize;
    constexpr std::size_t tls = 22;
    return (endpoint.isV4() ? 20 : 40) + (way == Way::Udp ? udp : way == Way::Tcp ? tcp : tcp + tls);
}

}  // namespace

class HubSession::Impl {
public:
    Impl(const wire::WireKey& hubKey, RandomSource& random)
        : m_requests({hubKey}), m_random(random), m_hubKey{hubKey}, m_own(crypto::generateKeyPair(random)) {}

    void setEndpoints(Instant now, std::vector<Endpoint> endpoints, std::uint16_t tlsPort);
    void kick(Instant now);
    void request(Instant now, HubRequest request, RequestTag tag);
    void setVoiceActive(bool active);
    bool handle(Instant now, const Endpoint& from, ByteView datagram, Way way);
    void hungUp(Instant now, Way way, const Endpoint& to);
    HubOutputs poll(Instant now);
    Instant nextDeadline() const;
    void close(Instant now);
    channel::Stats stats() const;
    std::int64_t idleBytesPerHour() const;

    HubSessionState m_state = HubSessionState::Idle;
    HubProblem m_problem = HubProblem::None;
    Endpoint m_observed;
    Duration m_timeOffset{};
    Endpoint m_endpoint;  ///< where the hub of the present session answers
    Way m_way = Way::Udp;
    HubWays m_ways;
    HubRequests m_requests;
    Duration m_keepAlive = HubSession::safeKeepAlive;
    Instant m_activeAt{};  ///< when something was said last, to the hub or by it
    bool m_mappingLost = false;

private:
    [[nodiscard]] bool stands() const { return m_channel && !m_channel->isClosed(); }
    [[nodiscard]] bool isPaused() const { return m_endpoints.empty(); }
    [[nodiscard]] Instant unreachableAt() const;
    void hello(Instant now);
    void sayHello(const Endpoint& to, std::vector<OutgoingDatagram>& out);
    bool welcome(Instant now, const Endpoint& from, ByteView datagram, Way way);
    bool cookie(Instant now, const Endpoint& from, ByteView datagram);
    bool packet(Instant now, const Endpoint& from, ByteView datagram, Way way);
    bool unknown(Instant now, const Endpoint& from, ByteView datagram);
    void moveTo(Instant now, const Endpoint& endpoint, Way way);
    void raceIfInDoubt();
    void tryStreams(Instant now, std::vector<OutgoingDatagram>& out);
    void probeUdp(Instant now, std::vector<OutgoingDatagram>& out);
    [[nodiscard]] Bytes challenge(Instant now, Way way);
    [[nodiscard]] bool isAnswer(const channel::Received& received, Way way) const;
    [[nodiscard]] Instant keepAliveAt() const;
    [[nodiscard]] Duration unansweredFor() const;
    void keepOpen(Instant now);
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
    Instant m_movedAt{};                 ///< another network, or another way
    Instant m_tryingSince{};             ///< without a session, or with one that is in doubt
    bool m_voiceActive = false;
    std::array<std::optional<channel::PathData>, 3> m_challenges;  ///< by way: the last one asked
    Instant m_udpProbeAt = never;                                  ///< of a session on a stream

    std::vector<OutgoingDatagram> m_prepared;  ///< to go out with the next poll()
    std::optional<HubStateNews> m_told;
    bool m_newSession = false;
    std::int64_t m_bytesSent = 0;  ///< of earlier sessions, and hellos
    std::int64_t m_bytesReceived = 0;
};

// ---- addresses

void HubSession::Impl::setEndpoints(Instant now, std::vector<Endpoint> endpoints, std::uint16_t tlsPort) {
    const bool news = m_ways.setHub(endpoints.empty() ? Endpoint{} : endpoints.front(), tlsPort);
    if (news && m_way != Way::Udp && !endpoints.empty()) {
        m_way = Way::Udp;  // the stream went to another address
        m_endpoint = endpoints.front();
    }
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
    m_movedAt = m_activeAt = now;
    m_ways.forgetFailures();
    m_udpProbeAt = std::min(m_udpProbeAt, m_way == Way::Udp ? never : now);
    if (m_handshake) {
        m_handshake->hurry(now);
    }
    if (stands()) {
        // From our new address the hub hears of it with the first authentic packet.
        m_channel->onPathChanged(now, {.headerBytes = headerBytes(m_endpoint, m_way)});
        m_channel->ping();
        m_owedSince = m_owedSince.value_or(now);
    } else if (!m_handshake) {
        hello(now);
    }
}

void HubSession::Impl::request(Instant now, HubRequest request, RequestTag tag) {
    updateState(now);
    m_activeAt = now;
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

bool HubSession::Impl::handle(Instant now, const Endpoint& from, ByteView datagram, Way way) {
    bool ours = false;
    switch (wire::kindOf(datagram)) {
        case wire::DatagramKind::HubWelcome:
            ours = welcome(now, from, datagram, way);
            break;
        case wire::DatagramKind::HubCookie:
            ours = way == Way::Udp && cookie(now, from, datagram);
            break;
        case wire::DatagramKind::ChannelPacket:
            ours = packet(now, from, datagram, way);
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

bool HubSession::Impl::welcome(Instant now, const Endpoint& from, ByteView datagram, Way way) {
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
        m_prepared.push_back({m_endpoint, m_channel->close(now, wire::CloseReason::Replaced), m_way});
    }
    sessionGone();

    const auto& [keys, payload] = *welcomed;
    m_channel.emplace(channel::Secrets{keys.send.view(), keys.receive.view()}, local, payload.hub, now);
    m_channel->setProfile({.headerBytes = headerBytes(from, way)});
    m_channel->setVoiceActive(m_voiceActive);
    m_channel->ping();  // the hub believes the session at the first authentic packet only
    m_requests.sessionBegan(*m_channel, keys.handshakeHash);
    moveTo(now, from, way);
    m_observed = payload.observed;
    m_timeOffset = payload.time - now + (once ? (now - sentAt) / 2 : Duration::zero());
    m_bytesReceived += static_cast<std::int64_t>(datagram.size() + headerBytes(from, way));
    m_owedSince = now;
    m_activeAt = m_movedAt = now;
    m_newSession = true;
    return true;
}

/// The hub is under load and wants to know that we are where we say. What it costs is one round trip.
bool HubSession::Impl::cookie(Instant now, const Endpoint& from, ByteView datagram) {
    const bool known = std::find(m_endpoints.begin(), m_endpoints.end(), from) != m_endpoints.end();
    if (!m_handshake || !known || !m_handshake->readCookie(now, from, datagram)) {
        return false;
    }
    sayHello(from, m_prepared);
    return true;
}

void HubSession::Impl::sayHello(const Endpoint& to, std::vector<OutgoingDatagram>& out) {
    auto hello = m_handshake->helloTo(to);
    m_bytesSent += static_cast<std::int64_t>(hello.size() + headerBytes(to, Way::Udp));
    out.push_back({to, std::move(hello)});
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

bool HubSession::Impl::packet(Instant now, const Endpoint& from, ByteView datagram, Way way) {
    if (!stands()) {
        return false;
    }
    const auto received = m_channel->receive(now, datagram);
    if (!received) {
        return false;
    }
    if (!received->messages.empty() || !received->datagrams.empty()) {
        m_activeAt = now;
    }
    if (!received->challenges.empty() && way == Way::Udp && way == m_way && now - m_movedAt >= movingFor) {
        m_mappingLost = true;
    }
    if (way != m_way && isAnswer(*received, way)) {
        moveTo(now, from, way);
        m_channel->setProfile({.headerBytes = headerBytes(from, way)});
        m_channel->ping();  // the challenge told the hub nothing; this packet moves the session
    } else if (way == m_way && received->newest && from != m_endpoint) {
        m_endpoint = from;
        m_channel->setProfile({.headerBytes = headerBytes(from, way)});
    }
    if (way == m_way) {
        m_ways.settle(way);
    }
    for (const auto& challenge : received->challenges) {
        m_prepared.push_back({from, m_channel->makeProbeAnswer(now, challenge), way});  // we hear it where it says
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
    const bool fromHub =
        from == m_endpoint || from == m_ways.endpointOf(Way::Tcp) || from == m_ways.endpointOf(Way::Tls);
    if (!stands() || !id || *id != m_channel->remoteId() || !fromHub) {
        return false;
    }
    if (!m_handshake) {
        hello(now);
        m_owedSince = m_owedSince.value_or(now);
    }
    return true;
}

// ---- ways

void HubSession::Impl::moveTo(Instant now, const Endpoint& endpoint, Way way) {
    if (way != m_way) {
        m_udpProbeAt = way == Way::Udp ? never : now + udpProbeFirst;
        m_movedAt = now;
    }
    m_endpoint = endpoint;
    m_way = way;
    m_ways.settle(way);
}

void HubSession::Impl::hungUp(Instant now, Way way, const Endpoint& to) {
    if (!m_ways.ended(now, way, to) || way != m_way || isPaused()) {
        return;
    }
    m_ways.prefer(way);  // it worked a moment ago
    m_way = Way::Udp;
    m_endpoint = m_endpoints.front();
    m_udpProbeAt = never;
    if (stands()) {
        m_channel->ping();
        m_owedSince = m_owedSince.value_or(now);
        m_ways.race(now);
    }
}

void HubSession::Impl::raceIfInDoubt() {
    if (m_handshake && !stands()) {
        m_ways.race(m_tryingSince);
    } else if (m_owedSince && m_way == Way::Udp) {
        m_ways.race(*m_owedSince);
    } else if (m_state == HubSessionState::Unreachable) {
        m_ways.race(*m_owedSince);  // the stream itself is dead
    }
}

Bytes HubSession::Impl::challenge(Instant now, Way way) {
    auto& data = m_challenges[static_cast<std::size_t>(way)].emplace();
    m_random.fill(data);
    return m_channel->makeProbe(now, data);
}

/// It proves a way that we asked about. We choose the way, the hub follows: if each followed the other, packets that
/// cross would move both for ever.
bool HubSession::Impl::isAnswer(const channel::Received& received, Way way) const {
    const auto& asked = m_challenges[static_cast<std::size_t>(way)];
    return asked && std::find(received.responses.begin(), received.responses.end(), *asked) != received.responses.end();
}

void HubSession::Impl::tryStreams(Instant now, std::vector<OutgoingDatagram>& out) {
    for (const auto way : m_ways.takeDue(now)) {
        const auto to = m_ways.endpointOf(way);
        if (stands()) {
            out.push_back({to, challenge(now, way), way});
        }
        if (m_handshake && !m_handshake->hello().empty()) {
            out.push_back({to, m_handshake->hello(), way});
        }
    }
}

void HubSession::Impl::probeUdp(Instant now, std::vector<OutgoingDatagram>& out) {
    if (m_udpProbeAt <= now && stands()) {
        m_udpProbeAt = now + udpProbeEvery;
        out.push_back({m_endpoints.front(), challenge(now, Way::Udp)});
    }
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

/// On a stream what was sent last says nothing: it may have been the question whether UDP works.
Instant HubSession::Impl::keepAliveAt() const {
    if (m_way == Way::Udp) {
        return m_channel->lastSent() + m_keepAlive;
    }
    return m_owedSince ? never : m_channel->lastReceived() + keepAliveStream;
}

/// How long nothing may come from the hub while nobody has anything to say.
Duration HubSession::Impl::unansweredFor() const {
    return std::clamp<Duration>(intervalsUnanswered * m_keepAlive, unansweredAtLeast, unansweredAtMost);
}

void HubSession::Impl::keepOpen(Instant now) {
    const bool asks = m_way != Way::Udp || now - m_activeAt < awakeFor ||
                      now - m_channel->lastReceived() >= unansweredFor() - m_keepAlive / 2;
    asks ? m_channel->ping() : m_channel->keepOpen();
}

std::int64_t HubSession::Impl::idleBytesPerHour() const {
    if (isPaused()) {
        return 0;
    }
    const auto packet = wire::channelOverhead + headerBytes(m_endpoint, m_way);
    const auto anHour = [](std::size_t bytes, Duration interval) {
        return static_cast<std::int64_t>(bytes) * (Duration(1h) / std::chrono::milliseconds(1)) /
               (interval / std::chrono::milliseconds(1));
    };
    if (m_way == Way::Udp) {
        return anHour(packet + 1, m_keepAlive) + anHour(packet + ackFrameBytes, unansweredFor());
    }
    const auto confirmed = 2 * (tcpAckBytes + (m_endpoint.isV4() ? 20 : 40));
    return anHour(2 * packet + 1 + ackFrameBytes + confirmed, keepAliveStream);
}

HubOutputs HubSession::Impl::poll(Instant now) {
    HubOutputs out;
    out.datagrams = std::exchange(m_prepared, {});
    if (!isPaused()) {
        if (stands()) {
            if (keepAliveAt() <= now) {
                keepOpen(now);
            }
            m_requests.flush(now);
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
                sayHello(to, out.datagrams);
            }
        }
        raceIfInDoubt();
        tryStreams(now, out.datagrams);
        probeUdp(now, out.datagrams);
        if (stands()) {
            for (auto& bytes : m_channel->poll(now)) {
                out.datagrams.push_back({m_endpoint, std::move(bytes), m_way});
            }
        }
    }
    out.hangUps = m_ways.takeHangUps();
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
    if (m_requests.hasEvents() || !m_prepared.empty() || m_newSession || m_ways.hasHangUps()) {
        return Instant{};
    }
    if (isPaused()) {
        return m_state == HubSessionState::Idle ? never : Instant{};
    }
    auto earliest = m_state == HubSessionState::Unreachable ? never : unreachableAt();
    earliest = std::min(earliest, m_ways.nextDeadline());
    if (m_handshake) {
        earliest = std::min(earliest, m_handshake->nextAt());
    }
    if (!stands()) {
        return m_handshake ? earliest : Instant{};
    }
    earliest = std::min({earliest, keepAliveAt(), m_udpProbeAt});
    earliest = std::min(earliest, m_requests.nextDeadline());
    return std::min(earliest, m_channel->nextDeadline());
}

void HubSession::Impl::close(Instant now) {
    if (stands() && !isPaused()) {
        m_prepared.push_back({m_endpoint, m_channel->close(now, wire::CloseReason::Done), m_way});
    }
    sessionGone();
    setEndpoints(now, {}, 0);
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

void HubSession::setEndpoints(Instant now, std::vector<Endpoint> endpoints, std::uint16_t tlsPort) {
    m_impl->setEndpoints(now, std::move(endpoints), tlsPort);
}
void HubSession::preferWay(Way way) {
    m_impl->m_ways.prefer(way);
}
void HubSession::hungUp(Instant now, Way way, const Endpoint& to) {
    m_impl->hungUp(now, way, to);
}
Way HubSession::way() const {
    return m_impl->m_way;
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
void HubSession::setTenure(std::uint64_t tenure) {
    m_impl->m_requests.setTenure(tenure);
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
void HubSession::setKeepAlive(Duration interval) {
    m_impl->m_keepAlive = interval;
}
bool HubSession::takeMappingLost() {
    return std::exchange(m_impl->m_mappingLost, false);
}
std::int64_t HubSession::idleBytesPerHour() const {
    return m_impl->idleBytesPerHour();
}
bool HubSession::handle(Instant now, const Endpoint& from, ByteView datagram, Way way) {
    return m_impl->handle(now, from, datagram, way);
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
