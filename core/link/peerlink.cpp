// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "link/peerlink.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/overload.h"
#include "channel/confirmations.h"
#include "channel/rttestimator.h"
#include "link/hubsession.h"
#include "link/pathprober.h"
#include "link/portlottery.h"
#include "wire/linkmessages.h"

namespace nightjar::link {

namespace {

/// A path in use is kept open by a PING after so much silence.
constexpr Duration keepAlive = 15s;
/// Without messages or voice for so long the link is closed.
constexpr Duration idleLife = 120s;
/// Nothing came over the direct path for so many probe timeouts though something was owed: back to the relay. People
/// who speak notice earlier.
constexpr int silentTimeouts = 4;
constexpr Duration shortestSilence = 1s;
constexpr Duration directSilence = 5s;
constexpr Duration directSilenceInCall = 2s;
/// Of the round trip to the hub: by then whoever offered has our answer and has opened its NAT.
constexpr double carefulTrips = 1.3;
/// A guess for a path that is believed and not measured yet.
constexpr Duration usualRtt = 400ms;
/// In a call the other side is expected to be heard this often; else it is asked.
constexpr Duration callSilence = 1s;
/// Whoever offered has the answer by then, or it is lost.
constexpr Duration carefulTime = 3s;
/// While the relay is in use the direct paths are tried again so often.
constexpr Duration probeAgain = 60s;
/// What a RELAY costs around a packet: the hub's channel packet (28 and 22), its frame (3), type and handle (3).
constexpr std::size_t relayHeaderBytes = 56;
/// Around a packet to a TURN server: IP, UDP, ChannelData.
constexpr std::size_t turnHeaderBytes = 32;
/// Straight to the other side longer packets may pass: as long as Ethernet frames, or, on one machine, much longer.
constexpr std::size_t longestOnNetwork = 1452;
/// What TCP with a timestamp and the frame's length takes more than UDP.
constexpr std::size_t tcpExtraBytes = 26;
constexpr std::size_t relayReserved = wire::maxDatagram - HubSession::maxRelayPayload;

}  // namespace

class PeerLink::Impl {
public:
    Impl(const PeerLinkSetup& setup, RandomSource& random, Instant now);

    channel::MessageKey send(Instant now, const wire::LinkMessage& message, channel::Priority priority,
                             channel::Confirm confirm);
    void sendEnvelope(Instant now, const EnvelopeId& id, ByteView envelope, channel::Priority priority);
    bool handleDirect(Instant now, const Route& from, ByteView packet);
    bool handleRelayed(Instant now, ByteView packet);
    void noteVoice(Instant now, std::optional<Route> from);
    void setVoiceActive(Instant now, bool active);
    void openMappings(Instant now, const Endpoint& from, std::vector<SocketNumber> sockets);
    bool handlePortProbe(Instant now, const Endpoint& from, SocketNumber socket);
    bool wasGuessed() const;
    void openTcp(Instant now);
    void hungUp(Instant now, Way way, const Endpoint& to);
    void networkChanged(Instant now);
    void setRelayAvailable(Instant now, bool available);
    void setDirectAllowed(Instant now, bool allowed);
    void useTurn(Instant now);
    bool isThroughTurn() const { return m_direct && m_prober.isRelayed(*m_direct); }
    PeerOutputs poll(Instant now);
    std::vector<PeerEvent> takeEvents() { return std::exchange(m_out.events, {}); }
    Instant nextDeadline() const;
    void close(Instant now, wire::CloseReason reason);

    channel::Channel m_channel;
    std::vector<wire::Candidate> m_candidates;
    std::optional<Route> m_direct;  ///< the path in use; nothing: the relay

private:
    void receive(Instant now, const channel::Received& received);
    void message(Instant now, const channel::ReceivedMessage& message);
    void addCandidates(Instant now);
    void setRemoteCandidates(Instant now, std::vector<wire::Candidate> candidates);
    void probeAll(Instant now);
    void choose(Instant now);
    void useDirect(Instant now, const PathProber::Proven& path);
    void useRelay(Instant now);
    void watchDirect(Instant now);
    void guess(Instant now);
    void closeSockets();
    void closeStreams();
    void out(Bytes packet);
    [[nodiscard]] Duration patience() const;
    [[nodiscard]] Instant directFailsAt() const;
    [[nodiscard]] Instant keepAliveAt() const;
    [[nodiscard]] Instant idleAt() const { return m_voiceActive ? never : m_lastActivity + idleLife; }
    [[nodiscard]] static channel::PathProfile relayProfile() {
        return {.headerBytes = relayHeaderBytes, .reserved = relayReserved};
    }

