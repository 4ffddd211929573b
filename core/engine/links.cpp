// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/links.h"

#include <algorithm>

#include "engine/parts.h"
#include "link/linkkeys.h"
#include "link/pathprober.h"
#include "link/portlottery.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

/// An offer without an answer for so long has failed: several round trips on GPRS.
constexpr Duration offerLife = 12s;
/// After a failed offer the next waits, doubled up to the cap: everybody may be offline for weeks.
constexpr Duration firstBackOff = 5s;
constexpr Duration backOffCap = std::chrono::minutes(10);
/// In a call the other side is known to be there.
constexpr Duration callBackOffCap = 5s;
/// An offer that was not answered for so long may have gone to a device that was just leaving: once they are known to
/// be there, it does not stand in the way of a new one.
constexpr Duration offerPatience = 1500ms;
/// Every link that is offered to us costs a key agreement and packets to the addresses in it.
constexpr Duration raiseInterval = 1s;
/// A link from which nothing came for so long is suspected; longer where round trips are.
constexpr Duration shortestPatience = 3s;
constexpr int patienceTrips = 4;

/// Hundreds of packets to one address look like a scan, and hundreds of mappings may be all that a carrier grants.
constexpr Duration guessMemory = 1h;
constexpr std::size_t mostGuesses = 12;
/// Before ports are guessed everything else has so many round trips to the hub: twice there and back between two
/// people.
constexpr int guessAfterTrips = 4;
constexpr Duration guessAfterLeast = 100ms;

/// Set: the identity is invisible.
constexpr std::string_view invisibleKey = "invisible";

std::string_view kindName(wire::CandidateKind kind) {
    switch (kind) {
        case wire::CandidateKind::Host:
            return "host";
        case wire::CandidateKind::ServerReflexive:
            return "srflx";
        case wire::CandidateKind::Mapped:
            return "mapped";
        case wire::CandidateKind::Predicted:
            return "predicted";
        case wire::CandidateKind::Relayed:
            return "turn";
        case wire::CandidateKind::Guessable:
            return "guessable";
        case wire::CandidateKind::Tcp:
            return "tcp";
    }
    return "";
}

bool has(wire::CandidateKind kind, const std::vector<wire::Candidate>& candidates) {
    return std::any_of(candidates.begin(), candidates.end(), [&](const auto& one) { return one.kind == kind; });
}

/// What the other side's candidates tell about its NAT, as Status::natType.
std::string_view natOf(const std::vector<wire::Candidate>& candidates) {
    if (has(wire::CandidateKind::Predicted, candidates)) {
        return "symmetric-sequential";
    }
    if (has(wire::CandidateKind::Guessable, candidates)) {
        return "symmetric";
    }
    if (has(wire::CandidateKind::Tcp, candidates) && !has(wire::CandidateKind::ServerReflexive, candidates)) {
        return "udp-blocked";
    }
    return "unknown";
}

std::vector<LinkCandidate> describe(const std::vector<wire::Candidate>& candidates) {
    std::vector<LinkCandidate> out;
    for (const auto& candidate : candidates) {
        out.push_back({std::string(kindName(candidate.kind)), candidate.address.toString()});
    }
    out.push_back({"relay", {}});
    return out;
}

Path pathOf(const link::PeerLink& link) {
    return link.isDirect() && !link.isThroughTurn() ? Path::Direct : Path::Relayed;
}

LinkInfo describe(const ContactId& contact, const link::PeerLink& link) {
    LinkInfo info;
    const auto stats = link.stats();
    info.contact = contact;
    info.path = pathOf(link);
    info.remoteCandidates = describe(link.remoteCandidates());
    info.remoteNat = natOf(link.remoteCandidates());
    info.method = link.isThroughTurn() ? "turn" : link.wasGuessed() ? "probing" : link.isDirect() ? "punch" : "";
    if (const auto route = link.voiceRoute()) {
        info.remoteAddress = route->remote.toString();
        info.method = route->way == Way::Tcp ? "tcp" : info.method;
    }
    info.rttMs = static_cast<double>(stats.rtt.count()) / 1000.0;
    info.lossPercent = stats.lossPercent;
    info.linkClass = stats.linkClass;
    info.bytesSent = stats.bytesSent;
    info.bytesReceived = stats.bytesReceived;
    info.rateKbit = stats.rate.kbit();
    return info;
}

}  // namespace

