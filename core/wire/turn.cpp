// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/turn.h"

#include <algorithm>

namespace nightjar::wire {

namespace {

constexpr std::uint32_t magicCookie = 0x2112a442;
constexpr ByteArray<4> cookieBytes{0x21, 0x12, 0xa4, 0x42};
constexpr std::size_t attributeHeaderSize = 4;
constexpr std::size_t sha1Size = 20;
/// RFC 8489 section 14.6: may be cut, in steps of 4.
constexpr std::size_t sha256MostSize = 32;
constexpr std::size_t sha256LeastSize = 16;
constexpr std::size_t maxRelayed = 2;

enum Attribute : std::uint16_t {
    MappedAddress = 0x0001,
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000a,
    ChannelNumber = 0x000c,
    Lifetime = 0x000d,
    XorPeerAddress = 0x0012,
    Data = 0x0013,
    Realm = 0x0014,
    Nonce = 0x0015,
    XorRelayedAddress = 0x0016,
    RequestedAddressFamily = 0x0017,
    EvenPort = 0x0018,
    RequestedTransport = 0x0019,
    DontFragment = 0x001a,
    MessageIntegritySha256 = 0x001c,
    PasswordAlgorithm = 0x001d,
    UserHash = 0x001e,
    XorMappedAddress = 0x0020,
    ReservationToken = 0x0022,
    AdditionalAddressFamily = 0x8000,
    AdditionalAddressFamilyOfDrafts = 0x8032,  ///< coturn 4.6 knows this number alone
    PasswordAlgorithms = 0x8002,
    AlternateServer = 0x8023,
    Fingerprint = 0x8028,
};
constexpr std::uint16_t firstOptional = 0x8000;

constexpr std::uint8_t familyV4 = 1;
constexpr std::uint8_t familyV6 = 2;

/// Method and class share 14 bits (RFC 8489 figure 3).
std::uint16_t typeOf(TurnMethod method, StunClass kind) {
    const auto m = static_cast<unsigned>(method);
    const auto c = static_cast<unsigned>(kind);
    return static_cast<std::uint16_t>((m & 0x000f) | (m & 0x0070) << 1 | (m & 0x0f80) << 2 | (c & 1) << 4 |
                                      (c & 2) << 7);
}

std::optional<TurnMethod> methodOf(std::uint16_t type) {
    const auto number = static_cast<std::uint16_t>((type & 0x000f) | (type & 0x00e0) >> 1 | (type & 0x3e00) >> 2);
    for (const auto method : {TurnMethod::Binding, TurnMethod::Allocate, TurnMethod::Refresh, TurnMethod::Send,
                              TurnMethod::Data, TurnMethod::CreatePermission, TurnMethod::ChannelBind}) {
        if (number == static_cast<std::uint16_t>(method)) {
            return method;
        }
    }
    return std::nullopt;
}

ByteArray<16> maskOf(const StunTransaction& transaction) {
    ByteArray<16> mask{};
    std::copy(cookieBytes.begin(), cookieBytes.end(), mask.begin());
    std::copy(transaction.value.begin(), transaction.value.end(), mask.begin() + 4);
    return mask;
}

std::optional<Endpoint> readAddress(ByteView value, const ByteArray<16>& mask) {
    ByteReader in(value);
    (void)in.u8();
    const auto family = in.u8();
    const auto port = static_cast<std::uint16_t>(in.u16() ^ (mask[0] << 8 | mask[1]));
    auto raw = toBytes(in.rest());
    if (raw.empty() || raw.size() != (family == familyV4 ? 4u : family == familyV6 ? 16u : 0u) || port == 0) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < raw.size(); ++i) {
        raw[i] ^= mask[i];
    }
    return Endpoint(raw, port);
}

std::optional<int> readError(ByteView value) {
    ByteReader in(value);
    (void)in.u16();
    const int hundreds = in.u8() & 7;
    const int number = in.u8();
    const bool valid = in.ok() && hundreds >= 3 && hundreds <= 6 && number < 100;
    return valid ? std::optional(hundreds * 100 + number) : std::nullopt;
}

/// Everything before an attribute at `at` of `size` bytes, with the length in the header as if the message ended with
/// it.
Bytes integrityInput(ByteView datagram, std::size_t at, std::size_t size) {
    auto out = toBytes(datagram.first(at));
    const auto length = at + attributeHeaderSize + size - stunHeaderSize;
    out[2] = static_cast<std::uint8_t>(length >> 8);
    out[3] = static_cast<std::uint8_t>(length);
    return out;
}

/// Reads one attribute; false when its value is not what it has to be.
bool readAttribute(TurnMessage& message, std::uint16_t type, ByteView value, const ByteArray<16>& mask) {
    const auto text = [&](std::optional<std::string>& out) {
        if (!out && value.size() <= turnMaxText) {
            out = toText(value);
        }
        return value.size() <= turnMaxText;
    };
    const auto address = [&](std::optional<Endpoint>& out, const ByteArray<16>& by) {
        const auto read = readAddress(value, by);
        out = out ? out : read;  // of several the first counts (RFC 8489 section 14)
        return read.has_value();
    };
    ByteReader in(value);
    switch (type) {
        case ErrorCode:
            message.error = readError(value);
            return message.error.has_value();
        case Realm:
            return text(message.realm);
        case Nonce:
            return text(message.nonce);
        case PasswordAlgorithms:
            message.algorithms = message.algorithms.value_or(value);
            return true;
        case Username:
        case UserHash:
            message.user = message.user.value_or(value);
            return value.size() <= turnMaxUser;
        case XorRelayedAddress: {
            // coturn tells a family that it cannot give as an address without one: the other counts.
            const auto read = readAddress(value, mask);
            if (read && message.relayed.size() < maxRelayed) {
                message.relayed.push_back(*read);
            }
            return true;
        }
        case XorMappedAddress:
            return address(message.mapped, mask);
        case XorPeerAddress:
            return address(message.peer, mask);
        case AlternateServer:
            return address(message.alternate, {});
        case Lifetime:
            message.lifetime = message.lifetime.value_or(in.u32());
            return in.complete() || value.size() == 4;
        case ChannelNumber:
            message.channel = message.channel.value_or(in.u16());
            return value.size() == 4;
        case Data:
            message.data = message.data.value_or(value);
            return true;
        case MappedAddress:
        case UnknownAttributes:
        case RequestedAddressFamily:
        case EvenPort:
        case RequestedTransport:
        case DontFragment:
        case PasswordAlgorithm:
        case ReservationToken:
            return true;
        default:
            message.hasUnknown = message.hasUnknown || type < firstOptional;
            return true;
    }
}

}  // namespace

