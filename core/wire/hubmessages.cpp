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
    AddressSet = 24,
    AddressStock = 25,
    AddressDelete = 26,
    AddressTake = 27,
    ParcelOpen = 28,
    ParcelPut = 29,
    ParcelGet = 30,
    ParcelDelete = 31,
    Ok = 32,
    Error = 33,
    Attached = 34,
    Blob = 35,
    Deliver = 36,
    Parcel = 37,
    ParcelChunk = 38,
    AddressAsk = 43,
    Stock = 44,
    Ticket = 45,
    AttachAll = 46,
    AttachedAll = 47,
    Relay = 48,
    Detached = 49,
};

constexpr std::uint8_t transientFlag = 1;

std::optional<HubRequest> readAttach(ByteReader& in) {
    AttachRequest attach;
    attach.req = in.varint();
    const auto role = in.u8();
    attach.role = static_cast<QueueRole>(role);
    attach.queue.value = in.array<16>();
    attach.mac = in.array<16>();
    attach.tenure = in.varint();
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

std::optional<HubRequest> readAck(ByteReader& in) {
    AckRequest ack;
    do {
        ack.deliveries.push_back({in.varint(), in.varint()});
    } while (in.ok() && in.remaining() > 0 && ack.deliveries.size() < maxBatch);
    return ack;
}

std::optional<HubRequest> readAttachAll(ByteReader& in) {
    AttachAllRequest all;
    all.req = in.varint();
    do {
        const auto role = in.u8();
        if (role != 1 && role != 2) {
            return std::nullopt;
        }
        all.entries.push_back({static_cast<QueueRole>(role), {in.array<16>()}, in.array<16>(), in.varint()});
    } while (in.ok() && in.remaining() > 0 && all.entries.size() < maxBatch);
    return all;
}

std::optional<HubError> readError(ByteReader& in) {
    const auto code = in.u8();
    const bool known = code >= static_cast<std::uint8_t>(HubError::Malformed) &&
                       code <= static_cast<std::uint8_t>(HubError::Superseded);
    return known ? std::optional(static_cast<HubError>(code)) : std::nullopt;
}

void writeTicket(ByteWriter& out, const WorkTicket& ticket) {
    out.u32(ticket.issued);
    out.u8(ticket.bits);
    out.bytes(ticket.seed);
}

std::optional<WorkTicket> readTicket(ByteReader& in) {
    const WorkTicket ticket{in.u32(), in.u8(), in.array<16>()};
    return ticket.bits <= maxWorkBits ? std::optional(ticket) : std::nullopt;
}

std::optional<HubRequest> readAddressSet(ByteReader& in) {
    AddressSetRequest set{in.varint(), {in.array<16>()}, in.array<32>(), in.array<16>(), {}};
    const auto perHour = in.varint();
    const auto perDay = in.varint();
    set.rules.bits = in.u8();
    if (perHour == 0 || perHour > maxAddressPerHour || perDay == 0 || perDay > maxAddressPerDay ||
        set.rules.bits > maxWorkBits) {
        return std::nullopt;
    }
    set.rules.perHour = static_cast<std::uint32_t>(perHour);
    set.rules.perDay = static_cast<std::uint32_t>(perDay);
    return set;
}

std::optional<HubRequest> readAddressTake(ByteReader& in) {
    AddressTakeRequest take{in.varint(), {in.array<16>()}, {in.array<16>()}, {}, 0};
    const auto ticket = readTicket(in);
    take.nonce = in.u64();
    if (!ticket) {
        return std::nullopt;
    }
    take.ticket = *ticket;
    return take;
}

std::optional<HubReply> readStock(ByteReader& in) {
    const auto req = in.varint();
    const auto inStock = in.varint();
    const auto takenToday = in.varint();
    constexpr std::uint64_t most = 0xffffffff;
    return inStock <= most && takenToday <= most
               ? std::optional<HubReply>(
                     StockReply{req, static_cast<std::uint32_t>(inStock), static_cast<std::uint32_t>(takenToday)})
               : std::nullopt;
}

std::optional<HubReply> readAttachedAll(ByteReader& in) {
    AttachedAllReply all;
    all.req = in.varint();
    do {
        AttachedAllReply::Entry entry{in.varint(), HubError::Malformed};
        if (entry.handle == 0) {
            const auto error = readError(in);
            if (!error) {
                return std::nullopt;
            }
            entry.error = *error;
        }
        all.entries.push_back(entry);
    } while (in.ok() && in.remaining() > 0 && all.entries.size() < maxBatch);
    return all;
}

/// Nothing for a number no chunk of a parcel can have.
std::optional<std::uint32_t> readChunkNumber(ByteReader& in, std::uint32_t most) {
    const auto number = in.varint();
    return number <= most ? std::optional(static_cast<std::uint32_t>(number)) : std::nullopt;
}

std::optional<HubRequest> readParcelOpen(ByteReader& in) {
    ParcelOpenRequest open{in.varint(), in.varint(), {in.array<16>()}, 0};
    const auto chunks = readChunkNumber(in, maxParcelChunks);
    open.chunks = chunks.value_or(0);
    return chunks ? std::optional<HubRequest>(open) : std::nullopt;
}

std::optional<HubRequest> readParcelPut(ByteReader& in) {
    ParcelPutRequest put{in.varint(), in.varint(), {in.array<16>()}, 0, {}};
    const auto index = readChunkNumber(in, maxParcelChunks - 1);
    put.index = index.value_or(0);
    put.chunk = in.rest();
    return index && !put.chunk.empty() ? std::optional<HubRequest>(put) : std::nullopt;
}

std::optional<HubRequest> readParcelGet(ByteReader& in) {
    ParcelGetRequest get{in.varint(), in.varint(), {in.array<16>()}, 0};
    const auto index = readChunkNumber(in, maxParcelChunks - 1);
    get.index = index.value_or(0);
    return index ? std::optional<HubRequest>(get) : std::nullopt;
}

std::optional<HubReply> readParcel(ByteReader& in) {
    ParcelReply parcel{in.varint(), 0, {}};
    const auto chunks = readChunkNumber(in, maxParcelChunks);
    parcel.chunks = chunks.value_or(0);
    parcel.have = in.rest();
    const bool fits = chunks && *chunks > 0 && parcel.have.size() == (*chunks + 7) / 8;
    // Bits beyond the last chunk have to be clear: there is one way to say a thing.
    return fits && (*chunks % 8 == 0 || parcel.have.back() >> (*chunks % 8) == 0) ? std::optional<HubReply>(parcel)
                                                                                  : std::nullopt;
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
            return readAck(in);
        case Delete:
            return DeleteRequest{in.varint(), in.varint()};
        case BlobPut:
            return BlobPutRequest{in.varint(), {in.array<16>()}, in.array<32>(), in.u32(), in.sized(in.remaining())};
        case BlobTake:
            return BlobTakeRequest{in.varint(), {in.array<16>()}, {in.array<16>()}};
        case BlobRevoke:
            return BlobRevokeRequest{in.varint(), {in.array<16>()}, in.array<16>()};
        case AddressSet:
            return readAddressSet(in);
        case AddressStock:
            return AddressStockRequest{
                in.varint(), {in.array<16>()}, in.array<16>(), in.u32(), in.sized(in.remaining())};
        case AddressDelete:
            return AddressDeleteRequest{in.varint(), {in.array<16>()}, in.array<16>()};
        case AddressTake:
            return readAddressTake(in);
        case AddressAsk:
            return AddressAskRequest{in.varint(), {in.array<16>()}};
        case AttachAll:
            return readAttachAll(in);
        case ParcelOpen:
            return readParcelOpen(in);
        case ParcelPut:
            return readParcelPut(in);
        case ParcelGet:
            return readParcelGet(in);
        case ParcelDelete:
            return ParcelDeleteRequest{in.varint(), in.varint(), {in.array<16>()}};
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
            const auto code = readError(in);
            return code ? std::optional<HubReply>(ErrorReply{req, *code}) : std::nullopt;
        }
        case Attached:
            return AttachedReply{in.varint(), in.varint()};
        case Blob:
            return BlobReply{in.varint(), in.sized(maxBlobSize)};
        case Deliver:
            return DeliverMessage{in.varint(), in.varint(), in.rest()};
        case Stock:
            return readStock(in);
        case Ticket: {
            const auto req = in.varint();
            const auto ticket = readTicket(in);
            return ticket ? std::optional<HubReply>(TicketReply{req, *ticket}) : std::nullopt;
        }
        case AttachedAll:
            return readAttachedAll(in);
        case Parcel:
            return readParcel(in);
        case ParcelChunk:
            return ParcelChunkReply{in.varint(), in.rest()};
        case Detached:
            return DetachedMessage{in.varint()};
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
                       out.varint(attach.tenure);
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
                       for (const auto& [handle, number] : ack.deliveries) {
                           out.varint(handle);
                           out.varint(number);
                       }
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
                   [&](const AddressSetRequest& set) {
                       out.u8(AddressSet);
                       out.varint(set.req);
                       out.bytes(set.address.value);
                       out.bytes(set.owner);
                       out.bytes(set.mac);
                       out.varint(set.rules.perHour);
                       out.varint(set.rules.perDay);
                       out.u8(set.rules.bits);
                   },
                   [&](const AddressStockRequest& stock) {
                       out.u8(AddressStock);
                       out.varint(stock.req);
                       out.bytes(stock.address.value);
                       out.bytes(stock.mac);
                       out.u32(stock.secondsToLive);
                       out.sized(stock.item);
                   },
                   [&](const AddressDeleteRequest& del) {
                       out.u8(AddressDelete);
                       out.varint(del.req);
                       out.bytes(del.address.value);
                       out.bytes(del.mac);
                   },
                   [&](const AddressTakeRequest& take) {
                       out.u8(AddressTake);
                       out.varint(take.req);
                       out.bytes(take.address.value);
                       out.bytes(take.token.value);
                       writeTicket(out, take.ticket);
                       out.u64(take.nonce);
                   },
                   [&](const AddressAskRequest& ask) {
                       out.u8(AddressAsk);
                       out.varint(ask.req);
                       out.bytes(ask.address.value);
                   },
                   [&](const AttachAllRequest& all) {
                       out.u8(AttachAll);
                       out.varint(all.req);
                       for (const auto& entry : all.entries) {
                           out.u8(static_cast<std::uint8_t>(entry.role));
                           out.bytes(entry.queue.value);
                           out.bytes(entry.mac);
                           out.varint(entry.tenure);
                       }
                   },
                   [&](const ParcelOpenRequest& open) {
                       out.u8(ParcelOpen);
                       out.varint(open.req);
                       out.varint(open.handle);
                       out.bytes(open.parcel.value);
                       out.varint(open.chunks);
                   },
                   [&](const ParcelPutRequest& put) {
                       out.u8(ParcelPut);
                       out.varint(put.req);
                       out.varint(put.handle);
                       out.bytes(put.parcel.value);
                       out.varint(put.index);
                       out.bytes(put.chunk);
                   },
                   [&](const ParcelGetRequest& get) {
                       out.u8(ParcelGet);
                       out.varint(get.req);
                       out.varint(get.handle);
                       out.bytes(get.parcel.value);
                       out.varint(get.index);
                   },
                   [&](const ParcelDeleteRequest& del) {
                       out.u8(ParcelDelete);
                       out.varint(del.req);
                       out.varint(del.handle);
                       out.bytes(del.parcel.value);
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
    const bool hasNumber =
        (type >= Create && type <= ParcelDelete && type != Ack) || type == AddressAsk || type == AttachAll;
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
                   [&](const DetachedMessage& detached) {
                       out.u8(Detached);
                       out.varint(detached.handle);
                   },
                   [&](const StockReply& stock) {
                       out.u8(Stock);
                       out.varint(stock.req);
                       out.varint(stock.inStock);
                       out.varint(stock.takenToday);
                   },
                   [&](const TicketReply& ticket) {
                       out.u8(Ticket);
                       out.varint(ticket.req);
                       writeTicket(out, ticket.ticket);
                   },
                   [&](const AttachedAllReply& all) {
                       out.u8(AttachedAll);
                       out.varint(all.req);
                       for (const auto& entry : all.entries) {
                           out.varint(entry.handle);
                           if (entry.handle == 0) {
                               out.u8(static_cast<std::uint8_t>(entry.error));
                           }
                       }
                   },
                   [&](const ParcelReply& parcel) {
                       out.u8(Parcel);
                       out.varint(parcel.req);
                       out.varint(parcel.chunks);
                       out.bytes(parcel.have);
                   },
                   [&](const ParcelChunkReply& chunk) {
                       out.u8(ParcelChunk);
                       out.varint(chunk.req);
                       out.bytes(chunk.chunk);
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