void Links::want(const ContactId& contact) {
    auto& peer = m_peers[contact];
    if (peer.link || peer.offer) {
        return;
    }
    peer.wanted = true;  // drain() offers it, when what is to be said is on its way
}

bool Links::isOld(const Offer& offer) const {
    return m_parts.context.now >= offer.expires - offerLife + offerPatience;
}

void Links::noteActivity(const ContactId& contact) {
    auto& peer = m_peers[contact];
    peer.backOff = {};
    peer.nextOffer = {};
    if (peer.offer && isOld(*peer.offer)) {
        peer.offer.reset();
    }
}

Links::Offer Links::drawOffer() {
    auto& random = m_parts.context.random;
    Offer offer{wire::LinkId::draw(random), crypto::generateKeyPair(random), {}, m_parts.context.now + offerLife};
    const auto taken = [this](const wire::ChannelId& id) {
        return std::any_of(m_peers.begin(), m_peers.end(), [&](const auto& entry) {
            return (entry.second.link && entry.second.link->localId() == id) ||
                   (entry.second.offer && entry.second.offer->channel == id);
        });
    };
    do {
        offer.channel = wire::ChannelId::draw(random);
    } while (taken(offer.channel));
    return offer;
}

bool Links::isInvisible() const {
    return !store::Profile(m_parts.context.database).text(invisibleKey).empty();
}

bool Links::mayBeDirect(const ContactId& contact) const {
    return !isInvisible() && !store::Contacts(m_parts.context.database).isRelayOnly(contact);
}

std::vector<wire::Candidate> Links::candidates(const ContactId& contact, bool byTcp) const {
    std::vector<wire::Candidate> out;
    if (!mayBeDirect(contact)) {
        return out;
    }
    const auto add = [&out](wire::CandidateKind kind, const Endpoint& address) {
        const bool known = std::any_of(out.begin(), out.end(), [&](const auto& one) { return one.address == address; });
        if (!known && address.isValid() && out.size() < wire::maxCandidates) {
            out.push_back({kind, address});
        }
    };
    if (byTcp || m_parts.hubs.isByTcp()) {
        add(wire::CandidateKind::Tcp, m_parts.hubs.tcp().address());
    }
    if (m_parts.hubs.isByTcp()) {
        // No UDP passes here but what a TURN server passes on.
        for (const auto& address : m_parts.turn.addresses()) {
            add(wire::CandidateKind::Relayed, address);
        }
        return out;
    }
    // Predicted ports come first: the other side opens its mappings in this order, and ours are numbered in it.
    const auto predicted = m_parts.hubs.nat().predicted();
    for (const auto& address : predicted) {
        add(wire::CandidateKind::Predicted, address);
    }
    if (predicted.empty()) {
        const bool guessable = m_parts.hubs.nat().isRandom() && mayGuess();
        add(guessable ? wire::CandidateKind::Guessable : wire::CandidateKind::ServerReflexive,
            m_parts.hubs.publicAddress());
    }
    add(wire::CandidateKind::Mapped, m_parts.mappings.address());
    add(wire::CandidateKind::ServerReflexive, m_parts.hubs.publicAddress6());
    for (const auto& address : m_parts.turn.addresses()) {
        add(wire::CandidateKind::Relayed, address);
    }
    for (const auto& address : m_parts.hubs.localAddresses()) {
        add(wire::CandidateKind::Host, address);
    }
    return out;
}

void Links::offer(const ContactId& contact, Peer& peer) {
    const auto record = store::Contacts(m_parts.context.database).find(contact);
    if (!record || !record->send || record->state != store::ContactState::Active ||
        !m_parts.hubs.isOnline(record->send->hub)) {
        return;  // hubCameOnline() comes back to those who are wanted
    }
    peer.wanted = false;
    peer.offer = drawOffer();
    wire::LinkOfferContent content;
    content.link = peer.offer->link;
    content.ephemeral = peer.offer->ephemeral.publicKey.value;
    content.channel = peer.offer->channel;
    content.candidates = peer.told = candidates(contact, false);
    m_parts.outgoing.sendTransient(contact, std::move(content), [this, contact, link = peer.offer->link](bool taken) {
        const auto found = m_peers.find(contact);
        if (!taken && found != m_peers.end() && found->second.offer && found->second.offer->link == link) {
            failed(found->second);
        }
    });
}

