// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/renewal.h"

#include "crypto/kdf.h"
#include "crypto/wiped.h"

namespace nightjar::crypto {
namespace {

/// From what the two identity keys agree on.
std::optional<SecretBytes> derive(const KeyPair& own, const PublicKey& peer, Parts info) {
    WipedArray<keySize> shared;
    if (!agreeInto(shared.mutableView(), own.secret.view(), peer)) {
        return std::nullopt;
    }
    auto prk = hkdfExtract({}, {shared.view()});
    SecretBytes key(keySize);
    hkdfExpand(key.mutableView(), prk, info);
    wipe(prk);
    return key;
}

}  // namespace

std::optional<SecretBytes> renewWriteKey(const KeyPair& own, const PublicKey& peer) {
    return derive(own, peer, {asBytes("NJ1 renew"), own.publicKey.view(), peer.view()});
}

std::optional<SecretBytes> renewReadKey(const KeyPair& own, const PublicKey& peer) {
    return derive(own, peer, {asBytes("NJ1 renew"), peer.view(), own.publicKey.view()});
}

ByteArray<16> renewalId(const PublicKey& oneTime, const KemKey& kemOneTime) {
    return hash128({asBytes("NJ1 renewal id"), oneTime.view(), kemOneTime});
}

std::optional<SecretBytes> renewalFirstMessageKey(const KeyPair& own, const PublicKey& peer,
                                                  const ByteArray<16>& renewal) {
    return derive(own, peer, {asBytes("NJ1 renewal first message"), renewal});
}

}  // namespace nightjar::crypto
