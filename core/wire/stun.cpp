// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/stun.h"

#include <algorithm>

#include "base/buffer.h"
#include "wire/stunanswers.h"
#include "wire/stunformat.h"

namespace nightjar::wire {

namespace {

using namespace stun;

bool isUnderstood(std::uint16_t type) {
    switch (type) {
        case MappedAddress:
        case ChangeRequest:
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
        case ResponsePort:
            return true;
        default:
            return type >= firstOptional;
    }
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

/// The simple ones; true also for those that say nothing to us. False: malformed.
bool readValue(std::uint16_t attribute, ByteView value, StunMessage& message) {
    ByteReader in(value);
    switch (attribute) {
        case ErrorCode:
            message.errorCode = readErrorCode(value);
            return message.errorCode.has_value();
        case ChangeRequest: {
            const auto bits = in.u32();
            message.change = {(bits & changeAddressBit) != 0, (bits & changePortBit) != 0};
            return in.complete();
        }
        case ResponsePort:
            // RFC 5780 section 7.5 has two bytes of value and two of padding; some count these as value.
            message.responsePort = in.u16();
            return in.ok() && in.remaining() <= 2 && *message.responsePort != 0;
        case OtherAddress:
            message.other = readAddress(value, {});
            return message.other.has_value();
        case ResponseOrigin:
            message.origin = readAddress(value, {});
            return message.origin.has_value();
        default:
            return true;
    }
}

}  // namespace

Bytes encodeBindingRequest(const StunTransaction& transaction, StunChange change, std::uint16_t responsePort) {
    constexpr std::size_t attributes = stunAnswerSizeV6 - stunHeaderSize;
    constexpr std::size_t wishSize = attributeHeaderSize + 4;
    const bool changes = change.address || change.port;
    ByteWriter out;
    writeHeader(out, bindingMethod, attributes, transaction);
    if (changes) {
        out.u16(ChangeRequest);
        out.u16(4);
        out.u32((change.address ? changeAddressBit : 0) | (change.port ? changePortBit : 0));
    }
    if (responsePort != 0) {
        out.u16(ResponsePort);
        out.u16(2);
        out.u16(responsePort);
        out.u16(0);  // attributes end at multiples of four
    }
    const std::size_t padding =
        attributes - attributeHeaderSize - (changes ? wishSize : 0) - (responsePort != 0 ? wishSize : 0);
    out.u16(Padding);
    out.u16(static_cast<std::uint16_t>(padding));
    out.bytes(ByteView(ByteArray<attributes>{}).first(padding));
    return out.take();
}

Bytes encodeBindingSuccess(const StunTransaction& transaction, const Endpoint& mapped) {
    return encodeBindingAnswer({transaction, mapped, {}, {}, false}, stunAnswerSizeV6).value();
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
        const auto before = datagram.first(datagram.size() - in.remaining());
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
        } else if (attribute == Fingerprint) {
            message.fingerprint = in.remaining() == 0 && size == 4 && ByteReader(value).u32() == fingerprintOf(before);
            if (!message.fingerprint) {
                return std::nullopt;
            }
        } else if (!isUnderstood(attribute)) {
            if (message.unknownRequired.size() < stunMaxUnknown) {
                message.unknownRequired.push_back(attribute);
            }
        } else if (!readValue(attribute, value, message)) {
            return std::nullopt;
        }
    }
    return message;
}

}  // namespace nightjar::wire