void Links::failed(Peer& peer) {
    peer.offer.reset();
    const auto cap = peer.inCall ? callBackOffCap : backOffCap;
    peer.backOff = std::min(cap, std::max(firstBackOff, 2 * peer.backOff));
    peer.nextOffer = m_parts.context.now + peer.backOff;
    peer.wanted = peer.inCall;
}

void Links::offerArrived(const ContactId& contact, const wire::LinkProposal& theirs) {
    auto& peer = m_peers[contact];
    if (m_parts.context.now < peer.nextRaise) {
        return;
    }
    if (peer.offer && !isOld(*peer.offer) && peer.offer->link < theirs.link) {
        return;  // offers crossed and ours stands
    }
    peer.offer.reset();
    const auto ours = drawOffer();
    if (!raise(contact, peer, ours, theirs, false)) {
        return;
    }
    wire::LinkAnswerContent content;
    content.link = theirs.link;
    content.ephemeral = ours.ephemeral.publicKey.value;
    content.channel = ours.channel;
    content.candidates = peer.told = candidates(contact, has(wire::CandidateKind::Tcp, theirs.candidates));
    m_parts.outgoing.sendTransient(contact, std::move(content));
}

void Links::answerArrived(const ContactId& contact, const wire::LinkProposal& theirs) {
    auto& peer = m_peers[contact];
    if (!peer.offer || peer.offer->link != theirs.link) {
        return;
    }
    const auto ours = std::move(*peer.offer);
    peer.offer.reset();
    (void)raise(contact, peer, ours, theirs, true);
}

bool Links::raise(const ContactId& contact, Peer& peer, const Offer& ours, const wire::LinkProposal& theirs,
                  bool weOffered) {
    const auto& now = m_parts.context.now;
    const auto secrets = link::deriveLinkSecrets(theirs.link, ours.ephemeral, {theirs.ephemeral}, weOffered);
    if (!secrets) {
        return false;
    }
    drop(contact, peer, wire::CloseReason::Replaced);
    if (mayBeDirect(contact)) {
        m_parts.turn.want();
        m_parts.turn.permit(theirs.candidates);
    }
    const auto line = m_parts.hubs.homeStats();
    link::PeerLinkSetup setup{secrets->view(),   ours.channel,         theirs.channel,
                              theirs.candidates, mayBeDirect(contact), !weOffered};
    setup.guess = guessFor(contact, theirs);
    setup.hubRtt = line.rtt;
    setup.narrow = line.linkClass == LinkClass::Gprs || line.linkClass == LinkClass::Edge;
    setup.ownAddress = m_parts.hubs.publicAddress();
    peer.link = std::make_unique<link::PeerLink>(setup, m_parts.context.random, now);
    peer.backOff = {};
    peer.nextOffer = {};
    peer.nextRaise = now + raiseInterval;
    peer.wanted = false;
    peer.link->setVoiceActive(now, peer.inCall);
    const auto record = store::Contacts(m_parts.context.database).find(contact);
    peer.link->setRelayAvailable(now, record && record->send && m_parts.hubs.isOnline(record->send->hub));
    // The challenges that go out now use up what was predicted.
    m_parts.hubs.nat().refreshAt(now + link::PathProber::probingTime + 1s);
    if (!m_parts.turn.addresses().empty()) {
        peer.link->useTurn(now);
    }
    openTcp(peer);
    tellPath(contact, peer);
    m_parts.outgoing.linkRaised(contact);
    m_parts.transfers.linkRaised(contact);
    return true;
}

void Links::drop(const ContactId& contact, Peer& peer, wire::CloseReason reason) {
    if (peer.link) {
        peer.link->close(m_parts.context.now, reason);
        flush(contact, peer);
    }
}