    PathProber m_prober;
    PortLottery m_lottery;
    std::optional<PeerLinkSetup::Guess> m_guess;
    Duration m_directRtt{};     ///< of the path in use or chosen last, as the prober knows it
    Instant m_guessAt = never;  ///< unless a path is found before
    bool m_guessed = false;
    std::vector<SocketNumber> m_sockets;  ///< of openMappings(), and not closed yet
    /// Sent and not known to be on the other side's disk.
    std::map<channel::MessageKey, EnvelopeId> m_unstored;
    const bool m_narrow;
    const Endpoint m_ownAddress;
    bool m_tcpOpen = false;
    std::set<Endpoint> m_streams;  ///< connections by TCP that something was sent through
    bool m_directAllowed;
    bool m_relayAvailable = true;
    bool m_voiceActive = false;
    Instant m_lastActivity;
    Instant m_lastDirect{};              ///< something authentic came straight
    std::optional<Instant> m_owedSince;  ///< on the direct path
    bool m_bothDirect = false;           ///< they use the direct path, too
    Instant m_probeAgainAt = never;
    PeerOutputs m_out;
};

PeerLink::Impl::Impl(const PeerLinkSetup& setup, RandomSource& random, Instant now)
    : m_channel(setup.secrets, setup.local, setup.remote, now),
      m_candidates(setup.remoteCandidates),
      m_prober(random),
      m_lottery(random),
      m_guess(setup.guess),
      m_guessAt(setup.guess ? now + setup.guess->after : never),
      m_narrow(setup.narrow),
      m_ownAddress(setup.ownAddress),
      m_directAllowed(setup.directAllowed),
      m_lastActivity(now) {
    m_channel.setProfile(relayProfile());
    if (!setup.answered || !m_narrow) {
        m_channel.ping();  // tells the other end that the link stands, and us how long a round trip takes
    }
    if (m_narrow) {
        m_prober.setPace(2 * setup.hubRtt);
    }
    if (setup.answered) {
        m_prober.beCareful(
            now + (m_narrow ? std::chrono::duration_cast<Duration>(carefulTrips * setup.hubRtt) : carefulTime));
    }
    addCandidates(now);
}

// ---- what comes in

bool PeerLink::Impl::handleDirect(Instant now, const Route& from, ByteView packet) {
    const auto received = m_directAllowed ? m_channel.receive(now, packet) : std::nullopt;
    if (!received) {
        return false;
    }
    const bool known = m_prober.isProven(from);
    m_lastDirect = now;
    m_owedSince.reset();
    m_prober.heardFrom(now, from);
    for (const auto& challenge : received->challenges) {
        m_out.datagrams.push_back({from.remote, m_channel.makeProbeAnswer(now, challenge), from.way, from.socket});
    }
    for (const auto& response : received->responses) {
        (void)m_prober.answered(now, response);
    }
    if (!known && received->newest && m_direct && from != *m_direct) {
        m_prober.doubt(now, *m_direct);  // has the other end moved there?
    }
    if (!known && received->newest && !m_direct && !m_narrow) {
        // What came through is answered through the same mappings; the proof is on its way. Narrow lines wait for it: a
        // round trip that is only believed would tell a call that there is room.
        const auto rtt = m_channel.stats().rtt;
        m_prober.believe(now, from, rtt > Duration::zero() ? rtt : usualRtt);
    }
    m_bothDirect =
        m_bothDirect || (m_direct && received->newest && received->challenges.empty() && received->responses.empty());
    receive(now, *received);
    choose(now);
    return true;
}

bool PeerLink::Impl::handleRelayed(Instant now, ByteView packet) {
    const auto received = m_channel.receive(now, packet);
    if (!received) {
        return false;
    }
    if (m_direct && m_bothDirect && received->newest) {
        // They came back to the relay: they moved, or our direct path does not carry any more.
        useRelay(now);
        probeAll(now);
    }
    receive(now, *received);
    return true;
}

void PeerLink::Impl::receive(Instant now, const channel::Received& received) {
    m_prober.relax(now);
    for (const auto& one : received.messages) {
        message(now, one);
    }
    StoredArrived stored;
    for (const auto key : received.stored) {
        if (auto node = m_unstored.extract(key)) {
            stored.envelopes.push_back(node.mapped());
        }
    }
    if (!stored.envelopes.empty()) {
        m_lastActivity = now;
        m_out.events.emplace_back(std::move(stored));
    }
    if (received.closed) {
        m_out.events.emplace_back(LinkClosed{*received.closed, true});
    }
}

void PeerLink::Impl::message(Instant now, const channel::ReceivedMessage& message) {
    const auto decoded = wire::decodeLinkMessage(message.bytes);
    if (!decoded) {
        return;
    }
    m_lastActivity = now;
    std::visit(Overload{
                   [&](const wire::EnvelopeMessage& m) {
                       m_out.events.emplace_back(EnvelopeArrived{toBytes(m.envelope), message.number});
                   },
                   [&](const wire::GuessMessage& m) {
                       if (m_directAllowed && !m_direct) {
                           m_out.events.emplace_back(GuessArrived{m.from});
                       }
                   },
                   [&](const wire::CandidatesMessage& m) {
                       if (m_directAllowed) {
                           setRemoteCandidates(now, m.candidates);
                       }
                   },
                   [&](const auto&) { m_out.events.emplace_back(FileMessageArrived{message.bytes}); },
               },
               *decoded);
}

void PeerLink::Impl::noteVoice(Instant now, std::optional<Route> from) {
    m_lastActivity = now;
    if (from && m_directAllowed) {
        m_lastDirect = now;
        m_owedSince.reset();
        m_prober.heardFrom(now, *from);
    }
}

// ---- what we want

channel::MessageKey PeerLink::Impl::send(Instant now, const wire::LinkMessage& message, channel::Priority priority,
                                         channel::Confirm confirm) {
    m_lastActivity = now;
    return m_channel.send(wire::encodeLinkMessage(message), priority, confirm);
}

void PeerLink::Impl::sendEnvelope(Instant now, const EnvelopeId& id, ByteView envelope, channel::Priority priority) {
    const auto key = send(now, wire::EnvelopeMessage{envelope}, priority, channel::Confirm::Wanted);
    m_unstored.emplace(key, id);
    if (m_unstored.size() > channel::Confirmations::maxExpected) {
        m_unstored.erase(m_unstored.begin());
    }
}

void PeerLink::Impl::setVoiceActive(Instant now, bool active) {
    m_lastActivity = now;
    m_voiceActive = active;
    m_channel.setVoiceActive(active);
}

void PeerLink::Impl::openTcp(Instant now) {
    m_tcpOpen = true;
    addCandidates(now);
}

void PeerLink::Impl::hungUp(Instant now, Way way, const Endpoint& to) {
    const Route route{to, way};
    if (way == Way::Udp || m_streams.erase(to) == 0) {
        return;
    }
    m_prober.forget(route);
    if (m_direct == route) {
        useRelay(now);
        probeAll(now);
    }
}

void PeerLink::Impl::setRemoteCandidates(Instant now, std::vector<wire::Candidate> candidates) {
    const bool more = std::all_of(m_candidates.begin(), m_candidates.end(), [&](const auto& old) {
        return std::find(candidates.begin(), candidates.end(), old) != candidates.end();
    });
    m_candidates = std::move(candidates);
    m_out.events.emplace_back(CandidatesArrived{});
    if (!more) {
        // They are elsewhere: what was proven leads to where they are not any more.
        m_prober.clear();
        if (m_direct) {
            useRelay(now);
        }
    }
    addCandidates(now);
}

void PeerLink::Impl::networkChanged(Instant now) {
    if (m_direct && m_relayAvailable) {
        useRelay(now);
    }
    m_channel.ping();  // the other end learns where we are now
    if (m_relayAvailable) {
        m_prober.beCareful(now + carefulTime);
    }
    probeAll(now);
}

void PeerLink::Impl::setRelayAvailable(Instant now, bool available) {
    const bool came = available && !m_relayAvailable;
    m_relayAvailable = available;
    if (came && !m_direct) {
        m_channel.onPathChanged(now, relayProfile());  // what waits goes out now, not after the back-off
    }
}

void PeerLink::Impl::setDirectAllowed(Instant now, bool allowed) {
    if (allowed == m_directAllowed) {
        return;
    }
    m_directAllowed = allowed;
    if (allowed) {
        addCandidates(now);
        return;
    }
    m_prober.clear();
    m_lottery.stop();
    m_out.datagrams.clear();
    if (m_direct) {
        useRelay(now);
    }
}

void PeerLink::Impl::close(Instant now, wire::CloseReason reason) {
    if (!m_channel.isClosed()) {
        out(m_channel.close(now, reason));
        m_out.events.emplace_back(LinkClosed{reason, false});
    }
}

// ---- paths

void PeerLink::Impl::addCandidates(Instant now) {
    std::vector<Endpoint> relays;
    // On a narrow link a private address is worth a packet only if we are behind the same router.
    const bool neighbours = std::any_of(m_candidates.begin(), m_candidates.end(), [this](const auto& one) {
        return one.address.withPort(1) == m_ownAddress.withPort(1);
    });
    std::vector<Route> remotes;
    for (const auto& candidate : m_candidates) {
        if (candidate.kind == wire::CandidateKind::Relayed) {
            relays.push_back(candidate.address);
        }
        if (candidate.kind == wire::CandidateKind::Tcp && m_tcpOpen) {
            remotes.emplace_back(candidate.address, Way::Tcp);
        }
        // One that can be guessed is challenged, too, though not at the right port: a NAT of ours that looks at
        // addresses only lets them in then.
        if (candidate.kind == wire::CandidateKind::Tcp ||
            (m_narrow && !neighbours && m_ownAddress.isValid() && candidate.address.isPrivate())) {
            continue;
        }
        remotes.emplace_back(candidate.address);
    }
    m_prober.setRelays(std::move(relays));
    if (m_directAllowed) {
        m_prober.add(now, remotes);
        m_probeAgainAt = now + probeAgain;
    }
}

void PeerLink::Impl::useTurn(Instant now) {
    for (const auto& candidate : m_candidates) {
        if (m_directAllowed && candidate.kind == wire::CandidateKind::Relayed) {
            m_prober.heardFrom(now, {candidate.address, Way::Udp, throughTurn});
        }
    }
}

void PeerLink::Impl::probeAll(Instant now) {
    if (!m_directAllowed) {
        return;
    }
    addCandidates(now);
    m_prober.restart(now);
}

void PeerLink::Impl::choose(Instant now) {
    const auto best = m_prober.best(now, m_direct);
    if (best) {
        m_directRtt = best->rtt;
    }
    if (best && best->route != m_direct) {
        useDirect(now, *best);
    } else if (!best && m_direct && m_relayAvailable) {
        useRelay(now);
        probeAll(now);
    }
}

void PeerLink::Impl::useDirect(Instant now, const PathProber::Proven& path) {
    m_direct = path.route;
    m_lastDirect = now;
    m_owedSince.reset();
    const bool turn = path.route.socket == throughTurn;
    const bool stream = path.route.way != Way::Udp;
    const auto& remote = path.route.remote;
    std::size_t headers = remote.isV4() ? 28 : 48;
    if (turn) {
        headers = turnHeaderBytes;
    } else if (stream) {
        headers += tcpExtraBytes;
    }
    m_channel.onPathChanged(now,
                            {.headerBytes = headers,
                             .largest = turn || stream        ? 0
                                        : remote.isLoopback() ? wire::maxDatagramProven
                                                              : longestOnNetwork},
                            path.rtt);
    m_out.events.emplace_back(PathNews{true, remote});
}

void PeerLink::Impl::useRelay(Instant now) {
    m_direct.reset();
    m_bothDirect = false;
    m_owedSince.reset();
    m_channel.onPathChanged(now, relayProfile());
    m_out.events.emplace_back(PathNews{});
}

Duration PeerLink::Impl::patience() const {
    const auto most = m_voiceActive ? directSilenceInCall : directSilence;
    // A path that was believed has been measured by now, though nothing may have been sent over it (RFC 9002
    // section 6.2.1 with the first sample of 5.3).
    const auto measured = 3 * m_directRtt + channel::maxAckDelay;
    return std::clamp<Duration>(silentTimeouts * std::min(m_channel.probeTimeout(), measured), shortestSilence, most);
}

Instant PeerLink::Impl::directFailsAt() const {
    return m_direct && m_owedSince && m_relayAvailable ? *m_owedSince + patience() : never;
}

Instant PeerLink::Impl::keepAliveAt() const {
    if (!m_direct) {
        return never;
    }
    auto at = m_channel.lastSent() + keepAlive;
    if (m_voiceActive && !m_channel.isOwed()) {
        at = std::min(at, std::max(m_lastDirect, m_channel.lastSent()) + callSilence);
    }
    return at;
}

void PeerLink::Impl::watchDirect(Instant now) {
    if (keepAliveAt() <= now) {
        m_channel.ping();
    }
    if (m_direct && m_channel.isOwed()) {
        m_owedSince = m_owedSince.value_or(now);
    } else {
        m_owedSince.reset();
    }
    if (directFailsAt() <= now) {
        useRelay(now);
        probeAll(now);
    }
    if (!m_direct && m_probeAgainAt <= now) {
        probeAll(now);
    }
}

// ---- guessed ports

void PeerLink::Impl::guess(Instant now) {
    if (m_prober.hasProven() || !m_directAllowed) {
        m_guessAt = never;
        m_lottery.stop();
    }
    if (m_guessAt <= now) {
        m_guessAt = never;
        (void)send(now, wire::GuessMessage{m_guess->from}, channel::Priority::Urgent, channel::Confirm::No);
        m_lottery.guess(now + m_channel.stats().rtt / 2, m_guess->at);  // theirs are open by then
        m_guessed = true;
        m_out.guessing = true;
    }
    for (auto& datagram : m_lottery.poll(now)) {
        m_out.datagrams.push_back(std::move(datagram));
    }
}

void PeerLink::Impl::openMappings(Instant now, const Endpoint& from, std::vector<SocketNumber> sockets) {
    m_sockets.insert(m_sockets.end(), sockets.begin(), sockets.end());
    if (m_directAllowed && !m_prober.hasProven()) {
        m_lottery.open(now, from, std::move(sockets));
    }
}

bool PeerLink::Impl::handlePortProbe(Instant now, const Endpoint& from, SocketNumber socket) {
    const bool met = m_directAllowed && m_lottery.met(from, socket);
    if (met) {
        m_prober.heardFrom(now, {from, Way::Udp, socket});
    }
    return met;
}

void PeerLink::Impl::closeSockets() {
    std::erase_if(m_sockets, [this](SocketNumber socket) {
        const bool needed = !m_channel.isClosed() && (m_lottery.isOpening() || m_prober.isProbing(socket) ||
                                                      (m_direct && m_direct->socket == socket));
        if (!needed) {
            m_prober.forget(socket);
            m_out.closedSockets.push_back(socket);
        }
        return !needed;
    });
}

void PeerLink::Impl::closeStreams() {
    for (const auto& datagram : m_out.datagrams) {
        if (datagram.way == Way::Tcp) {
            m_streams.insert(datagram.to);
        }
    }
    std::erase_if(m_streams, [this](const Endpoint& to) {
        const Route route{to, Way::Tcp};
        const bool needed = !m_channel.isClosed() && (m_prober.isProbing(route) || m_direct == route);
        if (!needed) {
            m_out.hangUps.push_back(to);
        }
        return !needed;
    });
}

bool PeerLink::Impl::wasGuessed() const {
    return m_direct && !isThroughTurn() &&
           (m_direct->socket != 0 || (m_guessed && m_direct->remote.withPort(1) == m_guess->at.withPort(1)));
}

// ---- what goes out

void PeerLink::Impl::out(Bytes packet) {
    if (m_direct) {
        m_out.datagrams.push_back({m_direct->remote, std::move(packet), m_direct->way, m_direct->socket});
    } else {
        m_out.relayed.push_back(std::move(packet));
    }
}

PeerOutputs PeerLink::Impl::poll(Instant now) {
    if (!m_channel.isClosed() && idleAt() <= now) {
        close(now, wire::CloseReason::Idle);
    }
    if (!m_channel.isClosed()) {
        choose(now);  // first: a path that fails now is asked anew at once
        watchDirect(now);
        choose(now);  // first: a path that fails now is probed again at once
        for (const auto& challenge : m_prober.due(now)) {
            m_out.datagrams.push_back({challenge.to.remote, m_channel.makeProbe(now, challenge.data), challenge.to.way,
                                       challenge.to.socket, challenge.ttl});
        }
        guess(now);
        for (auto& packet : m_channel.poll(now)) {
            out(std::move(packet));
        }
        if (m_direct && m_channel.isOwed()) {
            m_owedSince = m_owedSince.value_or(now);
        }
    }
    closeSockets();
    closeStreams();
    return std::exchange(m_out, {});
}

Instant PeerLink::Impl::nextDeadline() const {
    if (!m_out.events.empty() || !m_out.datagrams.empty() || !m_out.relayed.empty()) {
        return Instant{};
    }
    if (m_channel.isClosed()) {
        return never;
    }
    return std::min({m_channel.nextDeadline(), m_prober.nextDeadline(), m_lottery.nextDeadline(), m_guessAt,
                     directFailsAt(), keepAliveAt(), idleAt(), m_direct || !m_directAllowed ? never : m_probeAgainAt});
}

// ---- the door

PeerLink::PeerLink(const PeerLinkSetup& setup, RandomSource& random, Instant now)
    : m_impl(std::make_unique<Impl>(setup, random, now)) {
}
PeerLink::~PeerLink() = default;
PeerLink::PeerLink(PeerLink&&) noexcept = default;
PeerLink& PeerLink::operator=(PeerLink&&) noexcept = default;

void PeerLink::sendEnvelope(Instant now, ByteView envelope, channel::Priority priority) {
    m_impl->send(now, wire::EnvelopeMessage{envelope}, priority, channel::Confirm::No);
}
void PeerLink::sendEnvelope(Instant now, const EnvelopeId& id, ByteView envelope, channel::Priority priority) {
    m_impl->sendEnvelope(now, id, envelope, priority);
}
void PeerLink::confirmStored(std::uint64_t number) {
    m_impl->m_channel.confirm(number);
}
void PeerLink::sendFileMessage(Instant now, const wire::LinkMessage& message) {
    const bool chunk = std::holds_alternative<wire::FileChunkMessage>(message);
    m_impl->send(now, message, chunk ? channel::Priority::Bulk : channel::Priority::Text, channel::Confirm::No);
}
std::size_t PeerLink::bytesPending() const {
    return m_impl->m_channel.bytesPending();
}
std::size_t PeerLink::bytesArriving() const {
    return m_impl->m_channel.bytesIncomplete();
}
void PeerLink::openMappings(Instant now, const Endpoint& from, std::vector<SocketNumber> sockets) {
    m_impl->openMappings(now, from, std::move(sockets));
}
bool PeerLink::handlePortProbe(Instant now, const Endpoint& from, SocketNumber socket) {
    return m_impl->handlePortProbe(now, from, socket);
}
bool PeerLink::wasGuessed() const {
    return m_impl->wasGuessed();
}
bool PeerLink::handleDirect(Instant now, const Route& from, ByteView packet) {
    return m_impl->handleDirect(now, from, packet);
}
bool PeerLink::handleRelayed(Instant now, ByteView packet) {
    return m_impl->handleRelayed(now, packet);
}
void PeerLink::noteVoice(Instant now, std::optional<Route> from) {
    m_impl->noteVoice(now, from);
}
void PeerLink::setVoiceActive(Instant now, bool active) {
    m_impl->setVoiceActive(now, active);
}
void PeerLink::openTcp(Instant now) {
    m_impl->openTcp(now);
}
void PeerLink::hungUp(Instant now, Way way, const Endpoint& to) {
    m_impl->hungUp(now, way, to);
}
void PeerLink::networkChanged(Instant now) {
    m_impl->networkChanged(now);
}
void PeerLink::setRelayAvailable(Instant now, bool available) {
    m_impl->setRelayAvailable(now, available);
}
void PeerLink::setDirectAllowed(Instant now, bool allowed) {
    m_impl->setDirectAllowed(now, allowed);
}
std::vector<PeerEvent> PeerLink::takeEvents() {
    return m_impl->takeEvents();
}
PeerOutputs PeerLink::poll(Instant now) {
    return m_impl->poll(now);
}
Instant PeerLink::nextDeadline() const {
    return m_impl->nextDeadline();
}
void PeerLink::close(Instant now, wire::CloseReason reason) {
    m_impl->close(now, reason);
}
bool PeerLink::isClosed() const {
    return m_impl->m_channel.isClosed();
}
bool PeerLink::isDirect() const {
    return m_impl->m_direct.has_value();
}
bool PeerLink::isThroughTurn() const {
    return m_impl->isThroughTurn();
}
void PeerLink::tellCandidates(Instant now, std::vector<wire::Candidate> candidates) {
    m_impl->send(now, wire::CandidatesMessage{std::move(candidates)}, channel::Priority::Urgent, channel::Confirm::No);
}
void PeerLink::useTurn(Instant now) {
    m_impl->useTurn(now);
}
VoiceRoute PeerLink::voiceRoute() const {
    return m_impl->m_direct;
}
const wire::ChannelId& PeerLink::localId() const {
    return m_impl->m_channel.localId();
}
const std::vector<wire::Candidate>& PeerLink::remoteCandidates() const {
    return m_impl->m_candidates;
}
Instant PeerLink::lastReceived() const {
    return m_impl->m_channel.lastReceived();
}
channel::Stats PeerLink::stats() const {
    return m_impl->m_channel.stats();
}

}  // namespace nightjar::link
