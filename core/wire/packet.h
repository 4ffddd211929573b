// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/endpoint.h"
#include "base/ids.h"
#include "base/instant.h"

namespace nightjar::wire {

// Everything that is not encrypted on the one socket: docs/protocol.md, sections 2 to 4.

/// What a datagram is, by its first byte alone (section 2).
enum class DatagramKind : std::uint8_t {
    Unknown,  ///< dropped without an answer
    Stun,
    Discovery,
    Voice,
    HubHello,
    HubWelcome,
    ChannelPacket,
    ChannelUnknown,
    HubCookie,
    PortProbe,
};
[[nodiscard]] DatagramKind kindOf(ByteView datagram);

/// Names a channel at the end that chose it. Drawn at random; means nothing elsewhere.
using ChannelId = StrongId<struct ChannelTag, 3>;

/// Largest datagram that is sent: below the IPv6 minimum MTU of 1,280 with IP and UDP headers and some tunnels.
inline constexpr std::size_t maxDatagram = 1200;
/// The same on links of class gprs and edge: 576 (RFC 791) less 28 bytes of IPv4 and UDP headers.
inline constexpr std::size_t maxDatagramSlow = 548;
/// The longest packet between two peers, on a path that was shown to pass it whole: a chunk of a file and what is
/// around it.
inline constexpr std::size_t maxDatagramProven = 16'512;
/// Largest datagram that a hub reads at all, and that streams carry. What is longer cannot be for one.
inline constexpr std::size_t maxDatagramRead = 1500;

/// All of a datagram that only opens a mapping, or looks for one (section 9): the cheapest there is.
inline constexpr ByteArray<1> portProbe{198};

// -- Hub session, section 3

inline constexpr std::uint8_t protocolVersion = 1;
/// Noise prologue of a hub session.
inline constexpr std::string_view hubPrologue = "NJ1 hub";
/// Every hello has this size: more than any welcome, so that a hub amplifies nothing.
inline constexpr std::size_t hubHelloSize = 320;
/// Zeros in Noise message 1: the hello less its 5 header bytes and the 96 bytes that message 1 adds.
inline constexpr std::size_t hubHelloPayloadSize = hubHelloSize - 5 - 96;
/// How long a client has for its first authentic packet.
inline constexpr Duration hubHalfOpenLife = 30s;

struct HubHello {
    ChannelId client;
    ByteView noise;  ///< Noise message 1; a view into the datagram
};
/// `noise` is message 1 over hubHelloPayloadSize zeros.
[[nodiscard]] Bytes encodeHubHello(const ChannelId& client, ByteView noise);
/// Nothing unless size, type and version are right.
[[nodiscard]] std::optional<HubHello> decodeHubHello(ByteView datagram);

/// A hello that carries the MAC of a cookie.
inline constexpr std::size_t hubHelloMacSize = 16;
inline constexpr std::size_t hubProvenHelloSize = hubHelloSize + hubHelloMacSize;
struct ProvenHello {
    ByteView hello;  ///< as one without a MAC; both are views into the datagram
    ByteView mac;
};
/// Nothing unless it has that size; what is in it is looked at by decodeHubHello().
[[nodiscard]] std::optional<ProvenHello> splitProvenHello(ByteView datagram);

/// What a hub under load answers to a hello.
struct HubCookieMessage {
    ChannelId client;
    ByteArray<24> nonce{};
    ByteView sealed;  ///< crypto::sealHubCookie(), 32 bytes; a view
};
inline constexpr std::size_t hubCookieSize = 1 + 3 + 24 + 32;
[[nodiscard]] Bytes encodeHubCookie(const HubCookieMessage& message);
[[nodiscard]] std::optional<HubCookieMessage> decodeHubCookie(ByteView datagram);

struct HubWelcome {
    ChannelId client;
    ByteView noise;  ///< Noise message 2; a view into the datagram
};
[[nodiscard]] Bytes encodeHubWelcome(const ChannelId& client, ByteView noise);
[[nodiscard]] std::optional<HubWelcome> decodeHubWelcome(ByteView datagram);

/// The payload of Noise message 2.
struct WelcomePayload {
    ChannelId hub;
    Endpoint observed;  ///< where the hello came from
    Instant time;       ///< the hub's clock, whole milliseconds
};
[[nodiscard]] Bytes encodeWelcomePayload(const WelcomePayload& payload);
[[nodiscard]] std::optional<WelcomePayload> decodeWelcomePayload(ByteView payload);

// -- Channel packets, section 4

/// Type 1, receiver's channel id 3, low bits of the packet number 2: the associated data of the packet.
inline constexpr std::size_t channelHeaderSize = 6;
inline constexpr std::size_t channelTagSize = 16;
/// What header and tag leave of a datagram for frames.
inline constexpr std::size_t channelOverhead = channelHeaderSize + channelTagSize;

struct ChannelHeader {
    ChannelId to;
    std::uint16_t numberLow = 0;
};
[[nodiscard]] ByteArray<channelHeaderSize> encodeChannelHeader(const ChannelId& to, std::uint64_t packetNumber);
/// Nothing unless it is a channel packet with room for a tag and at least one byte of frames.
[[nodiscard]] std::optional<ChannelHeader> decodeChannelHeader(ByteView datagram);
/// RFC 9000 appendix A.3 for 16 bits: the number nearest to the one after `largest` (nothing: none received yet).
[[nodiscard]] std::uint64_t recoverPacketNumber(std::optional<std::uint64_t> largest, std::uint16_t low);

inline constexpr std::size_t channelUnknownSize = 4;
[[nodiscard]] ByteArray<channelUnknownSize> encodeChannelUnknown(const ChannelId& id);
/// The id that the hub does not know.
[[nodiscard]] std::optional<ChannelId> decodeChannelUnknown(ByteView datagram);

}  // namespace nightjar::wire

template <>
struct std::hash<nightjar::wire::ChannelId> {
    std::size_t operator()(const nightjar::wire::ChannelId& id) const noexcept {
        return static_cast<std::size_t>(id.value[0]) << 16 | static_cast<std::size_t>(id.value[1]) << 8 | id.value[2];
    }
};