void Links::tellPath(const ContactId& contact, const Peer& peer) {
    LinkStateChanged news{contact, Path::None, LinkClass::Unknown};
    if (peer.link) {
        news.path = pathOf(*peer.link);
        news.linkClass = peer.link->stats().linkClass;
    }
    m_parts.context.emit(news);
}

const link::PeerLink* Links::linkOf(const ContactId& contact) const {
    const auto found = m_peers.find(contact);
    return found == m_peers.end() ? nullptr : found->second.link.get();
}

link::PeerLink* Links::linkOf(const ContactId& contact) {
    const auto found = m_peers.find(contact);
    return found == m_peers.end() ? nullptr : found->second.link.get();
}

bool Links::isUp(const ContactId& contact) const {
    return linkOf(contact) != nullptr;
}

LinkClass Links::linkClass(const ContactId& contact) const {
    return stats(contact).linkClass;
}

Duration Links::patience(const ContactId& contact) const {
    return std::max(shortestPatience, patienceTrips * stats(contact).rtt);
}

bool Links::isAlive(const ContactId& contact) const {
    const auto* const link = linkOf(contact);
    return link != nullptr && m_parts.context.now - link->lastReceived() < patience(contact);
}

void Links::sendEnvelope(const ContactId& contact, ByteView envelope, channel::Priority priority) {
    if (auto* const link = linkOf(contact)) {
        link->sendEnvelope(m_parts.context.now, envelope, priority);
    }
}

void Links::sendFileMessage(const ContactId& contact, const wire::LinkMessage& message) {
    if (auto* const link = linkOf(contact)) {
        link->sendFileMessage(m_parts.context.now, message);
    }
}

std::size_t Links::bytesPending(const ContactId& contact) const {
    const auto* const link = linkOf(contact);
    return link == nullptr ? 0 : link->bytesPending();
}

std::size_t Links::bytesArriving(const ContactId& contact) const {
    const auto* const link = linkOf(contact);
    return link == nullptr ? 0 : link->bytesArriving();
}

void Links::sendEnvelope(const ContactId& contact, const EnvelopeId& id, ByteView envelope,
                         channel::Priority priority) {
    if (auto* const link = linkOf(contact)) {
        link->sendEnvelope(m_parts.context.now, id, envelope, priority);
    }
}

bool Links::confirmStored(const ContactId& contact, const wire::ChannelId& id, std::uint64_t number) {
    auto* const link = linkOf(contact);
    const bool isThere = link != nullptr && link->localId() == id;
    if (isThere) {
        link->confirmStored(number);
    }
    return isThere;
}

void Links::doubt(const ContactId& contact) {
    const auto found = m_peers.find(contact);
    if (found != m_peers.end() && found->second.link && !found->second.inCall) {
        drop(contact, found->second, wire::CloseReason::Idle);
        want(contact);
    }
}

channel::Stats Links::stats(const ContactId& contact) const {
    const auto* const link = linkOf(contact);
    return link == nullptr ? channel::Stats{} : link->stats();
}

void Links::setVoiceActive(const ContactId& contact, bool active) {
    m_parts.hubs.setVoiceActive(active);
    auto& peer = m_peers[contact];
    peer.inCall = active;
    if (peer.link) {
        peer.link->setVoiceActive(m_parts.context.now, active);
    } else if (active) {
        noteActivity(contact);
        want(contact);
    }
}

void Links::noteVoice(const ContactId& contact, std::optional<link::Route> from) {
    if (auto* const link = linkOf(contact)) {
        link->noteVoice(m_parts.context.now, from);
    }
}

link::VoiceRoute Links::voiceRoute(const ContactId& contact) const {
    const auto* const link = linkOf(contact);
    return link == nullptr ? std::nullopt : link->voiceRoute();
}

bool Links::handleDirect(const link::Route& from, ByteView packet) {
    const auto header = wire::decodeChannelHeader(packet);
    if (!header) {
        return false;
    }
    for (auto& [contact, peer] : m_peers) {
        if (peer.link && peer.link->localId() == header->to) {
            return peer.link->handleDirect(m_parts.context.now, from, packet);
        }
    }
    return false;
}

