// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "wire/address.h"

namespace nightjar::wire {

/// A whole invitation blob at the hub: nonce, ciphertext, tag (docs/protocol.md, section 6). The second size is for
/// long names of hubs.
inline constexpr std::array<std::size_t, 2> invitationBlobSizes{1536, 2048};
inline constexpr std::size_t invitationNonceSize = 24;
/// A blob is longer than its plaintext by nonce and tag.
inline constexpr std::size_t invitationOverhead = invitationNonceSize + 16;

/// An encapsulation key of ML-KEM-768.
inline constexpr std::size_t kemKeySize = 1184;

/// What an inviter leaves at the hub for whoever has the link.
struct InvitationBlob {
    ByteArray<32> identity{};            ///< IKa
    ByteArray<32> oneTime{};             ///< OPKa
    ByteArray<kemKeySize> kemOneTime{};  ///< PQOPKa
    QueueAddress queue;                  ///< for the answer
    std::string name;                    ///< UTF-8, 0 … 64 bytes
};
/// As long as the smallest blob that holds it demands.
[[nodiscard]] Bytes encodeInvitationBlob(const InvitationBlob& blob);
/// Nothing on a foreign version, a wrong size or padding that is not zero.
[[nodiscard]] std::optional<InvitationBlob> decodeInvitationBlob(ByteView plaintext);

}  // namespace nightjar::wire
