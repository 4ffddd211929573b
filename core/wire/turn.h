// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "wire/stun.h"

namespace nightjar::wire {

// TURN (RFC 8656) as its client needs it: requests and indications that are written attribute by attribute, answers
// that are read whole, and ChannelData.

enum class TurnMethod : std::uint16_t {
    Binding = 0x001,
    Allocate = 0x003,
    Refresh = 0x004,
    Send = 0x006,
    Data = 0x007,
    CreatePermission = 0x008,
    ChannelBind = 0x009,
};

/// UDP, the only transport that we ask for (RFC 8656 section 18.8).
inline constexpr std::uint8_t turnTransportUdp = 17;
/// The realm and the nonce may have at most 763 bytes (RFC 8489 section 14.9).
inline constexpr std::size_t turnMaxText = 763;
/// USERNAME: at most 508 bytes (RFC 8489 section 14.3).
inline constexpr std::size_t turnMaxUser = 508;
/// Numbers of channels (RFC 8656 section 12).
inline constexpr std::uint16_t turnFirstChannel = 0x4000;
inline constexpr std::uint16_t turnLastChannel = 0x4fff;
inline constexpr std::size_t turnChannelHeaderSize = 4;

/// Computes a message authentication code over what it is given.
using StunMac = std::function<Bytes(ByteView)>;

/// Writes one message.
class TurnWriter {
public:
    TurnWriter(TurnMethod method, StunClass kind, const StunTransaction& transaction);

    void username(std::string_view user);
    void userHash(ByteView hash);
    void realm(std::string_view realm);
    void nonce(std::string_view nonce);
    /// The server's PASSWORD-ALGORITHMS as they came, and which of them we chose (RFC 8489 section 9.2.5).
    void passwordAlgorithms(ByteView offered, std::uint16_t chosen);
    void requestedTransport();
    /// ADDITIONAL-ADDRESS-FAMILY: an IPv6 address beside the one of IPv4, if the server has such (RFC 8656
    /// section 18.12).
    void additionalV6();
    void lifetime(std::uint32_t seconds);
    void channelNumber(std::uint16_t channel);
    void peer(const Endpoint& peer);
    void data(ByteView data);
    // What servers say; for those of tests.
    void relayed(const Endpoint& address);
    void mapped(const Endpoint& address);
    void alternate(const Endpoint& address);
    void error(int code);
    void offerAlgorithms(ByteView algorithms);
    /// MESSAGE-INTEGRITY (SHA-1) or MESSAGE-INTEGRITY-SHA256, over everything before.
    void integrity(bool sha256, const StunMac& mac);

    [[nodiscard]] Bytes take();

private:
    void attribute(std::uint16_t type, ByteView value);
    void address(std::uint16_t type, const Endpoint& address, bool masked);
    void setLength(std::size_t more);

    StunTransaction m_transaction;
    Bytes m_out;
};

struct TurnMessage {
    TurnMethod method = TurnMethod::Binding;
    StunClass kind = StunClass::Request;
    StunTransaction transaction;
    std::optional<int> error;  ///< ERROR-CODE, 300 … 699
    std::optional<std::string> realm;
    std::optional<std::string> nonce;
    std::optional<ByteView> algorithms;  ///< PASSWORD-ALGORITHMS; a view into the datagram
    std::vector<Endpoint> relayed;       ///< XOR-RELAYED-ADDRESS, at most two
    std::optional<Endpoint> mapped;      ///< XOR-MAPPED-ADDRESS
    std::optional<Endpoint> peer;        ///< XOR-PEER-ADDRESS, the first
    std::optional<Endpoint> alternate;   ///< ALTERNATE-SERVER
    std::optional<std::uint32_t> lifetime;
    std::optional<std::uint16_t> channel;
    std::optional<ByteView> data;  ///< a view into the datagram
    std::optional<ByteView> user;  ///< USERNAME or USERHASH; of requests
    /// There is an attribute that must be understood and is not.
    bool hasUnknown = false;
    /// The integrity attribute, and what it was computed over (RFC 8489 section 14.5).
    struct Integrity {
        bool sha256 = false;
        Bytes over;
        ByteView mac;  ///< a view into the datagram
    };
    std::optional<Integrity> integrity;
};
/// Nothing unless it is a well-formed message of one of the methods. What follows an integrity attribute is not read
/// (but FINGERPRINT and the stronger integrity), because nobody vouches for it.
[[nodiscard]] std::optional<TurnMessage> decodeTurn(ByteView datagram);

struct TurnChannelData {
    std::uint16_t channel = 0;
    ByteView data;
};
/// With `padded` as it goes through a stream (RFC 8656 section 12.5).
[[nodiscard]] Bytes encodeChannelData(std::uint16_t channel, ByteView data, bool padded);
[[nodiscard]] std::optional<TurnChannelData> decodeChannelData(ByteView datagram);

}  // namespace nightjar::wire
