// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <variant>
#include <vector>

#include "base/ids.h"

namespace nightjar::wire {

// What a client asks of its hub and what it hears: docs/protocol.md, section 5. Views point into the message they were
// read from.

inline constexpr std::size_t maxBlobSize = 4096;

/// An X25519 public key.
using WireKey = ByteArray<32>;
/// An attached queue within one session and role; chosen by the hub.
using QueueHandle = std::uint64_t;
/// An envelope within its queue; chosen by the hub, ascending from 1. 0: transient, not to be acknowledged.
using DeliveryNumber = std::uint64_t;
/// A stored invitation.
using BlobId = StrongId<struct BlobTag, 16>;
/// Drawn by a client for one invitation: proves at a second try that it is the one who took the blob.
using BlobToken = StrongId<struct BlobTokenTag, 16>;

/// A public address: it hands out one-time invitations (section 12).
using AddressId = nightjar::AddressId;
/// Nonce, tag, signature and secret around the plaintext of the longest invitation.
inline constexpr std::size_t maxStockItemSize = 2'144;
/// The most bits of work that a hub asks for: a minute of a slow phone.
inline constexpr std::uint8_t maxWorkBits = 24;
/// ATTACH_ALL and ACK name at most so many at once.
inline constexpr std::size_t maxBatch = 256;
/// A file that waits at the hub for the receiver of a queue; drawn by its sender.
using ParcelId = StrongId<struct ParcelTag, 16>;
/// Chunks of the largest parcel (1 GiB): which of them are there fits one message.
inline constexpr std::uint32_t maxParcelChunks = 65'536;

/// What a party may do with a queue.
enum class QueueRole : std::uint8_t { Receiver = 1, Sender = 2 };

enum class HubError : std::uint8_t {
    Malformed = 1,
    UnknownQueue = 2,
    NotAuthorised = 3,
    Full = 4,
    Gone = 5,    ///< deleted by its receiver or owner, or unused for too long
    Absent = 6,  ///< transient, and no receiver is attached
    TooLarge = 7,
    BlobUnknown = 8,
    BlobUsed = 9,
    BlobExpired = 10,
    LimitReached = 11,
    KeyConflict = 12,
    TryLater = 13,
    UsedUp = 14,      ///< a public address that hands out nothing for now: its quota or its stock is spent
    WorkWanted = 15,  ///< the proof of work is missing, too old or too easy: ask for a new ticket
    Superseded = 16,  ///< a receiver of a later tenure has been here
};

struct CreateRequest {
    std::uint64_t req = 0;
    QueueId queue;
    WireKey receiverKey{};
    WireKey senderKey{};
};
struct AttachRequest {
    std::uint64_t req = 0;
    QueueRole role = QueueRole::Receiver;
    QueueId queue;
    ByteArray<16> mac{};
    std::uint64_t tenure = 0;  ///< of a receiver: higher after each restoring from a backup
};
struct PutRequest {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
    bool transient = false;
    ByteView envelope;
};
/// These envelopes are on the receiver's disk.
struct AckRequest {
    struct Delivery {
        QueueHandle handle = 0;
        DeliveryNumber number = 0;
    };
    std::vector<Delivery> deliveries;  ///< 1 … maxBatch
};
struct DeleteRequest {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
};
struct BlobPutRequest {
    std::uint64_t req = 0;
    BlobId blob;
    ByteArray<32> revocationHash{};
    std::uint32_t secondsToLive = 0;
    ByteView content;
};
struct BlobTakeRequest {
    std::uint64_t req = 0;
    BlobId blob;
    BlobToken token;
};
struct BlobRevokeRequest {
    std::uint64_t req = 0;
    BlobId blob;
    ByteArray<16> secret{};
};
/// How much a public address hands out, and at which price.
struct AddressRules {
    std::uint32_t perHour = 0;  ///< 1 … maxAddressPerHour
    std::uint32_t perDay = 0;   ///< 1 … maxAddressPerDay
    std::uint8_t bits = 0;      ///< of work, at rest; 0 … maxWorkBits
    bool operator==(const AddressRules&) const = default;
};
inline constexpr std::uint32_t maxAddressPerHour = 1'000;
inline constexpr std::uint32_t maxAddressPerDay = 10'000;
/// What a proof of work is made for: the hub's word, good for a quarter of an hour, at whatever session.
struct WorkTicket {
    std::uint32_t issued = 0;  ///< by the hub's clock, unix seconds, low 32 bits
    std::uint8_t bits = 0;
    ByteArray<16> seed{};
    bool operator==(const WorkTicket&) const = default;
};
/// Makes a public address, or changes its rules.
struct AddressSetRequest {
    std::uint64_t req = 0;
    AddressId address;
    WireKey owner{};
    ByteArray<16> mac{};
    AddressRules rules;
};
/// Adds a sealed invitation to its stock.
struct AddressStockRequest {
    std::uint64_t req = 0;
    AddressId address;
    ByteArray<16> mac{};
    std::uint32_t secondsToLive = 0;
    ByteView item;
};
struct AddressDeleteRequest {
    std::uint64_t req = 0;
    AddressId address;
    ByteArray<16> mac{};
};
/// Takes one of its invitations.
struct AddressTakeRequest {
    std::uint64_t req = 0;
    AddressId address;
    BlobToken token;
    WorkTicket ticket;
    std::uint64_t nonce = 0;  ///< solves the ticket for this token
};
/// Asks for a ticket.
struct AddressAskRequest {
    std::uint64_t req = 0;
    AddressId address;
};
/// Many ATTACH in one message.
struct AttachAllRequest {
    struct Entry {
        QueueRole role = QueueRole::Receiver;
        QueueId queue;
        ByteArray<16> mac{};
        std::uint64_t tenure = 0;
    };
    std::uint64_t req = 0;
    std::vector<Entry> entries;  ///< 1 … maxBatch
};
/// Says which chunks are there; a sender's makes the parcel if there is none.
struct ParcelOpenRequest {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
    ParcelId parcel;
    std::uint32_t chunks = 0;  ///< 1 … maxParcelChunks of a sender, 0 of a receiver
};
struct ParcelPutRequest {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
    ParcelId parcel;
    std::uint32_t index = 0;
    ByteView chunk;
};
struct ParcelGetRequest {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
    ParcelId parcel;
    std::uint32_t index = 0;
};
struct ParcelDeleteRequest {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
    ParcelId parcel;
};
using HubRequest = std::variant<CreateRequest, AttachRequest, PutRequest, AckRequest, DeleteRequest, BlobPutRequest,
                                BlobTakeRequest, BlobRevokeRequest, AddressSetRequest, AddressStockRequest,
                                AddressDeleteRequest, AddressTakeRequest, AddressAskRequest, AttachAllRequest,
                                ParcelOpenRequest, ParcelPutRequest, ParcelGetRequest, ParcelDeleteRequest>;

struct OkReply {
    std::uint64_t req = 0;
};
struct ErrorReply {
    std::uint64_t req = 0;
    HubError error = HubError::Malformed;
};
struct AttachedReply {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
};
struct BlobReply {
    std::uint64_t req = 0;
    ByteView content;
};
struct DeliverMessage {
    QueueHandle handle = 0;
    DeliveryNumber number = 0;
    ByteView envelope;
};
/// A receiver of a later tenure took the queue: the handle has ended.
struct DetachedMessage {
    QueueHandle handle = 0;
};
/// How a public address stands, to its owner.
struct StockReply {
    std::uint64_t req = 0;
    std::uint32_t inStock = 0;
    std::uint32_t takenToday = 0;  ///< within the last 24 hours
};
struct TicketReply {
    std::uint64_t req = 0;
    WorkTicket ticket;
};
/// The answers to an ATTACH_ALL, in its order.
struct AttachedAllReply {
    struct Entry {
        QueueHandle handle = 0;  ///< 0: `error` says why not
        HubError error = HubError::Malformed;
    };
    std::uint64_t req = 0;
    std::vector<Entry> entries;
};
struct ParcelReply {
    std::uint64_t req = 0;
    std::uint32_t chunks = 0;
    ByteView have;  ///< a bit for every chunk, the lowest of the first byte for chunk 0; the rest of the last byte is 0
};
struct ParcelChunkReply {
    std::uint64_t req = 0;
    ByteView chunk;
};
using HubReply = std::variant<OkReply, ErrorReply, AttachedReply, BlobReply, DeliverMessage, StockReply, TicketReply,
                              AttachedAllReply, ParcelReply, ParcelChunkReply, DetachedMessage>;

[[nodiscard]] Bytes encodeHubRequest(const HubRequest& request);
/// Strict about fields, lax about the sizes of envelope and blob (the hub answers those with "too large").
[[nodiscard]] std::optional<HubRequest> decodeHubRequest(ByteView message);
/// The req of a message that may be malformed further on, for the answer "malformed"; nothing if it cannot be told or
/// the type has none.
[[nodiscard]] std::optional<std::uint64_t> requestNumber(ByteView message);

[[nodiscard]] Bytes encodeHubReply(const HubReply& reply);
[[nodiscard]] std::optional<HubReply> decodeHubReply(ByteView message);

/// RELAY, in a DATAGRAM frame, in both directions.
struct RelayDatagram {
    QueueHandle handle = 0;
    ByteView payload;
};
[[nodiscard]] Bytes encodeRelay(QueueHandle handle, ByteView payload);
/// Nothing for another type or an empty payload.
[[nodiscard]] std::optional<RelayDatagram> decodeRelay(ByteView datagram);

}  // namespace nightjar::wire
