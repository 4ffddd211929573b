// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "base/random.h"
#include "channel/channel.h"
#include "link/outgoing.h"
#include "wire/content.h"
#include "wire/linkmessages.h"

namespace nightjar::link {

/// What an offer and its answer agreed.
struct PeerLinkSetup {
    channel::Secrets secrets;  ///< of deriveLinkSecrets(); copied
    wire::ChannelId local;
    wire::ChannelId remote;
    std::vector<wire::Candidate> remoteCandidates;
    bool directAllowed = true;  ///< false: relay only, no probe is sent or answered
    bool answered = false;      ///< we answered the offer: the other side does not know where we are yet
    /// Where the other side's NAT gives random ports, and ours the same to everybody: how to guess one (PortLottery).
    struct Guess {
        Endpoint at;       ///< their NAT; the port means nothing
        Endpoint from;     ///< what they have to let in: our address as seen from outside
        Duration after{};  ///< how long everything else has the field
    };
    std::optional<Guess> guess{};
    /// Our line to the hub: what a round trip takes (zero: not known), and whether it is a narrow one, on which every
    /// packet delays the others.
    Duration hubRtt{};
    bool narrow = false;
    Endpoint ownAddress{};  ///< as seen from outside; invalid while unknown
};

// ---- what one hears

struct EnvelopeArrived {
    Bytes envelope;
    std::uint64_t number = 0;  ///< for confirmStored()
};
/// The other side has these on its disk.
struct StoredArrived {
    std::vector<EnvelopeId> envelopes;
};
/// One of FILE_*, as it came: wire::decodeLinkMessage() reads it.
struct FileMessageArrived {
    Bytes message;
};
/// They told other addresses: remoteCandidates().
struct CandidatesArrived {};
/// They guess ports of our NAT, from that address: openMappings() if we want it.
struct GuessArrived {
    Endpoint from;
};
/// Another path is in use: relayed, or direct to `remote`.
struct PathNews {
    bool direct = false;
    Endpoint remote;
};
/// The link ended; what was not acknowledged by STORED has to go another way.
struct LinkClosed {
    wire::CloseReason reason = wire::CloseReason::Done;
    bool byPeer = false;
};
using PeerEvent = std::variant<EnvelopeArrived, StoredArrived, FileMessageArrived, PathNews, LinkClosed, GuessArrived,
                               CandidatesArrived>;

struct PeerOutputs {
    std::vector<OutgoingDatagram> datagrams;  ///< straight to an address
    std::vector<Bytes> relayed;               ///< each as the payload of a RELAY to the peer's queue
    std::vector<PeerEvent> events;
    std::vector<Endpoint> hangUps;            ///< connections by TCP that are not needed any more
    std::vector<SocketNumber> closedSockets;  ///< of openMappings(): not needed any more
    bool guessing = false;                    ///< hundreds of guesses begin to go out
};

/// Where voice packets go now: straight, or (nothing) through RELAY.
using VoiceRoute = std::optional<Route>;

/// The link to one reachable peer (docs/protocol.md, section 9): a channel that goes through the hub's relay at first
/// and over a direct path as soon as one is proven, and back when it fails.
///
/// Sans-IO: after every call of a method that is not const, and at nextDeadline(), fetch poll().
///
/// States:
///   relayed  packets go through RELAY; the remote candidates are probed from time to time
///   direct   packets go to a proven address; silence though something is owed leads back to relayed
///   closed   idle for 120 s, or closed by either side
class PeerLink {
public:
    /// `random` must outlive the link.
    PeerLink(const PeerLinkSetup& setup, RandomSource& random, Instant now);
    ~PeerLink();
    PeerLink(PeerLink&&) noexcept;
    PeerLink& operator=(PeerLink&&) noexcept;

    /// One that nobody waits for.
    void sendEnvelope(Instant now, ByteView envelope, channel::Priority priority);
    /// One whose arrival on the other side's disk is told by StoredArrived.
    void sendEnvelope(Instant now, const EnvelopeId& id, ByteView envelope, channel::Priority priority);
    /// An envelope that arrived is on our disk.
    void confirmStored(std::uint64_t number);

    /// One of FILE_*.
    void sendFileMessage(Instant now, const wire::LinkMessage& message);
    /// Bytes of messages that the other side does not have yet.
    [[nodiscard]] std::size_t bytesPending() const;
    /// Of their messages that are not complete.
    [[nodiscard]] std::size_t bytesArriving() const;

    /// A channel packet from the socket. True when it was for this link and authentic.
    [[nodiscard]] bool handleDirect(Instant now, const Route& from, ByteView packet);
    /// The payload of a RELAY that is a channel packet. True when it was for this link and authentic.
    [[nodiscard]] bool handleRelayed(Instant now, ByteView packet);
    /// An authentic voice packet of this peer came (nothing: by relay): the path lives.
    void noteVoice(Instant now, std::optional<Route> from);
    /// A call holds the link open and keeps its paths warm.
    void setVoiceActive(Instant now, bool active);

    /// Lets guesses from that address in: opens a mapping out of each of these sockets, which are the link's own until
    /// PeerOutputs::closedSockets names them.
    void openMappings(Instant now, const Endpoint& from, std::vector<SocketNumber> sockets);
    /// A wire::portProbe came through a socket; true when it was one of ours.
    [[nodiscard]] bool handlePortProbe(Instant now, const Endpoint& from, SocketNumber socket);
    /// Tells them where we are now.
    void tellCandidates(Instant now, std::vector<wire::Candidate> candidates);
    /// Our TURN server is there (again): their TURN addresses are tried through it, too.
    void useTurn(Instant now);
    /// Candidates of kind Tcp may be tried: they know where our connection comes from, or will in a moment.
    void openTcp(Instant now);
    /// A connection to a candidate ended, or could not be made.
    void hungUp(Instant now, Way way, const Endpoint& to);
    /// Our addresses changed: prove the paths again.
    void networkChanged(Instant now);
    /// The session with the hub that carries our RELAY stands, or not.
    void setRelayAvailable(Instant now, bool available);
    /// False: from now on through the relay only, and whatever comes straight is not answered.
    void setDirectAllowed(Instant now, bool allowed);

    /// What was heard so far, before poll(): an answer given to it in between leaves with the acknowledgement.
    [[nodiscard]] std::vector<PeerEvent> takeEvents();
    [[nodiscard]] PeerOutputs poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const;
    void close(Instant now, wire::CloseReason reason);

    [[nodiscard]] bool isClosed() const;
    [[nodiscard]] bool isDirect() const;
    [[nodiscard]] VoiceRoute voiceRoute() const;
    /// The path goes through a TURN server, ours or theirs.
    [[nodiscard]] bool isThroughTurn() const;
    /// The direct path was found by guessing ports.
    [[nodiscard]] bool wasGuessed() const;
    /// The id in packets to us: how the engine finds the link of a packet.
    [[nodiscard]] const wire::ChannelId& localId() const;
    [[nodiscard]] const std::vector<wire::Candidate>& remoteCandidates() const;
    /// When the last authentic packet came, by whatever path.
    [[nodiscard]] Instant lastReceived() const;
    [[nodiscard]] channel::Stats stats() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace nightjar::link