void Links::portProbeArrived(const Endpoint& from, SocketNumber socket) {
    for (auto& [contact, peer] : m_peers) {
        if (peer.link && peer.link->handlePortProbe(m_parts.context.now, from, socket)) {
            return;
        }
    }
}

bool Links::mayGuess() const {
    const auto linkClass = m_parts.hubs.homeStats().linkClass;
    const auto lately = std::count_if(m_guesses.begin(), m_guesses.end(),
                                      [this](Instant at) { return at + guessMemory > m_parts.context.now; });
    return !m_metered && linkClass >= LinkClass::Umts && static_cast<std::size_t>(lately) < mostGuesses;
}

std::optional<link::PeerLinkSetup::Guess> Links::guessFor(const ContactId& contact,
                                                          const wire::LinkProposal& theirs) const {
    const auto at = std::find_if(theirs.candidates.begin(), theirs.candidates.end(),
                                 [](const auto& one) { return one.kind == wire::CandidateKind::Guessable; });
    const auto& nat = m_parts.hubs.nat();
    if (at == theirs.candidates.end() || !nat.isSameForAll() || !mayBeDirect(contact) || !mayGuess()) {
        return std::nullopt;
    }
    return link::PeerLinkSetup::Guess{at->address, nat.publicAddress(),
                                      std::max(guessAfterLeast, guessAfterTrips * m_parts.hubs.homeStats().rtt)};
}

void Links::guessArrived(const ContactId& contact, const Endpoint& from) {
    const auto found = m_peers.find(contact);
    if (found == m_peers.end() || !found->second.link || !m_parts.hubs.nat().isRandom() || !mayGuess()) {
        return;
    }
    // Only towards what they said to be theirs before.
    auto& link = *found->second.link;
    const auto& named = link.remoteCandidates();
    if (std::none_of(named.begin(), named.end(), [&](const auto& one) { return one.address == from; })) {
        return;
    }
    std::vector<SocketNumber> sockets;
    for (SocketNumber number = 1; number < link::MappingLife::socket && sockets.size() < link::PortLottery::mostSockets;
         ++number) {
        if (m_sockets.insert(number).second) {
            sockets.push_back(number);
        }
    }
    noteGuess();
    link.openMappings(m_parts.context.now, from, std::move(sockets));
}

void Links::noteGuess() {
    std::erase_if(m_guesses, [this](Instant at) { return at + guessMemory <= m_parts.context.now; });
    m_guesses.push_back(m_parts.context.now);
}

void Links::relayedArrived(const ContactId& contact, ByteView packet) {
    if (auto* const link = linkOf(contact)) {
        (void)link->handleRelayed(m_parts.context.now, packet);
    }
}

void Links::openTcp(Peer& peer) {
    if (!peer.link || !has(wire::CandidateKind::Tcp, peer.link->remoteCandidates())) {
        return;
    }
    if (m_parts.hubs.tcp().address().isValid()) {
        peer.link->openTcp(m_parts.context.now);
    } else {
        m_parts.hubs.wantTcp();
    }
}

void Links::hungUp(Way way, const Endpoint& to) {
    for (auto& [contact, peer] : m_peers) {
        if (peer.link) {
            peer.link->hungUp(m_parts.context.now, way, to);
        }
    }
}

void Links::transmit(const link::Route& route, Bytes bytes, std::uint8_t ttl) {
    if (route.way == Way::Udp) {
        m_parts.context.transmit(route.remote, std::move(bytes), route.way, route.socket, ttl);
    } else {
        m_parts.context.outputs.emplace_back(
            Transmit{route.remote, std::move(bytes), route.way, 0, 0, m_parts.hubs.tcp().hub()});
    }
}

void Links::networkChanged() {
    for (auto& [contact, peer] : m_peers) {
        peer.nextOffer = {};
        peer.backOff = {};
        if (peer.link) {
            peer.link->networkChanged(m_parts.context.now);
        }
    }
}

