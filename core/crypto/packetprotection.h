// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/wiped.h"

namespace nightjar::crypto {

/// Protects the packets of one direction of a link (docs/protocol.md, Link packets).
///   key = HKDF-SHA-512(secret, "NJ1 packet " || direction), ChaCha20-Poly1305 (RFC 8439),
///   nonce = 4 zero bytes || packet number, 8 bytes big-endian
/// A packet number is used once per key: the caller counts and stops below 2^62.
class PacketKey {
public:
    static constexpr std::size_t tagSize = 16;

    /// `secret` is 32 bytes; `direction` names who speaks, e.g. "initiator".
    PacketKey(ByteView secret, std::string_view direction);

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

/// Protects the voice packets of one direction of a call: 8 bytes per packet instead of 16, since at GPRS rates they
/// are a tenth of the speech. Encrypt-then-MAC in the shape of SFrame's AES-CTR-HMAC suites (RFC 9605 section
/// 4.4.1), whose tag may be cut without the weakness of a truncated Poly1305:
///   encryption key | MAC key = HKDF-SHA-512(secret, "NJ1 voice " || direction), 32 bytes each
///   nonce = 4 zero bytes || sequence, 8 bytes big-endian
///   ciphertext = ChaCha20 (RFC 8439 section 2.4, counter from 0)
///   tag = BLAKE2b-256(key = MAC key, len(header) 8 || len(ciphertext) 8 || nonce || header || ciphertext)[0..8]
/// A forger guesses once per packet: one success in 2^64 tries, each of which is noise of 20 to 60 ms at most.
class VoiceKey {
public:
    static constexpr std::size_t tagSize = 8;

    /// `secret` is 32 bytes; `direction` names who speaks, e.g. "caller".
    VoiceKey(ByteView secret, std::string_view direction);

    [[nodiscard]] Bytes seal(std::uint64_t sequence, ByteView header, ByteView plaintext) const;
    [[nodiscard]] std::optional<Bytes> open(std::uint64_t sequence, ByteView header, ByteView sealed) const;

private:
    [[nodiscard]] ByteArray<tagSize> tag(ByteView nonce, ByteView header, ByteView ciphertext) const;

    WipedArray<32> m_encryption;
    WipedArray<32> m_mac;
};

/// Both directions of a call.
struct VoiceKeys {
    VoiceKey send;
    VoiceKey receive;

    /// From the 32-byte media secret of the call; the labels are "caller" and "callee".
    [[nodiscard]] static VoiceKeys derive(ByteView mediaSecret, bool weCalled) {
        return weCalled ? VoiceKeys{VoiceKey(mediaSecret, "caller"), VoiceKey(mediaSecret, "callee")}
                        : VoiceKeys{VoiceKey(mediaSecret, "callee"), VoiceKey(mediaSecret, "caller")};
    }
};

}  // namespace nightjar::crypto
