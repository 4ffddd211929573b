// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/ids.h"

namespace nightjar::wire {

// The unit of delivery: docs/protocol.md, section 7. An envelope has no field in the clear: to whoever has no key of
// it, it is so many random bytes.

/// An envelope has one of these sizes and no other, so that its length tells little. The first holds 140 bytes of text,
/// so that a short message and all it causes fit into 350 bytes; the fourth the answer to an invitation.
inline constexpr std::array<std::size_t, 8> envelopeSizes{228, 512, 1024, 1536, 2048, 4096, 8192, 16384};
inline constexpr std::size_t maxEnvelopeSize = envelopeSizes.back();
[[nodiscard]] constexpr bool isEnvelopeSize(std::size_t size) {
    for (const auto one : envelopeSizes) {
        if (size == one) {
            return true;
        }
    }
    return false;
}

/// Bytes before the content in the plaintext of the ratchet.
inline constexpr std::size_t contentLengthSize = 2;

enum class EnvelopeType : std::uint8_t {
    Message,       ///< what the ratchet made
    FirstMessage,  ///< carries what opens the session too
};

/// Sealed header (58) and tag (16) that the ratchet adds to its plaintext.
inline constexpr std::size_t ratchetOverhead = 58 + 16;
inline constexpr std::size_t firstMessageNonceSize = 24;
/// A ciphertext of ML-KEM-768.
inline constexpr std::size_t kemCiphertextSize = 1088;
/// Bytes of an envelope besides the plaintext of the ratchet.
[[nodiscard]] constexpr std::size_t envelopeOverhead(EnvelopeType type) {
    return type == EnvelopeType::Message ? ratchetOverhead
                                         : firstMessageNonceSize + 32 + 32 + kemCiphertextSize + ratchetOverhead + 16;
}
/// Longest content that fits into the largest envelope of this type.
[[nodiscard]] constexpr std::size_t maxContentSize(EnvelopeType type) {
    return maxEnvelopeSize - envelopeOverhead(type) - 2;
}

/// First 8 bytes of the BLAKE2b-256 of the whole envelope.
[[nodiscard]] EnvelopeId envelopeId(ByteView envelope);

/// The plaintext of the ratchet: length, content and zeros up to the smallest envelope that holds it. Nothing when the
/// content is empty or longer than maxContentSize().
[[nodiscard]] std::optional<Bytes> padContent(EnvelopeType type, ByteView content);
/// The content and its padding, in which chunks of the post-quantum ratchet may ride; views into the plaintext.
struct PaddedContent {
    ByteView content;
    ByteView padding;
};
/// Nothing on a bad length.
[[nodiscard]] std::optional<PaddedContent> unpadContent(ByteView plaintext);

/// A first message taken apart without any key; views into it.
struct FirstEnvelopeView {
    ByteView nonce;  ///< 24 bytes
    ByteView body;   ///< FirstMessage sealed under the first message key
};
/// Nothing unless the size is one that a first message may have. Whether it is one, only the key can tell.
[[nodiscard]] std::optional<FirstEnvelopeView> decodeFirstEnvelope(ByteView envelope);
/// `nonce` 24 bytes; `sealed` is encodeFirstMessage() under XChaCha20-Poly1305.
[[nodiscard]] Bytes encodeFirstEnvelope(ByteView nonce, ByteView sealed);

/// What is sealed under the first message key.
struct FirstMessage {
    ByteArray<32> ephemeral{};                     ///< EKb
    ByteArray<32> identity{};                      ///< IKb
    ByteArray<kemCiphertextSize> kemCiphertext{};  ///< CT
    ByteView ratchetMessage;
};
[[nodiscard]] Bytes encodeFirstMessage(const FirstMessage& message);
[[nodiscard]] std::optional<FirstMessage> decodeFirstMessage(ByteView plaintext);

}  // namespace nightjar::wire