void Links::candidatesChanged() {
    for (auto& [contact, peer] : m_peers) {
        if (!peer.link || (peer.link->isDirect() && !peer.link->isThroughTurn()) || !mayBeDirect(contact)) {
            continue;
        }
        auto ours = candidates(contact, has(wire::CandidateKind::Tcp, peer.link->remoteCandidates()));
        if (ours != peer.told) {
            peer.told = ours;
            peer.link->tellCandidates(m_parts.context.now, std::move(ours));
        }
        m_parts.turn.permit(peer.link->remoteCandidates());
        peer.link->useTurn(m_parts.context.now);
        openTcp(peer);
    }
}

bool Links::anyUp() const {
    return std::any_of(m_peers.begin(), m_peers.end(), [](const auto& entry) { return entry.second.link != nullptr; });
}

void Links::hubCameOnline(const std::string& hub) {
    for (auto& [contact, peer] : m_peers) {
        const auto record = store::Contacts(m_parts.context.database).find(contact);
        if (!record || !record->send || record->send->hub != hub) {
            continue;
        }
        if (peer.link) {
            peer.link->setRelayAvailable(m_parts.context.now, true);
        } else if (peer.wanted && !peer.offer) {
            offer(contact, peer);
        }
    }
}

void Links::hubWentOffline(const std::string& hub) {
    for (auto& [contact, peer] : m_peers) {
        const auto record = peer.link ? store::Contacts(m_parts.context.database).find(contact) : std::nullopt;
        if (record && record->send && record->send->hub == hub) {
            peer.link->setRelayAvailable(m_parts.context.now, false);
        }
    }
}

void Links::contactRemoved(const ContactId& contact) {
    if (const auto found = m_peers.find(contact); found != m_peers.end()) {
        drop(contact, found->second, wire::CloseReason::Done);
        m_peers.erase(contact);
    }
}

