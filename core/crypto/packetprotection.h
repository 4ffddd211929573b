// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/wiped.h"

namespace nightjar::crypto {

/// Protects the packets of one direction of a channel (docs/protocol.md section 4).
///   key = HKDF-SHA-512(direction's secret, "NJ1 channel key"), ChaCha20-Poly1305 (RFC 8439),
///   nonce = 4 zero bytes || packet number, 8 bytes big-endian
/// A packet number is used once per key: the caller counts and stops below 2^62.
class PacketKey {
public:
    static constexpr std::size_t tagSize = 16;

    /// `directionSecret` is 32 bytes: NoiseKeys::send or receive, or one of DirectionSecrets.
    explicit PacketKey(ByteView directionSecret);

    /// Ciphertext and tag; the header is authenticated, not included.
    [[nodiscard]] Bytes seal(std::uint64_t packetNumber, ByteView header, ByteView plaintext) const;
    [[nodiscard]] std::optional<Bytes> open(std::uint64_t packetNumber, ByteView header, ByteView sealed) const;
    /// Without allocation: the last tagSize bytes of `buffer` are room for the tag.
    void sealInPlace(std::uint64_t packetNumber, ByteView header, MutableByteView buffer) const;
    /// Without allocation: the plaintext is all but the last tagSize bytes. On failure the content is worthless.
    [[nodiscard]] bool openInPlace(std::uint64_t packetNumber, ByteView header, MutableByteView buffer) const;

private:
    WipedArray<32> m_key;
};

/// Protects the voice packets of one direction of a call (docs/protocol.md section 9): 8 bytes per packet instead of
/// 16, since at GPRS rates they are a tenth of the speech. Encrypt-then-MAC in the shape of SFrame's AES-CTR-HMAC
/// suites (RFC 9605 section 4.5.1), because a PRF may be cut short without the weakness of a truncated Poly1305:
///   encryption key | MAC key = HKDF-SHA-512(direction's secret, "NJ1 voice key"), 32 bytes each
///   ciphertext = ChaCha20 (RFC 8439 section 2.4, counter from 0, nonce = 4 zero bytes || sequence, 8 bytes big-endian)
///   tag = BLAKE2b-256(key = MAC key, header || sequence 8 || ciphertext)[0..8]
/// The header has one fixed length for all packets under a key, so the parts of the MAC's input cannot be shifted.
/// A forgery passes once in 2^64 tries, and is then one frame of noise.
class VoiceKey {
public:
    static constexpr std::size_t tagSize = 8;

    /// `directionSecret` is 32 bytes: one of DirectionSecrets.
    explicit VoiceKey(ByteView directionSecret);

    /// Ciphertext and tag. A sequence number is used once per key.
    [[nodiscard]] Bytes seal(std::uint64_t sequence, ByteView header, ByteView plaintext) const;
    [[nodiscard]] std::optional<Bytes> open(std::uint64_t sequence, ByteView header, ByteView sealed) const;

private:
    [[nodiscard]] ByteArray<tagSize> tag(std::uint64_t sequence, ByteView header, ByteView ciphertext) const;

    WipedArray<32> m_encryption;
    WipedArray<32> m_mac;
};

}  // namespace nightjar::crypto