// ---- writing

TurnWriter::TurnWriter(TurnMethod method, StunClass kind, const StunTransaction& transaction)
    : m_transaction(transaction) {
    ByteWriter out;
    out.u16(typeOf(method, kind));
    out.u16(0);
    out.u32(magicCookie);
    out.bytes(transaction.value);
    m_out = out.take();
}

void TurnWriter::attribute(std::uint16_t type, ByteView value) {
    ByteWriter out;
    out.u16(type);
    out.u16(static_cast<std::uint16_t>(value.size()));
    out.bytes(value);
    append(m_out, out.view());
    m_out.resize((m_out.size() + 3) / 4 * 4);
    setLength(0);
}

void TurnWriter::setLength(std::size_t more) {
    const auto length = m_out.size() + more - stunHeaderSize;
    m_out[2] = static_cast<std::uint8_t>(length >> 8);
    m_out[3] = static_cast<std::uint8_t>(length);
}

void TurnWriter::address(std::uint16_t type, const Endpoint& address, bool masked) {
    const auto mask = masked ? maskOf(m_transaction) : ByteArray<16>{};
    const auto raw = address.address();
    ByteWriter out;
    out.u8(0);
    out.u8(address.isV4() ? familyV4 : familyV6);
    out.u16(static_cast<std::uint16_t>(address.port() ^ (mask[0] << 8 | mask[1])));
    for (std::size_t i = 0; i < raw.size(); ++i) {
        out.u8(raw[i] ^ mask[i]);
    }
    attribute(type, out.view());
}

