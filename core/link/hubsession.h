// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "base/random.h"
#include "base/secret.h"
#include "channel/channel.h"
#include "link/outgoing.h"
#include "wire/hubmessages.h"

namespace nightjar::link {

/// Chosen by the owner of a session; the answer carries it back.
using RequestTag = std::uint64_t;

// ---- what one may ask of a hub (docs/protocol.md, section 5). Queues are named by their ids; handles stay inside.

struct CreateQueue {
    QueueId queue;
    wire::WireKey receiverKey{};
    wire::WireKey senderKey{};
};
/// To a queue that was given to attach() as a sender.
struct PutEnvelope {
    QueueId queue;
    bool transient = false;
    Bytes envelope;
    bool hasTime = false;  ///< a transient one that waits behind texts
};
/// Of a queue that was given to attach() as a receiver. When it is done the queue is detached.
struct DeleteQueue {
    QueueId queue;
};
struct PutBlob {
    wire::BlobId blob;
    ByteArray<32> revocationHash{};
    std::uint32_t secondsToLive = 0;
    Bytes content;
};
struct TakeBlob {
    wire::BlobId blob;
    wire::BlobToken token;
};
struct RevokeBlob {
    wire::BlobId blob;
    ByteArray<16> secret{};
};
/// The secret of a public address's owner, X25519. Shared, because a question is asked again in the next session.
using OwnerSecret = std::shared_ptr<const SecretBytes>;
/// Makes a public address or changes its rules; its standing is told.
struct SetAddress {
    wire::AddressId address;
    OwnerSecret owner;
    wire::AddressRules rules;
};
/// Adds an invitation to its stock; its standing is told.
struct StockAddress {
    wire::AddressId address;
    OwnerSecret owner;
    std::uint32_t secondsToLive = 0;
    Bytes item;
};
struct DeleteAddress {
    wire::AddressId address;
    OwnerSecret owner;
};
/// Asks what has to be done for one of its invitations.
struct AskAddress {
    wire::AddressId address;
};
struct TakeFromAddress {
    wire::AddressId address;
    wire::BlobToken token;
    wire::WorkTicket ticket;
    std::uint64_t nonce = 0;
};
/// Of a queue that was given to attach() in this role. A sender's makes the parcel if there is none; the answer carries
/// a bit for every chunk that is there.
struct OpenParcel {
    QueueId queue;
    wire::QueueRole role = wire::QueueRole::Sender;
    wire::ParcelId parcel;
    std::uint32_t chunks = 0;  ///< of a sender; a receiver leaves it at zero
};
/// As a sender.
struct PutChunk {
    QueueId queue;
    wire::ParcelId parcel;
    std::uint32_t index = 0;
    Bytes chunk;
};
/// As a receiver; the answer carries the chunk.
struct GetChunk {
    QueueId queue;
    wire::ParcelId parcel;
    std::uint32_t index = 0;
};
struct DeleteParcel {
    QueueId queue;
    wire::QueueRole role = wire::QueueRole::Sender;
    wire::ParcelId parcel;
};
using HubRequest =
    std::variant<CreateQueue, PutEnvelope, DeleteQueue, PutBlob, TakeBlob, RevokeBlob, SetAddress, StockAddress,
                 DeleteAddress, AskAddress, TakeFromAddress, OpenParcel, PutChunk, GetChunk, DeleteParcel>;

// ---- what one hears

/// See HubSession.
enum class HubSessionState : std::uint8_t { Idle, Connecting, Online, Unreachable };
enum class HubProblem : std::uint8_t {
    None,
    NoAnswer,
    WrongKey,  ///< something answers, but not with the key of the address
};
/// The state or the problem changed, or (Online again) a new session took the place of the old one.
struct HubStateNews {
    HubSessionState state = HubSessionState::Idle;
    HubProblem problem = HubProblem::None;
};
/// The answer to a request; exactly one for each.
struct HubAnswer {
    enum class Outcome : std::uint8_t {
        Done,
        Refused,  ///< `error` says why
        Lost,     ///< not online, or the session went away before the answer: ask again when online
    };
    RequestTag tag = 0;
    Outcome outcome = Outcome::Done;
    wire::HubError error = wire::HubError::Malformed;
    Bytes blob{};                  ///< of TakeBlob, TakeFromAddress, OpenParcel and GetChunk
    wire::WorkTicket ticket{};     ///< of AskAddress
    std::uint32_t inStock = 0;     ///< of SetAddress and StockAddress
    std::uint32_t takenToday = 0;  ///< likewise
};
/// An envelope from one of our queues. It comes again with the next session until acknowledge() was called.
struct HubDelivery {
    QueueId queue;
    wire::DeliveryNumber number = 0;  ///< 0: transient, not to be acknowledged
    Bytes envelope;
};
/// A datagram that a sender of one of our queues had relayed.
struct HubRelay {
    QueueId queue;
    Bytes payload;
};
/// The hub attached the queue, or will not. Then it is asked again after a while (5 s, doubled up to 10 min; not when
/// the queue is gone), after CreateQueue for the same queue was done, and with the next session.
struct AttachmentNews {
    wire::QueueRole role = wire::QueueRole::Receiver;
    QueueId queue;
    bool attached = false;
    wire::HubError error = wire::HubError::Malformed;
};
using HubEvent = std::variant<HubStateNews, HubAnswer, HubDelivery, HubRelay, AttachmentNews>;

/// A connection that is not needed any more.
struct StreamEnd {
    Way way = Way::Tcp;
    Endpoint to;
};

struct HubOutputs {
    std::vector<OutgoingDatagram> datagrams;
    std::vector<StreamEnd> hangUps;
    std::vector<HubEvent> events;
};

/// Our side of the session with one hub (docs/protocol.md, sections 3 to 5). It says hello until it is welcomed, keeps
/// the mapping of the NAT open, notices when the hub forgot it and says hello again while the old session is kept, and
/// attaches all queues to every new session.
///
/// What keeps the mapping open is a packet that nobody answers, so that being idle costs little: a hub that forgot us
/// says so (channel unknown), one that sees us move asks us (PATH_CHALLENGE). For some minutes after anything was said,
/// and now and then later, it does ask for an answer, so that a dead way is noticed.
///
/// Where UDP brings no answer within a second it tries TCP, after two TLS as well (in the manner of RFC 8305), with the
/// same hello, or with a PATH_CHALLENGE when a session stands: a session is bound to keys and moves from way to way. On
/// a stream it asks every minute whether UDP works again, and goes back.
///
/// Sans-IO: after every call of a method that is not const, and at nextDeadline(), fetch poll().
///
/// States (state()):
///   Idle         no address is known: nothing is sent
///   Connecting   hellos go out: after 1.2 s, then with doubled waits up to 30 s
///   Online       a session stands and is believed to; after "channel unknown" a hello goes out beside it
///   Unreachable  no answer for 6 s (longer where round trips are): hellos go out, a session that stood is kept, since
///                the first packet of it, or the first welcome, ends this
class HubSession {
public:
    /// `hubKey` is the X25519 key of the hub's address; `random` must outlive the session.
    HubSession(const wire::WireKey& hubKey, RandomSource& random, Instant now);
    ~HubSession();
    HubSession(HubSession&&) noexcept;
    HubSession& operator=(HubSession&&) noexcept;

