// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/hubmessages.h"

#include "base/buffer.h"
#include "base/overload.h"

namespace nightjar::wire {

namespace {

enum MessageType : std::uint8_t {
    Create = 16,
    Attach = 17,
    Put = 18,
    Ack = 19,
    Delete = 20,
    BlobPut = 21,
    BlobTake = 22,
    BlobRevoke = 23,
    Ok = 32,
    Error = 33,
    Attached = 34,
    Blob = 35,
    Deliver = 36,
    Relay = 48,
};

constexpr std::uint8_t transientFlag = 1;

std::optional<HubRequest> readAttach(ByteReader& in) {
    AttachRequest attach;
    attach.req = in.varint();
    const auto role = in.u8();
    attach.role = static_cast<QueueRole>(role);
    attach.queue.value = in.array<16>();
    attach.mac = in.array<16>();
    return role == 1 || role == 2 ? std::optional<HubRequest>(attach) : std::nullopt;
}

std::optional<HubRequest> readPut(ByteReader& in) {
    PutRequest put;
    put.req = in.varint();
    put.handle = in.varint();
    const auto flags = in.u8();
    put.transient = flags == transientFlag;
    put.envelope = in.rest();
    return flags <= transientFlag ? std::optional<HubRequest>(put) : std::nullopt;
}

// Braced initialisers are evaluated from left to right, so fields are read in the order in which they are written.
std::optional<HubRequest> readRequest(ByteReader& in) {
    switch (in.u8()) {
        case Create:
            return CreateRequest{in.varint(), {in.array<16>()}, in.array<32>(), in.array<32>()};
        case Attach:
            return readAttach(in);
        case Put:
            return readPut(in);
        case Ack:
            return AckRequest{in.varint(), in.varint()};
        case Delete:
            return DeleteRequest{in.varint(), in.varint()};
        case BlobPut:
            return BlobPutRequest{in.varint(), {in.array<16>()}, in.array<32>(), in.u32(), in.sized(in.remaining())};
        case BlobTake:
            return BlobTakeRequest{in.varint(), {in.array<16>()}, {in.array<16>()}};
        case BlobRevoke:
            return BlobRevokeRequest{in.varint(), {in.array<16>()}, in.array<16>()};
        default:
            return std::nullopt;
    }
}

std::optional<HubReply> readReply(ByteReader& in) {
    switch (in.u8()) {
        case Ok:
            return OkReply{in.varint()};
        case Error: {
            const auto req = in.varint();
            const auto code = in.u8();
            const bool known = code >= static_cast<std::uint8_t>(HubError::Malformed) &&
                               code <= static_cast<std::uint8_t>(HubError::TryLater);
            return known ? std::optional<HubReply>(ErrorReply{req, static_cast<HubError>(code)}) : std::nullopt;
        }
        case Attached:
            return AttachedReply{in.varint(), in.varint()};
        case Blob:
            return BlobReply{in.varint(), in.sized(maxBlobSize)};
        case Deliver:
            return DeliverMessage{in.varint(), in.varint(), in.rest()};
        default:
            return std::nullopt;
    }
}

}  // namespace

Bytes encodeHubRequest(const HubRequest& request) {
    ByteWriter out;
    std::visit(Overload{
                   [&](const CreateRequest& create) {
                       out.u8(Create);
                       out.varint(create.req);
                       out.bytes(create.queue.value);
                       out.bytes(create.receiverKey);
                       out.bytes(create.senderKey);
                   },
                   [&](const AttachRequest& attach) {
                       out.u8(Attach);
                       out.varint(attach.req);
                       out.u8(static_cast<std::uint8_t>(attach.role));
                       out.bytes(attach.queue.value);
                       out.bytes(attach.mac);
                   },
                   [&](const PutRequest& put) {
                       out.u8(Put);
                       out.varint(put.req);
                       out.varint(put.handle);
                       out.u8(put.transient ? transientFlag : 0);
                       out.bytes(put.envelope);
                   },
                   [&](const AckRequest& ack) {
                       out.u8(Ack);
                       out.varint(ack.handle);
                       out.varint(ack.number);
                   },
                   [&](const DeleteRequest& del) {
                       out.u8(Delete);
                       out.varint(del.req);
                       out.varint(del.handle);
                   },
                   [&](const BlobPutRequest& put) {
                       out.u8(BlobPut);
                       out.varint(put.req);
                       out.bytes(put.blob.value);
                       out.bytes(put.revocationHash);
                       out.u32(put.secondsToLive);
                       out.sized(put.content);
                   },
                   [&](const BlobTakeRequest& take) {
                       out.u8(BlobTake);
                       out.varint(take.req);
                       out.bytes(take.blob.value);
                       out.bytes(take.token.value);
                   },
                   [&](const BlobRevokeRequest& revoke) {
                       out.u8(BlobRevoke);
                       out.varint(revoke.req);
                       out.bytes(revoke.blob.value);
                       out.bytes(revoke.secret);
                   },
               },
               request);
    return out.take();
}

std::optional<HubRequest> decodeHubRequest(ByteView message) {
    ByteReader in(message);
    auto request = readRequest(in);
    return request && in.complete() ? request : std::nullopt;
}

std::optional<std::uint64_t> requestNumber(ByteView message) {
    ByteReader in(message);
    const auto type = in.u8();
    const auto req = in.varint();
    const bool hasNumber = type >= Create && type <= BlobRevoke && type != Ack;
    return in.ok() && hasNumber ? std::optional(req) : std::nullopt;
}

Bytes encodeHubReply(const HubReply& reply) {
    ByteWriter out;
    std::visit(Overload{
                   [&](const OkReply& ok) {
                       out.u8(Ok);
                       out.varint(ok.req);
                   },
                   [&](const ErrorReply& error) {
                       out.u8(Error);
                       out.varint(error.req);
                       out.u8(static_cast<std::uint8_t>(error.error));
                   },
                   [&](const AttachedReply& attached) {
                       out.u8(Attached);
                       out.varint(attached.req);
                       out.varint(attached.handle);
                   },
                   [&](const BlobReply& blob) {
                       out.u8(Blob);
                       out.varint(blob.req);
                       out.sized(blob.content);
                   },
                   [&](const DeliverMessage& deliver) {
                       out.u8(Deliver);
                       out.varint(deliver.handle);
                       out.varint(deliver.number);
                       out.bytes(deliver.envelope);
                   },
               },
               reply);
    return out.take();
}

std::optional<HubReply> decodeHubReply(ByteView message) {
    ByteReader in(message);
    auto reply = readReply(in);
    return reply && in.complete() ? reply : std::nullopt;
}

Bytes encodeRelay(QueueHandle handle, ByteView payload) {
    ByteWriter out;
    out.u8(Relay);
    out.varint(handle);
    out.bytes(payload);
    return out.take();
}

std::optional<RelayDatagram> decodeRelay(ByteView datagram) {
    ByteReader in(datagram);
    const auto type = in.u8();
    const RelayDatagram relay{in.varint(), in.rest()};
    return type == Relay && in.ok() && !relay.payload.empty() ? std::optional(relay) : std::nullopt;
}

}  // namespace nightjar::wire
