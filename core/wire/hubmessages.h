// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <variant>

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

/// What a party may do with a queue.
enum class QueueRole : std::uint8_t { Receiver = 1, Sender = 2 };

enum class HubError : std::uint8_t {
    Malformed = 1,
    UnknownQueue = 2,
    NotAuthorised = 3,
    Full = 4,
    Gone = 5,    ///< deleted by its receiver
    Absent = 6,  ///< transient, and no receiver is attached
    TooLarge = 7,
    BlobUnknown = 8,
    BlobUsed = 9,
    BlobExpired = 10,
    LimitReached = 11,
    KeyConflict = 12,
    TryLater = 13,
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
};
struct PutRequest {
    std::uint64_t req = 0;
    QueueHandle handle = 0;
    bool transient = false;
    ByteView envelope;
};
struct AckRequest {
    QueueHandle handle = 0;
    DeliveryNumber number = 0;
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
using HubRequest = std::variant<CreateRequest, AttachRequest, PutRequest, AckRequest, DeleteRequest, BlobPutRequest,
                                BlobTakeRequest, BlobRevokeRequest>;

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
using HubReply = std::variant<OkReply, ErrorReply, AttachedReply, BlobReply, DeliverMessage>;

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
