// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <compare>

#include "base/random.h"
#include "base/secret.h"

namespace nightjar::crypto {

/// Length of every key of the suite that is not a hash, in bytes.
inline constexpr std::size_t keySize = 32;

/// 32 public bytes that only compare with their own kind.
template <class Tag>
struct PublicBytes {
    static constexpr std::size_t length = keySize;
    ByteArray<length> value{};

    /// Any 32 bytes are taken; a point of low order is refused when it is used (agree()).
    [[nodiscard]] static std::optional<PublicBytes> fromBytes(ByteView bytes) {
        return bytes.size() == length ? std::optional(PublicBytes{toArray<length>(bytes)}) : std::nullopt;
    }
    [[nodiscard]] ByteView view() const { return value; }
    auto operator<=>(const PublicBytes&) const = default;
};

/// An X25519 public key (RFC 7748).
using PublicKey = PublicBytes<struct X25519Tag>;
/// An Ed25519 public key (RFC 8032).
using VerifyKey = PublicBytes<struct Ed25519Tag>;
/// An Ed25519 signature: R || S.
using Signature = ByteArray<64>;

/// An X25519 pair; `secret` is the 32-byte scalar before clamping.
struct KeyPair {
    PublicKey publicKey;
    SecretBytes secret;

    [[nodiscard]] KeyPair clone() const { return {publicKey, secret.clone()}; }
};

[[nodiscard]] KeyPair generateKeyPair(RandomSource& random);
/// The pair of a stored scalar, which must be 32 bytes long.
[[nodiscard]] KeyPair fromSecret(ByteView secret);
/// The public key of a 32-byte scalar.
[[nodiscard]] PublicKey publicKeyOf(ByteView secret);

/// X25519 (RFC 7748 section 6.1). Nothing when the result is all zero: the peer sent a point of low order.
[[nodiscard]] std::optional<SecretBytes> agree(ByteView secret, const PublicKey& peer);
/// The same into 32 bytes of the caller, who wipes them; false (and zeroes) where the other gives nothing.
[[nodiscard]] bool agreeInto(MutableByteView out, ByteView secret, const PublicKey& peer);

/// An Ed25519 pair; `secret` is the 32-byte seed followed by the public key.
struct SigningKeyPair {
    VerifyKey publicKey;
    SecretBytes secret;

    /// The 32 bytes to store; signingFromSeed() makes the pair from them again.
    [[nodiscard]] ByteView seed() const { return secret.view().first(keySize); }
    [[nodiscard]] SigningKeyPair clone() const { return {publicKey, secret.clone()}; }
};

[[nodiscard]] SigningKeyPair generateSigningKeyPair(RandomSource& random);
/// The pair of a stored seed, which must be 32 bytes long.
[[nodiscard]] SigningKeyPair signingFromSeed(ByteView seed);
/// Ed25519, deterministic (RFC 8032 section 5.1.6).
[[nodiscard]] Signature sign(const SigningKeyPair& key, ByteView message);
/// RFC 8032 section 5.1.7 as libsodium does it: also refuses S >= L, keys of low order and non-canonical keys.
[[nodiscard]] bool verify(const VerifyKey& key, ByteView message, ByteView signature);

}  // namespace nightjar::crypto
