// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/keys.h"

namespace nightjar::crypto {

/// The public side of one handshake. The inviter published the first two in the invitation; the accepter sends the
/// other two in the first message.
struct HandshakePublics {
    /// IKa
    PublicKey inviterIdentity;
    /// OPKa; also the inviter's first ratchet key.
    PublicKey inviterOneTime;
    /// IKb
    PublicKey accepterIdentity;
    /// EKb
    PublicKey accepterEphemeral;
    /// Names the invitation: LinkKeys::blobId.
    ByteArray<16> linkId{};
};

/// The post-quantum part (PQXDH): shared secret of a KEM and what it must be bound to. Empty as long as version 1,
/// without a KEM, is spoken.
struct HandshakeKem {
    ByteView sharedSecret;
    ByteView encapsulationKey;
    ByteView ciphertext;
    [[nodiscard]] bool isPresent() const { return !sharedSecret.empty(); }
};

/// What the handshake gives to Ratchet.
struct SessionSecrets {
    /// SK of the Double Ratchet.
    SecretBytes rootKey;
    /// shared_hka: header key of the accepter's first sending chain.
    SecretBytes headerKeyAccepter;
    /// shared_nhkb: next header key of the inviter.
    SecretBytes nextHeaderKeyInviter;
    /// SHA-512 of version, all public keys and the link id; the associated data of the session.
    ByteArray<64> transcript{};
};

/// docs/protocol.md section 6: X3DH revision 1 section 3.3 with a one-time prekey in the place of the signed one (the
/// blob that carries it is authenticated by the invitation secret), keys hashed into the schedule as PQXDH revision 3
/// does:
///   DH1 = DH(IKb, OPKa), DH2 = DH(EKb, IKa), DH3 = DH(EKb, OPKa)
///   HKDF-SHA-512(salt = 64 zero bytes, ikm = 0xff * 32 || DH1 || DH2 || DH3 [|| KEM secret],
///                info = "NJ1" || transcript) = root key | HKa | NHKb, 32 bytes each
///   transcript = SHA-512(version || IKa || IKb || OPKa || EKb || linkId [|| KEM key || KEM ciphertext])
/// version is 1 without and 2 with a KEM. Nothing when a public key of the other side is of low order.
[[nodiscard]] std::optional<SessionSecrets> acceptHandshake(const KeyPair& accepterIdentity,
                                                            const KeyPair& accepterEphemeral,
                                                            const PublicKey& inviterIdentity,
                                                            const PublicKey& inviterOneTime,
                                                            const ByteArray<16>& linkId, const HandshakeKem& kem = {});
/// The inviter's side of the same. The caller then destroys the one-time secret: Ratchet keeps its own copy until
/// the first step.
[[nodiscard]] std::optional<SessionSecrets> completeHandshake(
    const KeyPair& inviterIdentity, const KeyPair& inviterOneTime, const PublicKey& accepterIdentity,
    const PublicKey& accepterEphemeral, const ByteArray<16>& linkId, const HandshakeKem& kem = {});

/// The transcript hash alone.
[[nodiscard]] ByteArray<64> handshakeTranscript(const HandshakePublics& publics, const HandshakeKem& kem = {});

}  // namespace nightjar::crypto
