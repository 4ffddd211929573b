// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>
#include <set>
#include <vector>

#include "crypto/keys.h"
#include "engine/context.h"
#include "link/peerlink.h"

namespace nightjar::engine {

struct Parts;

/// The links to peers who are there now (docs/protocol.md section 9). A link is offered when there is something to say,
/// and ends by itself when there is not.
///
/// Towards one contact:
///   none      nothing, or the last offer failed and the next waits
///   offered   our offer is on its way, no answer yet
///   up        a channel stands; packets go through the relay or directly
class Links {
public:
    explicit Links(Parts& parts) : m_parts(parts) {}

    /// There is something to say: offer a link unless there is one.
    void want(const ContactId& contact);
    /// They said something: they are probably there, so an earlier failure counts for nothing.
    void noteActivity(const ContactId& contact);
    void offerArrived(const ContactId& contact, const wire::LinkProposal& offer);
    void answerArrived(const ContactId& contact, const wire::LinkProposal& answer);

    [[nodiscard]] bool isUp(const ContactId& contact) const;
    [[nodiscard]] LinkClass linkClass(const ContactId& contact) const;
    /// How long an answer may take before the link is suspected.
    [[nodiscard]] Duration patience(const ContactId& contact) const;
    /// Something came over the link within the time that an answer may take.
    [[nodiscard]] bool isAlive(const ContactId& contact) const;
    /// To a link that is up.
    void sendEnvelope(const ContactId& contact, ByteView envelope, channel::Priority priority);
    /// The same; Outgoing hears when the other side has stored it.
    void sendEnvelope(const ContactId& contact, const EnvelopeId& id, ByteView envelope, channel::Priority priority);
    /// An envelope that came over this link is on our disk. False when the link is no more.
    [[nodiscard]] bool confirmStored(const ContactId& contact, const wire::ChannelId& link, std::uint64_t number);
    /// One of FILE_*, to a link that is up.
    void sendFileMessage(const ContactId& contact, const wire::LinkMessage& message);
    /// Bytes given to the link that the other side does not have yet.
    [[nodiscard]] std::size_t bytesPending(const ContactId& contact) const;
    /// Of messages from there that are not complete.
    [[nodiscard]] std::size_t bytesArriving(const ContactId& contact) const;
    /// The link took something and nothing came back: it is given up unless a call holds it.
    void doubt(const ContactId& contact);

    void setVoiceActive(const ContactId& contact, bool active);
    void noteVoice(const ContactId& contact, std::optional<link::Route> from);
    /// Where voice goes now: straight to an address, or (nothing) through the relay.
    [[nodiscard]] link::VoiceRoute voiceRoute(const ContactId& contact) const;
    [[nodiscard]] channel::Stats stats(const ContactId& contact) const;

    /// True when the packet belonged to a link.
    [[nodiscard]] bool handleDirect(const link::Route& from, ByteView packet);
    /// A guess at one of our mappings.
    /// A connection ended, or could not be made.
    void hungUp(Way way, const Endpoint& to);
    /// Straight to a peer.
    void transmit(const link::Route& route, Bytes bytes, std::uint8_t ttl = 0);
    void portProbeArrived(const Endpoint& from, SocketNumber socket);
    void relayedArrived(const ContactId& contact, ByteView packet);
    void networkChanged();
    /// We can be reached at other addresses: links that are not direct yet tell the other side.
    void candidatesChanged();
    [[nodiscard]] bool anyUp() const;
    void setMetered(bool metered) { m_metered = metered; }
    [[nodiscard]] bool isMetered() const { return m_metered; }
    void hubCameOnline(const std::string& hub);
    void hubWentOffline(const std::string& hub);
    void contactRemoved(const ContactId& contact);
    void getInfo(const GetLinkInfo& command);
    void setInvisible(const SetInvisible& command);
    void setRelayOnly(const SetRelayOnly& command);
    [[nodiscard]] bool isInvisible() const;
    /// No packet goes to them directly, so that they do not learn our address.
    [[nodiscard]] bool isRelayOnly(const ContactId& contact) const { return !mayBeDirect(contact); }

    bool drain();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Offer {
        wire::LinkId link;
        crypto::KeyPair ephemeral;
        wire::ChannelId channel;
        Instant expires;
    };
    struct News {
        ContactId contact;
        wire::ChannelId link;
        link::PeerEvent event;
    };
    struct Peer {
        std::optional<Offer> offer;
        std::unique_ptr<link::PeerLink> link;
        Instant nextOffer{};  ///< not before
        Duration backOff{};
        Instant nextRaise{};                ///< offers of theirs before are ignored
        std::vector<wire::Candidate> told;  ///< our candidates as they know them
        bool wanted = false;
        bool inCall = false;
        std::int64_t bytesSent = 0;  ///< of links that have ended
        std::int64_t bytesReceived = 0;
    };
    void offer(const ContactId& contact, Peer& peer);
    /// Too old for two offers that crossed: it did not reach them.
    [[nodiscard]] bool isOld(const Offer& offer) const;
    void offerWanted();
    void failed(Peer& peer);
    [[nodiscard]] bool raise(const ContactId& contact, Peer& peer, const Offer& ours, const wire::LinkProposal& theirs,
                             bool weOffered);
    void drop(const ContactId& contact, Peer& peer, wire::CloseReason reason);
    void applyPrivacy();
    void tellPath(const ContactId& contact, const Peer& peer);
    [[nodiscard]] Offer drawOffer();
    /// Direct packets to and from them are allowed: neither are we invisible, nor are they relay only.
    [[nodiscard]] bool mayBeDirect(const ContactId& contact) const;
    /// `byTcp`: they can be reached by TCP alone.
    [[nodiscard]] std::vector<wire::Candidate> candidates(const ContactId& contact, bool byTcp) const;
    /// Connections by TCP to a peer who has no other way, as soon as both know how theirs look from outside.
    void openTcp(Peer& peer);
    /// Sends what the link wants sent; what it heard goes to m_news.
    void flush(const ContactId& contact, Peer& peer);
    void collect(const ContactId& contact, Peer& peer);
    void hear(const News& news);
    /// They guess: our sockets open mappings for them, unless that would be too much.
    void guessArrived(const ContactId& contact, const Endpoint& from);
    /// Hundreds of small packets do no harm on this network, and there were not many of them lately.
    [[nodiscard]] bool mayGuess() const;
    void noteGuess();
    /// What a new link needs to guess ports of theirs; nothing where that is not the way.
    [[nodiscard]] std::optional<link::PeerLinkSetup::Guess> guessFor(const ContactId& contact,
                                                                     const wire::LinkProposal& theirs) const;
    [[nodiscard]] const link::PeerLink* linkOf(const ContactId& contact) const;
    [[nodiscard]] link::PeerLink* linkOf(const ContactId& contact);

    Parts& m_parts;
    std::map<ContactId, Peer> m_peers;
    std::set<SocketNumber> m_sockets;  ///< in use by links
    std::vector<Instant> m_guesses;    ///< when ports were guessed or mappings opened, within guessMemory
    bool m_metered = false;
    /// Heard and not acted upon yet: acting may end links and remove contacts, so drain() does it while nobody looks at
    /// them.
    std::vector<News> m_news;
};

}  // namespace nightjar::engine
