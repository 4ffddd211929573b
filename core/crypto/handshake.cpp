// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/handshake.h"

#include "crypto/kdf.h"
#include "crypto/wiped.h"

namespace nightjar::crypto {
namespace {

constexpr std::uint8_t version = 1;

/// The three Diffie-Hellman secrets of X3DH, in the order in which they enter the key schedule.
struct Agreements {
    WipedArray<keySize> dh1;
    WipedArray<keySize> dh2;
    WipedArray<keySize> dh3;
};

SessionSecrets schedule(const Agreements& agreements, const HandshakePublics& publics, const HandshakeKem& kem) {
    // X3DH section 2.2: 32 bytes of 0xff set this apart from any XEdDSA use of the keys.
    ByteArray<32> separator{};
    separator.fill(0xff);
    auto prk = hkdfExtract(
        {}, {separator, agreements.dh1.view(), agreements.dh2.view(), agreements.dh3.view(), kem.sharedSecret});
    const auto transcript = handshakeTranscript(publics, kem);
    WipedArray<160> keys;
    hkdfExpand(keys.mutableView(), prk, {asBytes("NJ1"), transcript});
    wipe(prk);
    return {SecretBytes(keys.part(0, 32)),  SecretBytes(keys.part(32, 32)), SecretBytes(keys.part(64, 32)), transcript,
            SecretBytes(keys.part(96, 32)), SecretBytes(keys.part(128, 32))};
}

}  // namespace

ByteArray<64> handshakeTranscript(const HandshakePublics& publics, const HandshakeKem& kem) {
    return sha512({ByteView(&version, 1), publics.inviterIdentity.view(), publics.accepterIdentity.view(),
                   publics.inviterOneTime.view(), publics.accepterEphemeral.view(), publics.linkId, kem.key,
                   kem.ciphertext});
}

std::optional<SessionSecrets> acceptHandshake(const KeyPair& accepterIdentity, const KeyPair& accepterEphemeral,
                                              const PublicKey& inviterIdentity, const PublicKey& inviterOneTime,
                                              const ByteArray<16>& linkId, const HandshakeKem& kem) {
    Agreements dh;
    if (!agreeInto(dh.dh1.mutableView(), accepterIdentity.secret.view(), inviterOneTime) ||
        !agreeInto(dh.dh2.mutableView(), accepterEphemeral.secret.view(), inviterIdentity) ||
        !agreeInto(dh.dh3.mutableView(), accepterEphemeral.secret.view(), inviterOneTime)) {
        return std::nullopt;
    }
    return schedule(
        dh, {inviterIdentity, inviterOneTime, accepterIdentity.publicKey, accepterEphemeral.publicKey, linkId}, kem);
}

std::optional<SessionSecrets> completeHandshake(const KeyPair& inviterIdentity, const KeyPair& inviterOneTime,
                                                const PublicKey& accepterIdentity, const PublicKey& accepterEphemeral,
                                                const ByteArray<16>& linkId, const HandshakeKem& kem) {
    Agreements dh;
    if (!agreeInto(dh.dh1.mutableView(), inviterOneTime.secret.view(), accepterIdentity) ||
        !agreeInto(dh.dh2.mutableView(), inviterIdentity.secret.view(), accepterEphemeral) ||
        !agreeInto(dh.dh3.mutableView(), inviterOneTime.secret.view(), accepterEphemeral)) {
        return std::nullopt;
    }
    return schedule(
        dh, {inviterIdentity.publicKey, inviterOneTime.publicKey, accepterIdentity, accepterEphemeral, linkId}, kem);
}

}  // namespace nightjar::crypto