    /// Where the hub may be, in the order of preference: from a look-up, done outside. None: no network. With a
    /// `tlsPort` it is also tried by TCP at the same ports and by TLS at that one when UDP brings no answer.
    void setEndpoints(Instant now, std::vector<Endpoint> endpoints, std::uint16_t tlsPort = 0);
    /// What worked the last time in this network: tried at once, beside UDP.
    void preferWay(Way way);
    /// Our addresses changed, or the network came back: do not wait for a timer.
    void kick(Instant now);

    /// Of a restored identity: before the first attach().
    void setTenure(std::uint64_t tenure);
    /// Attaches the queue now and in every later session; nothing happens if it was given already. `secret` is the
    /// X25519 secret of the role.
    void attach(Instant now, wire::QueueRole role, const QueueId& queue, ByteView secret);
    /// Forgets the queue; what was asked of it is answered Lost.
    void detach(wire::QueueRole role, const QueueId& queue);
    [[nodiscard]] bool isAttached(wire::QueueRole role, const QueueId& queue) const;

    /// Asks the hub. Requests to a queue wait until it is attached (refused with the reason if that fails).
    void request(Instant now, HubRequest request, RequestTag tag);
    /// The envelope is on our disk: the hub may delete it.
    void acknowledge(const QueueId& queue, wire::DeliveryNumber number);
    /// Relays to the receiver of a queue that is attached as a sender; dropped in silence otherwise. At most
    /// maxRelayPayload bytes.
    void relay(const QueueId& queue, Bytes payload);

    /// After so long a silence on UDP something is sent: what the NAT before us is known to bear.
    void setKeepAlive(Duration interval);
    /// True once after the hub saw us at another address, though nothing told us that we moved: the NAT has forgotten
    /// the mapping that was kept open.
    [[nodiscard]] bool takeMappingLost();
    /// What the session costs while nobody says anything, both ways, in whole IP packets.
    [[nodiscard]] std::int64_t idleBytesPerHour() const;

    /// Speech is relayed through this session: messages leave it room.
    void setVoiceActive(bool active);

    /// A datagram that arrived. True when it was for this session and authentic (or "channel unknown").
    [[nodiscard]] bool handle(Instant now, const Endpoint& from, ByteView datagram, Way way = Way::Udp);
    /// A connection ended, or could not be made.
    void hungUp(Instant now, Way way, const Endpoint& to);
    /// What to send and what happened. Also does what nextDeadline() was for.
    [[nodiscard]] HubOutputs poll(Instant now);
    [[nodiscard]] Instant nextDeadline() const;

    /// Says good-bye; Idle from now on.
    void close(Instant now);

    [[nodiscard]] HubSessionState state() const;
    [[nodiscard]] HubProblem problem() const;
    /// Our address as the hub saw it at the last welcome; invalid before.
    [[nodiscard]] Endpoint observedAddress() const;
    /// The hub's clock minus ours, at the last welcome.
    [[nodiscard]] Duration timeOffset() const;
    /// Where the hub answers; invalid while it does not.
    [[nodiscard]] Endpoint endpoint() const;
    /// How the hub is reached, or was last.
    [[nodiscard]] Way way() const;
    /// Of the session that stands; bytes are of all sessions together, hellos included.
    [[nodiscard]] channel::Stats stats() const;

    /// Most NATs keep a mapping for 30 s at least (RFC 4787 demands 2 min, many give less): good before more is known.
    static constexpr Duration safeKeepAlive = 27s;
    /// A RELAY of so many bytes fits a datagram of wire::maxDatagram, whatever the handle: 1 type, 8 handle.
    static constexpr std::size_t maxRelayPayload = channel::Channel::maxDatagramPayload - 9;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace nightjar::link
