// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wire/packet.h"

#include "base/buffer.h"

namespace nightjar::wire {

namespace {

constexpr std::uint8_t lastStun = 3;
constexpr std::uint8_t discoveryByte = 'N';
constexpr std::uint8_t firstVoice = 128;
constexpr std::uint8_t lastVoice = 191;
constexpr std::uint8_t hubHelloByte = 192;
constexpr std::uint8_t hubWelcomeByte = 193;
constexpr std::uint8_t hubCookieByte = 194;
constexpr std::uint8_t channelByte = 196;
constexpr std::uint8_t channelUnknownByte = 197;

// Noise message 2 over the payload with an IPv4 and with an IPv6 address: 48 bytes more than the payload.
constexpr std::size_t noiseOverhead2 = 48;
constexpr std::size_t payloadSizeV4 = 3 + 4 + 2 + 8;
constexpr std::size_t payloadSizeV6 = 3 + 16 + 2 + 8;

}  // namespace

DatagramKind kindOf(ByteView datagram) {
    if (datagram.empty()) {
        return DatagramKind::Unknown;
    }
    const auto first = datagram[0];
    if (first <= lastStun) {
        return DatagramKind::Stun;
    }
    if (first >= firstVoice && first <= lastVoice) {
        return DatagramKind::Voice;
    }
    switch (first) {
        case discoveryByte:
            return DatagramKind::Discovery;
        case hubHelloByte:
            return DatagramKind::HubHello;
        case hubWelcomeByte:
            return DatagramKind::HubWelcome;
        case hubCookieByte:
            return DatagramKind::HubCookie;
        case channelByte:
            return DatagramKind::ChannelPacket;
        case channelUnknownByte:
            return DatagramKind::ChannelUnknown;
        case portProbe[0]:
            return datagram.size() == portProbe.size() ? DatagramKind::PortProbe : DatagramKind::Unknown;
        default:
            return DatagramKind::Unknown;
    }
}

Bytes encodeHubHello(const ChannelId& client, ByteView noise) {
    ByteWriter out;
    out.u8(hubHelloByte);
    out.u8(protocolVersion);
    out.bytes(client.value);
    out.bytes(noise);
    return out.take();
}

std::optional<HubHello> decodeHubHello(ByteView datagram) {
    ByteReader in(datagram);
    if (datagram.size() != hubHelloSize || in.u8() != hubHelloByte || in.u8() != protocolVersion) {
        return std::nullopt;
    }
    HubHello hello;
    hello.client.value = in.array<3>();
    hello.noise = in.rest();
    return hello;
}

std::optional<ProvenHello> splitProvenHello(ByteView datagram) {
    if (datagram.size() != hubProvenHelloSize) {
        return std::nullopt;
    }
    return ProvenHello{datagram.first(hubHelloSize), datagram.subspan(hubHelloSize)};
}

Bytes encodeHubCookie(const HubCookieMessage& message) {
    ByteWriter out;
    out.u8(hubCookieByte);
    out.bytes(message.client.value);
    out.bytes(message.nonce);
    out.bytes(message.sealed);
    return out.take();
}

std::optional<HubCookieMessage> decodeHubCookie(ByteView datagram) {
    ByteReader in(datagram);
    if (datagram.size() != hubCookieSize || in.u8() != hubCookieByte) {
        return std::nullopt;
    }
    HubCookieMessage message;
    message.client.value = in.array<3>();
    message.nonce = in.array<24>();
    message.sealed = in.rest();
    return message;
}

Bytes encodeHubWelcome(const ChannelId& client, ByteView noise) {
    ByteWriter out;
    out.u8(hubWelcomeByte);
    out.bytes(client.value);
    out.bytes(noise);
    return out.take();
}

std::optional<HubWelcome> decodeHubWelcome(ByteView datagram) {
    ByteReader in(datagram);
    HubWelcome welcome;
    const auto type = in.u8();
    welcome.client.value = in.array<3>();
    welcome.noise = in.rest();
    const auto size = welcome.noise.size();
    const bool sizeFits = size == noiseOverhead2 + payloadSizeV4 || size == noiseOverhead2 + payloadSizeV6;
    return type == hubWelcomeByte && sizeFits ? std::optional(welcome) : std::nullopt;
}

Bytes encodeWelcomePayload(const WelcomePayload& payload) {
    ByteWriter out;
    out.bytes(payload.hub.value);
    out.bytes(payload.observed.address());
    out.u16(payload.observed.port());
    out.u64(static_cast<std::uint64_t>(toUnixMs(payload.time)));
    return out.take();
}

std::optional<WelcomePayload> decodeWelcomePayload(ByteView payload) {
    if (payload.size() != payloadSizeV4 && payload.size() != payloadSizeV6) {
        return std::nullopt;
    }
    ByteReader in(payload);
    WelcomePayload out;
    out.hub.value = in.array<3>();
    const auto address = in.bytes(payload.size() == payloadSizeV4 ? 4 : 16);
    out.observed = Endpoint(address, in.u16());
    const auto ms = in.u64();
    // 48 bits as in a content: no clock is later, and no conversion to microseconds overflows.
    if (ms >> 48 != 0 || (address.size() == 16 && out.observed.isV4())) {
        return std::nullopt;
    }
    out.time = fromUnixMs(static_cast<std::int64_t>(ms));
    return out;
}

ByteArray<channelHeaderSize> encodeChannelHeader(const ChannelId& to, std::uint64_t packetNumber) {
    return {channelByte,
            to.value[0],
            to.value[1],
            to.value[2],
            static_cast<std::uint8_t>(packetNumber >> 8),
            static_cast<std::uint8_t>(packetNumber)};
}

std::optional<ChannelHeader> decodeChannelHeader(ByteView datagram) {
    if (datagram.size() <= channelOverhead || datagram[0] != channelByte) {
        return std::nullopt;
    }
    ByteReader in(datagram.subspan(1));
    ChannelHeader header;
    header.to.value = in.array<3>();
    header.numberLow = in.u16();
    return header;
}

std::uint64_t recoverPacketNumber(std::optional<std::uint64_t> largest, std::uint16_t low) {
    constexpr std::uint64_t window = 1u << 16;
    constexpr std::uint64_t half = window / 2;
    constexpr std::uint64_t end = std::uint64_t(1) << 62;
    const auto expected = largest ? *largest + 1 : 0;
    const auto candidate = (expected & ~(window - 1)) | low;
    if (candidate + half <= expected && candidate < end - window) {
        return candidate + window;
    }
    if (candidate > expected + half && candidate >= window) {
        return candidate - window;
    }
    return candidate;
}

ByteArray<channelUnknownSize> encodeChannelUnknown(const ChannelId& id) {
    return {channelUnknownByte, id.value[0], id.value[1], id.value[2]};
}

std::optional<ChannelId> decodeChannelUnknown(ByteView datagram) {
    if (datagram.size() != channelUnknownSize || datagram[0] != channelUnknownByte) {
        return std::nullopt;
    }
    return ChannelId::fromBytes(datagram.subspan(1));
}

}  // namespace nightjar::wire
