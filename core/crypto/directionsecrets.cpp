// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/directionsecrets.h"

#include <utility>

#include "crypto/kdf.h"
#include "crypto/wiped.h"

namespace nightjar::crypto {
namespace {

/// `first` is the side that began: the offerer or the caller.
std::optional<DirectionSecrets> derive(const KeyPair& own, const PublicKey& peer, ByteView extraSecret,
                                       std::string_view label, ByteView id, bool weAreFirst) {
    WipedArray<keySize> shared;
    if (!agreeInto(shared.mutableView(), own.secret.view(), peer)) {
        return std::nullopt;
    }
    const auto& first = weAreFirst ? own.publicKey : peer;
    const auto& second = weAreFirst ? peer : own.publicKey;
    auto prk = hkdfExtract({}, {shared.view(), extraSecret});
    WipedArray<2 * keySize> keys;
    hkdfExpand(keys.mutableView(), prk, {asBytes(label), id, first.view(), second.view()});
    wipe(prk);
    DirectionSecrets out{SecretBytes(keys.part(0, keySize)), SecretBytes(keys.part(keySize, keySize))};
    if (!weAreFirst) {
        std::swap(out.send, out.receive);
    }
    return out;
}

}  // namespace

std::optional<DirectionSecrets> linkSecrets(const KeyPair& ownEphemeral, const PublicKey& peerEphemeral,
                                            const ByteArray<8>& linkId, bool weOffered) {
    return derive(ownEphemeral, peerEphemeral, {}, "NJ1 link", linkId, weOffered);
}

std::optional<DirectionSecrets> mediaSecrets(const KeyPair& ownEphemeral, const PublicKey& peerEphemeral,
                                             ByteView callSecret, const CallId& call, bool weCalled) {
    return derive(ownEphemeral, peerEphemeral, callSecret, "NJ1 call", call.value, weCalled);
}

}  // namespace nightjar::crypto
