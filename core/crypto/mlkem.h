// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>

#include "base/random.h"
#include "base/secret.h"

namespace nightjar::crypto {

// ML-KEM-768 (FIPS 203), in bytes.
/// d and z, from which the pair follows; what is stored of it.
inline constexpr std::size_t kemSeedSize = 64;
inline constexpr std::size_t kemKeySize = 1184;
inline constexpr std::size_t kemCiphertextSize = 1088;
inline constexpr std::size_t kemSecretSize = 32;

/// An encapsulation key: public.
using KemKey = ByteArray<kemKeySize>;
using KemCiphertext = ByteArray<kemCiphertextSize>;

/// A key pair, kept as its seed: the decapsulation key of 2,400 bytes is made anew where it is needed.
struct KemKeyPair {
    KemKey publicKey{};
    SecretBytes seed;
};

[[nodiscard]] KemKeyPair generateKemKeyPair(RandomSource& random);
/// The pair of a stored seed, which must be kemSeedSize bytes long.
[[nodiscard]] KemKeyPair kemFromSeed(ByteView seed);

/// A secret for the owner of a key, and what the owner needs to find it.
struct Encapsulation {
    KemCiphertext ciphertext{};
    SecretBytes sharedSecret;
};
/// Nothing when the key fails the check of FIPS 203 section 7.2 (a coefficient not below q).
[[nodiscard]] std::optional<Encapsulation> encapsulate(const KemKey& key, RandomSource& random);
/// Never fails: a ciphertext that was not made for this key gives a secret that nobody else knows (implicit rejection,
/// FIPS 203 section 6.3), so that the first use of the secret fails instead, and tells nothing about why.
[[nodiscard]] SecretBytes decapsulate(ByteView seed, const KemCiphertext& ciphertext);

}  // namespace nightjar::crypto
