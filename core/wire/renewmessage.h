// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "wire/invitationblob.h"

namespace nightjar::wire {

// The request for fresh keys: docs/protocol.md section 7, Renewal.

/// One of envelopeSizes; it looks like a first message.
inline constexpr std::size_t renewEnvelopeSize = 1536;
inline constexpr std::size_t renewNonceSize = 24;
/// Nonce, and the tag of XChaCha20-Poly1305.
inline constexpr std::size_t renewOverhead = renewNonceSize + 16;
/// Envelopes that one request may name.
inline constexpr std::size_t maxUnopened = 16;
/// What the outbox knows it by; no content has this type.
inline constexpr std::uint8_t renewKind = 51;

/// "I cannot open these of yours. Here are fresh keys."
struct RenewMessage {
    ByteArray<32> oneTime{};             ///< X25519 public key
    ByteArray<kemKeySize> kemOneTime{};  ///< ML-KEM-768 encapsulation key
    std::uint64_t lowest = 0;            ///< order number of the first content that may still come from the writer
    std::uint64_t expected = 0;          ///< order number that the reader's next new content must not be below
    std::vector<EnvelopeId> unopened;    ///< 1 … maxUnopened
};
/// The plaintext of a request, padded so that the envelope has renewEnvelopeSize bytes.
[[nodiscard]] Bytes encodeRenewMessage(const RenewMessage& message);
[[nodiscard]] std::optional<RenewMessage> decodeRenewMessage(ByteView plaintext);

}  // namespace nightjar::wire
