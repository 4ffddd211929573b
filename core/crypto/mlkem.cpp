// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/mlkem.h"

#include <mlkem/mlkem768.h>

#include "crypto/wiped.h"

namespace nightjar::crypto {

static_assert(kemSeedSize == NIGHTJAR_MLKEM768_SEED && kemKeySize == NIGHTJAR_MLKEM768_PUBLIC &&
              kemCiphertextSize == NIGHTJAR_MLKEM768_CIPHERTEXT && kemSecretSize == NIGHTJAR_MLKEM768_SHARED);

KemKeyPair generateKemKeyPair(RandomSource& random) {
    WipedArray<kemSeedSize> seed;
    random.fill(seed.mutableView());
    return kemFromSeed(seed.view());
}

KemKeyPair kemFromSeed(ByteView seed) {
    KemKeyPair pair{{}, SecretBytes(seed)};
    WipedArray<NIGHTJAR_MLKEM768_SECRET> decapsulationKey;
    nightjar_mlkem768_keygen(pair.seed.data(), pair.publicKey.data(), decapsulationKey.data());
    return pair;
}

std::optional<Encapsulation> encapsulate(const KemKey& key, RandomSource& random) {
    WipedArray<NIGHTJAR_MLKEM768_RANDOM> message;
    random.fill(message.mutableView());
    Encapsulation out{{}, SecretBytes(kemSecretSize)};
    if (nightjar_mlkem768_encapsulate(key.data(), message.data(), out.ciphertext.data(), out.sharedSecret.data()) !=
        0) {
        return std::nullopt;
    }
    return out;
}

SecretBytes decapsulate(ByteView seed, const KemCiphertext& ciphertext) {
    KemKey publicKey{};
    WipedArray<NIGHTJAR_MLKEM768_SECRET> decapsulationKey;
    nightjar_mlkem768_keygen(seed.data(), publicKey.data(), decapsulationKey.data());
    SecretBytes sharedSecret(kemSecretSize);
    nightjar_mlkem768_decapsulate(decapsulationKey.data(), ciphertext.data(), sharedSecret.data());
    return sharedSecret;
}

}  // namespace nightjar::crypto