void TurnWriter::username(std::string_view user) {
    attribute(Username, asBytes(user));
}
void TurnWriter::userHash(ByteView hash) {
    attribute(UserHash, hash);
}
void TurnWriter::realm(std::string_view realm) {
    attribute(Realm, asBytes(realm));
}
void TurnWriter::nonce(std::string_view nonce) {
    attribute(Nonce, asBytes(nonce));
}
void TurnWriter::passwordAlgorithms(ByteView offered, std::uint16_t chosen) {
    attribute(PasswordAlgorithms, offered);
    attribute(PasswordAlgorithm,
              ByteArray<4>{static_cast<std::uint8_t>(chosen >> 8), static_cast<std::uint8_t>(chosen), 0, 0});
}
void TurnWriter::offerAlgorithms(ByteView algorithms) {
    attribute(PasswordAlgorithms, algorithms);
}
void TurnWriter::requestedTransport() {
    attribute(RequestedTransport, ByteArray<4>{turnTransportUdp, 0, 0, 0});
}
void TurnWriter::additionalV6() {
    attribute(AdditionalAddressFamily, ByteArray<4>{familyV6, 0, 0, 0});
    attribute(AdditionalAddressFamilyOfDrafts, ByteArray<4>{familyV6, 0, 0, 0});
}
void TurnWriter::lifetime(std::uint32_t seconds) {
    ByteWriter out;
    out.u32(seconds);
    attribute(Lifetime, out.view());
}
void TurnWriter::channelNumber(std::uint16_t channel) {
    attribute(ChannelNumber,
              ByteArray<4>{static_cast<std::uint8_t>(channel >> 8), static_cast<std::uint8_t>(channel), 0, 0});
}
void TurnWriter::peer(const Endpoint& peer) {
    address(XorPeerAddress, peer, true);
}
void TurnWriter::data(ByteView data) {
    attribute(Data, data);
}
void TurnWriter::relayed(const Endpoint& relayed) {
    address(XorRelayedAddress, relayed, true);
}
void TurnWriter::mapped(const Endpoint& mapped) {
    address(XorMappedAddress, mapped, true);
}
void TurnWriter::alternate(const Endpoint& alternate) {
    address(AlternateServer, alternate, false);
}
void TurnWriter::error(int code) {
    attribute(ErrorCode,
              ByteArray<4>{0, 0, static_cast<std::uint8_t>(code / 100), static_cast<std::uint8_t>(code % 100)});
}

void TurnWriter::integrity(bool sha256, const StunMac& mac) {
    setLength(attributeHeaderSize + (sha256 ? sha256MostSize : sha1Size));
    const auto value = mac(m_out);
    attribute(sha256 ? MessageIntegritySha256 : MessageIntegrity, value);
}

Bytes TurnWriter::take() {
    return std::move(m_out);
}

// ---- reading

std::optional<TurnMessage> decodeTurn(ByteView datagram) {
    ByteReader in(datagram);
    const auto type = in.u16();
    const auto length = in.u16();
    const auto method = methodOf(type);
    if (in.u32() != magicCookie || (type & 0xc000) != 0 || !method) {
        return std::nullopt;
    }
    TurnMessage message;
    message.method = *method;
    message.kind = static_cast<StunClass>((type >> 4 & 1) | (type >> 7 & 2));
    message.transaction.value = in.array<StunTransaction::length>();
    if (!in.ok() || length % 4 != 0 || length != in.remaining()) {
        return std::nullopt;
    }
    const auto mask = maskOf(message.transaction);
    while (in.remaining() > 0) {
        const auto at = datagram.size() - in.remaining();
        const auto attribute = in.u16();
        const std::size_t size = in.u16();
        const auto value = in.bytes(size);
        (void)in.bytes((4 - size % 4) % 4);
        if (!in.ok()) {
            return std::nullopt;
        }
        const bool sha256 = attribute == MessageIntegritySha256;
        if (attribute == MessageIntegrity || sha256) {
            const bool sized =
                sha256 ? size >= sha256LeastSize && size <= sha256MostSize && size % 4 == 0 : size == sha1Size;
            if (!sized) {
                return std::nullopt;
            }
            if (!message.integrity || (sha256 && !message.integrity->sha256)) {
                message.integrity = TurnMessage::Integrity{sha256, integrityInput(datagram, at, size), value};
            }
        } else if (!message.integrity && attribute != Fingerprint && !readAttribute(message, attribute, value, mask)) {
            return std::nullopt;
        }
    }
    return message;
}

// ---- ChannelData

Bytes encodeChannelData(std::uint16_t channel, ByteView data, bool padded) {
    ByteWriter out;
    out.u16(channel);
    out.u16(static_cast<std::uint16_t>(data.size()));
    out.bytes(data);
    auto bytes = out.take();
    if (padded) {
        bytes.resize((bytes.size() + 3) / 4 * 4);
    }
    return bytes;
}

std::optional<TurnChannelData> decodeChannelData(ByteView datagram) {
    ByteReader in(datagram);
    const auto channel = in.u16();
    const auto size = in.u16();
    const auto data = in.bytes(size);
    const bool valid = in.ok() && channel >= turnFirstChannel && channel <= turnLastChannel && in.remaining() < 4;
    return valid ? std::optional(TurnChannelData{channel, data}) : std::nullopt;
}

}  // namespace nightjar::wire