void Links::getInfo(const GetLinkInfo& command) {
    auto& context = m_parts.context;
    if (!store::Contacts(context.database).find(command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    const auto found = m_peers.find(command.contact);
    LinkInfo info;
    info.contact = command.contact;
    if (found != m_peers.end()) {
        if (found->second.link) {
            info = describe(command.contact, *found->second.link);
        }
        info.bytesSent += found->second.bytesSent;
        info.bytesReceived += found->second.bytesReceived;
    }
    const auto* const link = linkOf(command.contact);
    const auto ours =
        candidates(command.contact, link != nullptr && has(wire::CandidateKind::Tcp, link->remoteCandidates()));
    info.localCandidates = describe(ours);
    if (info.method == "punch" &&
        (has(wire::CandidateKind::Predicted, ours) || info.remoteNat == "symmetric-sequential")) {
        info.method = "prediction";
    }
    info.relayOnly = !mayBeDirect(command.contact);
    context.emit(LinkInfoAnswer{command.request, std::move(info)});
}

void Links::setInvisible(const SetInvisible& command) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    store::Profile(context.database).setText(invisibleKey, command.invisible ? "1" : "");
    if (context.commit(transaction, command.request)) {
        applyPrivacy();
        context.done(command.request);
    }
}

void Links::setRelayOnly(const SetRelayOnly& command) {
    auto& context = m_parts.context;
    if (!store::Contacts(context.database).find(command.contact)) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    store::Transaction transaction(context.database);
    store::Contacts(context.database).setRelayOnly(command.contact, command.relayOnly);
    if (context.commit(transaction, command.request)) {
        applyPrivacy();
        context.contactChanged(command.contact);
        context.done(command.request);
    }
}

void Links::applyPrivacy() {
    m_parts.mappings.reconsider();
    if (isInvisible()) {
        m_parts.turn.leave();
    }
    for (auto& [contact, peer] : m_peers) {
        if (peer.link) {
            peer.link->setDirectAllowed(m_parts.context.now, mayBeDirect(contact));
        }
    }
}

bool Links::drain() {
    offerWanted();
    // First what was heard, then what goes out: so that an envelope is answered in the packet that acknowledges it.
    for (auto& [contact, peer] : m_peers) {
        collect(contact, peer);
    }
    const auto news = std::exchange(m_news, {});
    for (const auto& one : news) {
        hear(one);
    }
    for (auto& [contact, peer] : m_peers) {
        flush(contact, peer);
    }
    return !news.empty() || !m_news.empty();
}

void Links::collect(const ContactId& contact, Peer& peer) {
    if (!peer.link) {
        return;
    }
    for (auto& event : peer.link->takeEvents()) {
        m_news.push_back({contact, peer.link->localId(), std::move(event)});
    }
}

void Links::flush(const ContactId& contact, Peer& peer) {
    if (!peer.link) {
        return;
    }
    auto outputs = peer.link->poll(m_parts.context.now);
    for (auto& datagram : outputs.datagrams) {
        transmit({datagram.to, datagram.way, datagram.socket}, std::move(datagram.bytes), datagram.ttl);
    }
    if (!outputs.relayed.empty()) {
        if (const auto record = store::Contacts(m_parts.context.database).find(contact); record && record->send) {
            for (auto& packet : outputs.relayed) {
                m_parts.hubs.relay(*record->send, std::move(packet));
            }
        }
    }
    for (auto& event : outputs.events) {
        m_news.push_back({contact, peer.link->localId(), std::move(event)});
    }
    for (const auto& to : outputs.hangUps) {
        m_parts.context.outputs.emplace_back(HangUp{Way::Tcp, to});
    }
    if (outputs.guessing) {
        noteGuess();
    }
    for (const auto socket : outputs.closedSockets) {
        m_sockets.erase(socket);
        m_parts.context.outputs.emplace_back(CloseSocket{socket});
    }
    if (peer.link->isClosed()) {
        peer.bytesSent += peer.link->stats().bytesSent;
        peer.bytesReceived += peer.link->stats().bytesReceived;
        peer.link.reset();
        peer.wanted = peer.inCall;
        tellPath(contact, peer);
        m_parts.outgoing.linkClosed(contact);
        m_parts.transfers.linkClosed(contact);
    }
}

void Links::hear(const News& news) {
    const auto& [contact, link, event] = news;
    if (const auto* const envelope = std::get_if<link::EnvelopeArrived>(&event)) {
        m_parts.incoming.arrivedByLink(contact, envelope->envelope, {{}, {}, envelope->number, link});
    } else if (const auto* const stored = std::get_if<link::StoredArrived>(&event)) {
        m_parts.outgoing.stored(contact, stored->envelopes);
    } else if (const auto* const file = std::get_if<link::FileMessageArrived>(&event)) {
        m_parts.transfers.linkMessage(contact, file->message);
    } else if (std::holds_alternative<link::CandidatesArrived>(event)) {
        if (auto* const their = linkOf(contact)) {
            m_parts.turn.permit(their->remoteCandidates());
            if (!m_parts.turn.addresses().empty()) {
                their->useTurn(m_parts.context.now);
            }
            openTcp(m_peers.at(contact));
        }
    } else if (const auto* const guess = std::get_if<link::GuessArrived>(&event)) {
        guessArrived(contact, guess->from);
    } else if (std::holds_alternative<link::PathNews>(event)) {
        if (const auto found = m_peers.find(contact); found != m_peers.end() && found->second.link) {
            tellPath(contact, found->second);
            if (!found->second.link->isDirect()) {
                m_parts.hubs.lookAgain();  // has our NAT another mapping for us now?
            }
        }
    }
}

void Links::tick() {
    for (auto& [contact, peer] : m_peers) {
        if (peer.offer && peer.offer->expires <= m_parts.context.now) {
            failed(peer);
        }
    }
    offerWanted();
}

void Links::offerWanted() {
    for (auto& [contact, peer] : m_peers) {
        if (peer.wanted && !peer.link && !peer.offer && peer.nextOffer <= m_parts.context.now) {
            offer(contact, peer);
        }
    }
}

Instant Links::nextDeadline() const {
    Instant next = m_news.empty() ? never : Instant{};
    for (const auto& [contact, peer] : m_peers) {
        if (peer.offer) {
            next = std::min(next, peer.offer->expires);
        } else if (peer.link) {
            next = std::min(next, peer.link->nextDeadline());
        } else if (peer.wanted && peer.nextOffer > m_parts.context.now) {
            next = std::min(next, peer.nextOffer);
        }
    }
    return next;
}

}  // namespace nightjar::engine
