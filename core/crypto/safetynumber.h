// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/keys.h"

namespace nightjar::crypto {

/// Iterations of SHA-512: a second key with the same 30 digits costs 2^112 hash operations.
inline constexpr int safetyNumberIterations = 5200;

/// One half: Signal's numeric fingerprint, version 0. SHA-512(version 2 || key || stable id || key), then 5,199 times
/// SHA-512(previous || key). The first 30 bytes are shown.
[[nodiscard]] ByteArray<64> fingerprint(ByteView identityKey, ByteView stableId);
/// Six groups of five digits: each group is five bytes, big-endian, modulo 100,000.
[[nodiscard]] std::string fingerprintDigits(ByteView fingerprint);

/// 60 decimal digits, the same on both sides: the two halves in ascending order. The stable id is the key itself,
/// since nothing else names a person here. Takes about 5 ms.
[[nodiscard]] std::string safetyNumber(const PublicKey& own, const PublicKey& peer);
/// For a QR code, the same on both sides: version 1 byte (1), then the first 32 bytes of each fingerprint in
/// ascending order. Nothing here is secret, so any comparison will do.
[[nodiscard]] ByteArray<65> fingerprintBytes(const PublicKey& own, const PublicKey& peer);

}  // namespace nightjar::crypto
