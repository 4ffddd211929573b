// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/keys.h"
#include "crypto/mlkem.h"

namespace nightjar::crypto {

/// The Diffie-Hellman side of one handshake that is public. The inviter published the first two in the invitation; the
/// accepter sends the other two in the first message.
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

/// The post-quantum side: what encapsulate() or decapsulate() gave, and what it must be bound to. Views of the caller's
/// bytes.
struct HandshakeKem {
    /// SS, kemSecretSize bytes.
    ByteView sharedSecret;
    /// PQOPKa: published by the inviter in the invitation, for one use.
    const KemKey& key;
    /// CT: sent by the accepter in the first message.
    const KemCiphertext& ciphertext;
};

/// What the handshake gives to Ratchet.
struct SessionSecrets {
    /// SK of the Double Ratchet.
    SecretBytes rootKey;
    /// shared_hka: header key of the accepter's first sending chain.
    SecretBytes headerKeyAccepter;
    /// shared_nhkb: next header key of the inviter.
    SecretBytes nextHeaderKeyInviter;
    /// SHA-512 of version, all public keys, the link id and the ciphertext; the associated data of the session.
    ByteArray<64> transcript{};
    /// Root of the sparse post-quantum ratchet, and the key of its epoch 0.
    SecretBytes pqRoot{};
    SecretBytes pqKey{};
};

/// docs/protocol.md section 6: PQXDH (Kret, Schmidt: "The PQXDH Key Agreement Protocol", revision 3, section 3.3) with
/// one-time prekeys in the place of the signed ones (the blob that carries them is authenticated by the invitation
/// secret), and all that was sent hashed into the schedule:
///   DH1 = DH(IKb, OPKa), DH2 = DH(EKb, IKa), DH3 = DH(EKb, OPKa), (CT, SS) = Encaps(PQOPKa)
///   HKDF-SHA-512(salt = 64 zero bytes, ikm = 0xff * 32 || DH1 || DH2 || DH3 || SS,
///                info = "NJ1" || transcript) = root key | HKa | NHKb | post-quantum root | key of epoch 0, 32 bytes
///                each
///   transcript = SHA-512(version 1 || IKa || IKb || OPKa || EKb || linkId || PQOPKa || CT)
/// Nothing when a public key of the other side is of low order.
[[nodiscard]] std::optional<SessionSecrets> acceptHandshake(const KeyPair& accepterIdentity,
                                                            const KeyPair& accepterEphemeral,
                                                            const PublicKey& inviterIdentity,
                                                            const PublicKey& inviterOneTime,
                                                            const ByteArray<16>& linkId, const HandshakeKem& kem);
/// The inviter's side of the same. The caller then destroys the one-time secret: Ratchet keeps its own copy until
/// the first step.
[[nodiscard]] std::optional<SessionSecrets> completeHandshake(const KeyPair& inviterIdentity,
                                                              const KeyPair& inviterOneTime,
                                                              const PublicKey& accepterIdentity,
                                                              const PublicKey& accepterEphemeral,
                                                              const ByteArray<16>& linkId, const HandshakeKem& kem);

/// The transcript hash alone.
[[nodiscard]] ByteArray<64> handshakeTranscript(const HandshakePublics& publics, const HandshakeKem& kem);

}  // namespace nightjar::crypto
