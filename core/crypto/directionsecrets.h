// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/ids.h"
#include "crypto/keys.h"

namespace nightjar::crypto {

/// What two peers agree for one link or one call: a 32-byte secret for each direction.
struct DirectionSecrets {
    SecretBytes send;
    SecretBytes receive;
};

/// Secrets of a link (docs/protocol.md section 9), from the ephemeral keys of LINK_OFFER and LINK_ANSWER:
///   HKDF-SHA-512(DH(ephemerals), "NJ1 link" || link id || offerer's key || answerer's key) =
///   offerer's sending secret | answerer's sending secret
/// Nothing when the peer's key is of low order.
[[nodiscard]] std::optional<DirectionSecrets> linkSecrets(const KeyPair& ownEphemeral, const PublicKey& peerEphemeral,
                                                          const ByteArray<8>& linkId, bool weOffered);

/// Media secrets of a call (docs/protocol.md section 9), from CALL_OFFER and CALL_ACCEPT:
///   HKDF-SHA-512(DH(ephemerals) || call secret, "NJ1 call" || call id || caller's key || callee's key) =
///   caller's sending secret | callee's sending secret
/// Nothing when the peer's key is of low order.
[[nodiscard]] std::optional<DirectionSecrets> mediaSecrets(const KeyPair& ownEphemeral, const PublicKey& peerEphemeral,
                                                           ByteView callSecret, const CallId& call, bool weCalled);

}  // namespace nightjar::crypto
