// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "crypto/keys.h"

#include <sodium.h>

#include <cassert>

#include "crypto/wiped.h"

namespace nightjar::crypto {

static_assert(keySize == crypto_scalarmult_BYTES && keySize == crypto_scalarmult_SCALARBYTES);
static_assert(keySize == crypto_sign_SEEDBYTES && keySize == crypto_sign_PUBLICKEYBYTES);

KeyPair generateKeyPair(RandomSource& random) {
    KeyPair pair{{}, SecretBytes(keySize)};
    random.fill(pair.secret.mutableView());
    pair.publicKey = publicKeyOf(pair.secret.view());
    return pair;
}

KeyPair fromSecret(ByteView secret) {
    return {publicKeyOf(secret), SecretBytes(secret)};
}

PublicKey publicKeyOf(ByteView secret) {
    assert(secret.size() == keySize);
    PublicKey out;
    crypto_scalarmult_base(out.value.data(), secret.data());
    return out;
}

bool agreeInto(MutableByteView out, ByteView secret, const PublicKey& peer) {
    assert(out.size() == keySize && secret.size() == keySize);
    if (crypto_scalarmult(out.data(), secret.data(), peer.value.data()) != 0) {
        wipe(out);
        return false;
    }
    return true;
}

std::optional<SecretBytes> agree(ByteView secret, const PublicKey& peer) {
    SecretBytes out(keySize);
    if (!agreeInto(out.mutableView(), secret, peer)) {
        return std::nullopt;
    }
    return out;
}

SigningKeyPair generateSigningKeyPair(RandomSource& random) {
    WipedArray<keySize> seed;
    random.fill(seed.mutableView());
    return signingFromSeed(seed.view());
}

SigningKeyPair signingFromSeed(ByteView seed) {
    assert(seed.size() == keySize);
    SigningKeyPair pair{{}, SecretBytes(crypto_sign_SECRETKEYBYTES)};
    crypto_sign_seed_keypair(pair.publicKey.value.data(), pair.secret.data(), seed.data());
    return pair;
}

Signature sign(const SigningKeyPair& key, ByteView message) {
    Signature out{};
    crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), key.secret.data());
    return out;
}

bool verify(const VerifyKey& key, ByteView message, ByteView signature) {
    return signature.size() == Signature{}.size() &&
           crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.value.data()) == 0;
}

}  // namespace nightjar::crypto
