// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>

#include "base/buffer.h"
#include "wire/stun.h"

// What the STUN codecs share: numbers and field layouts of RFC 8489 and RFC 5780. Nobody else includes it.
namespace nightjar::wire::stun {

inline constexpr std::uint32_t magicCookie = 0x2112a442;
inline constexpr std::uint16_t bindingMethod = 0x0001;
/// C1 and C0 stand apart in the type (RFC 8489 figure 3).
inline constexpr std::uint16_t classBit1 = 0x0100;
inline constexpr std::uint16_t classBit0 = 0x0010;

enum Attribute : std::uint16_t {
    MappedAddress = 0x0001,
    ChangeRequest = 0x0003,
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
    ResponsePort = 0x0027,
    Fingerprint = 0x8028,
    ResponseOrigin = 0x802b,
    OtherAddress = 0x802c,
};
inline constexpr std::uint16_t firstOptional = 0x8000;

/// Bits of CHANGE-REQUEST (RFC 5780 section 7.2).
inline constexpr std::uint32_t changeAddressBit = 4;
inline constexpr std::uint32_t changePortBit = 2;

inline constexpr std::uint8_t familyV4 = 1;
inline constexpr std::uint8_t familyV6 = 2;

/// Type and length of an attribute.
inline constexpr std::size_t attributeHeaderSize = 4;
inline constexpr std::size_t fingerprintSize = attributeHeaderSize + 4;

/// `out` is a ByteWriter or has its methods.
template <class Writer>
void writeHeader(Writer& out, std::uint16_t type, std::size_t length, const StunTransaction& transaction) {
    out.u16(type);
    out.u16(static_cast<std::uint16_t>(length));
    out.u32(magicCookie);
    out.bytes(transaction.value);
}

/// The mask of XOR-MAPPED-ADDRESS: cookie, then transaction (RFC 8489 section 14.2).
[[nodiscard]] inline ByteArray<16> addressMask(const StunTransaction& transaction) {
    ByteArray<16> mask{0x21, 0x12, 0xa4, 0x42};
    std::copy(transaction.value.begin(), transaction.value.end(), mask.begin() + 4);
    return mask;
}

/// Attribute header included.
[[nodiscard]] inline std::size_t addressSize(const Endpoint& endpoint) {
    return attributeHeaderSize + 4 + endpoint.address().size();
}

/// XOR-MAPPED-ADDRESS with the mask of its transaction, the others with one of zeros.
template <class Writer>
void writeAddress(Writer& out, Attribute type, const Endpoint& endpoint, const ByteArray<16>& mask) {
    const auto address = endpoint.address();
    out.u16(type);
    out.u16(static_cast<std::uint16_t>(addressSize(endpoint) - attributeHeaderSize));
    out.u8(0);
    out.u8(endpoint.isV4() ? familyV4 : familyV6);
    out.u16(static_cast<std::uint16_t>(endpoint.port() ^ (mask[0] << 8 | mask[1])));
    for (std::size_t i = 0; i < address.size(); ++i) {
        out.u8(address[i] ^ mask[i]);
    }
}

/// The value of FINGERPRINT over what is before it: CRC-32 of ITU V.42, then XOR (RFC 8489 section 14.7).
[[nodiscard]] inline std::uint32_t fingerprintOf(ByteView before) {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> out{};
        for (std::uint32_t i = 0; i < out.size(); ++i) {
            auto value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value & 1) != 0 ? 0xedb88320u ^ value >> 1 : value >> 1;
            }
            out[i] = value;
        }
        return out;
    }();
    std::uint32_t crc = 0xffffffff;
    for (const auto byte : before) {
        crc = table[(crc ^ byte) & 0xff] ^ crc >> 8;
    }
    return ~crc ^ 0x5354554e;
}

}  // namespace nightjar::wire::stun
