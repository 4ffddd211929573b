// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/keys.h"
#include "crypto/mlkem.h"

namespace nightjar::crypto {

// docs/protocol.md section 7, Renewal: what two people who have each other's identity keys, but no session that works
// on both sides, protect the agreement about a new one with. The new session itself comes from handshake.h.

/// Protects a request: HKDF-SHA-512(DH(IKx, IKy), "NJ1 renew" || writer's IK || reader's IK), 32 bytes. One key for
/// each direction, so that a request does not open for its own writer. Nothing when a key is of low order.
[[nodiscard]] std::optional<SecretBytes> renewWriteKey(const KeyPair& own, const PublicKey& peer);
[[nodiscard]] std::optional<SecretBytes> renewReadKey(const KeyPair& own, const PublicKey& peer);

/// Names a renewal; takes the place of the link id in the handshake: BLAKE2b-128("NJ1 renewal id" || one-time key ||
/// one-time encapsulation key).
[[nodiscard]] ByteArray<16> renewalId(const PublicKey& oneTime, const KemKey& kemOneTime);

/// Protects the first messages of the answer: HKDF-SHA-512(DH(IKx, IKy), "NJ1 renewal first message" || renewal id), 32
/// bytes.
[[nodiscard]] std::optional<SecretBytes> renewalFirstMessageKey(const KeyPair& own, const PublicKey& peer,
                                                                const ByteArray<16>& renewal);

}  // namespace nightjar::crypto
