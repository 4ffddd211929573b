// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/stun.h"

#include <algorithm>

#include "base/buffer.h"

namespace nightjar::wire {

namespace {

constexpr std::uint32_t magicCookie = 0x2112a442;
constexpr std::uint16_t bindingMethod = 0x0001;
/// C1 and C0 stand apart in the type (RFC 8489 figure 3).
constexpr std::uint16_t classBit1 = 0x0100;
constexpr std::uint16_t classBit0 = 0x0010;

enum Attribute : std::uint16_t {
    MappedAddress = 0x0001,
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000a,
    Realm = 0x0014,
    Nonce = 0x0015,
    MessageIntegritySha256 = 0x001c,
    PasswordAlgorithm = 0x001d,
    Userhash = 0x001e,
    XorMappedAddress = 0x0020,
    Priority = 0x0024,
    UseCandidate = 0x0025,
    Padding = 0x0026,
};
constexpr std::uint16_t firstOptional = 0x8000;

constexpr std::uint8_t familyV4 = 1;
constexpr std::uint8_t familyV6 = 2;

bool isUnderstood(std::uint16_t type) {
    switch (type) {
        case MappedAddress:
        case Username:
        case MessageIntegrity:
        case ErrorCode:
        case UnknownAttributes:
        case Realm:
        case Nonce:
        case MessageIntegritySha256:
        case PasswordAlgorithm:
        case Userhash:
        case XorMappedAddress:
        case Priority:
        case UseCandidate:
        case Padding:
            return true;
        default:
            return type >= firstOptional;
    }
}

void writeHeader(ByteWriter& out, std::uint16_t type, std::size_t length, const StunTransaction& transaction) {
    out.u16(type);
    out.u16(static_cast<std::uint16_t>(length));
    out.u32(magicCookie);
    out.bytes(transaction.value);
}

/// The mask of XOR-MAPPED-ADDRESS: cookie, then transaction (RFC 8489 section 14.2).
ByteArray<16> addressMask(const StunTransaction& transaction) {
    ByteArray<16> mask{0x21, 0x12, 0xa4, 0x42};
    std::copy(transaction.value.begin(), transaction.value.end(), mask.begin() + 4);
    return mask;
}

std::optional<Endpoint> readAddress(ByteView value, const ByteArray<16>& mask) {
    ByteReader in(value);
    (void)in.u8();
    const auto family = in.u8();
    const auto port = static_cast<std::uint16_t>(in.u16() ^ (mask[0] << 8 | mask[1]));
    auto raw = toBytes(in.rest());
    if (raw.size() != (family == familyV4 ? 4u : family == familyV6 ? 16u : 0u) || raw.empty() || port == 0) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < raw.size(); ++i) {
        raw[i] ^= mask[i];
    }
    return Endpoint(raw, port);
}

std::optional<int> readErrorCode(ByteView value) {
    ByteReader in(value);
    (void)in.u16();
    const int hundreds = in.u8() & 7;
    const int number = in.u8();
    const bool valid = in.ok() && hundreds >= 3 && hundreds <= 6 && number < 100;
    return valid ? std::optional(hundreds * 100 + number) : std::nullopt;
}

}  // namespace

Bytes encodeBindingRequest(const StunTransaction& transaction) {
    constexpr std::size_t padding = stunAnswerSizeV6 - stunHeaderSize - 4;
    ByteWriter out;
    writeHeader(out, bindingMethod, 4 + padding, transaction);
    out.u16(Padding);
    out.u16(padding);
    out.bytes(ByteArray<padding>{});
    return out.take();
}

Bytes encodeBindingSuccess(const StunTransaction& transaction, const Endpoint& mapped) {
    const auto mask = addressMask(transaction);
    const auto address = mapped.address();
    ByteWriter out;
    writeHeader(out, bindingMethod | classBit1, 8 + address.size(), transaction);
    out.u16(XorMappedAddress);
    out.u16(static_cast<std::uint16_t>(4 + address.size()));
    out.u8(0);
    out.u8(mapped.isV4() ? familyV4 : familyV6);
    out.u16(static_cast<std::uint16_t>(mapped.port() ^ (magicCookie >> 16)));
    for (std::size_t i = 0; i < address.size(); ++i) {
        out.u8(address[i] ^ mask[i]);
    }
    return out.take();
}

std::optional<StunMessage> decodeStun(ByteView datagram) {
    ByteReader in(datagram);
    const auto type = in.u16();
    const auto length = in.u16();
    if ((type & ~(classBit1 | classBit0)) != bindingMethod || in.u32() != magicCookie) {
        return std::nullopt;
    }
    StunMessage message;
    message.kind = static_cast<StunClass>(((type & classBit1) != 0 ? 2 : 0) | ((type & classBit0) != 0 ? 1 : 0));
    message.transaction.value = in.array<12>();
    if (!in.ok() || length % 4 != 0 || length != in.remaining()) {
        return std::nullopt;
    }
    bool hasXorMapped = false;
    while (in.remaining() > 0) {
        const auto attribute = in.u16();
        const std::size_t size = in.u16();
        const auto value = in.bytes(size);
        (void)in.bytes((4 - size % 4) % 4);
        if (!in.ok()) {
            return std::nullopt;
        }
        if (attribute == XorMappedAddress || (attribute == MappedAddress && !hasXorMapped)) {
            const bool masked = attribute == XorMappedAddress;
            message.mapped = readAddress(value, masked ? addressMask(message.transaction) : ByteArray<16>{});
            hasXorMapped = hasXorMapped || masked;
            if (!message.mapped) {
                return std::nullopt;
            }
        } else if (attribute == ErrorCode) {
            message.errorCode = readErrorCode(value);
            if (!message.errorCode) {
                return std::nullopt;
            }
        } else if (!isUnderstood(attribute) && message.unknownRequired.size() < stunMaxUnknown) {
            message.unknownRequired.push_back(attribute);
        }
    }
    return message;
}

}  // namespace nightjar::wire
