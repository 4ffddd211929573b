// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <initializer_list>

#include "base/secret.h"

namespace nightjar::crypto {

/// Parts that are hashed one after the other, as if they had been joined.
using Parts = std::initializer_list<ByteView>;

/// BLAKE2b (RFC 7693) with 32 bytes of output; a key, if any, has 16 to 64 bytes.
[[nodiscard]] ByteArray<32> hash256(Parts parts, ByteView key = {});
[[nodiscard]] inline ByteArray<32> hash256(ByteView data, ByteView key = {}) {
    return hash256(Parts{data}, key);
}
/// BLAKE2b (RFC 7693) with 64 bytes of output; a key, if any, has 16 to 64 bytes.
[[nodiscard]] ByteArray<64> hash512(Parts parts, ByteView key = {});
[[nodiscard]] inline ByteArray<64> hash512(ByteView data, ByteView key = {}) {
    return hash512(Parts{data}, key);
}
/// BLAKE2b (RFC 7693) with 16 bytes of output, without a key.
[[nodiscard]] ByteArray<16> hash128(Parts parts);

/// SHA-512 (FIPS 180-4).
[[nodiscard]] ByteArray<64> sha512(Parts parts);
[[nodiscard]] inline ByteArray<64> sha512(ByteView data) {
    return sha512(Parts{data});
}

/// HMAC-SHA-512 (RFC 2104, RFC 4231); the key may have any length.
[[nodiscard]] ByteArray<64> hmacSha512(ByteView key, Parts parts);
[[nodiscard]] inline ByteArray<64> hmacSha512(ByteView key, ByteView data) {
    return hmacSha512(key, Parts{data});
}
/// Two of them under one key, which is taken in once.
[[nodiscard]] std::array<ByteArray<64>, 2> hmacSha512Twice(ByteView key, ByteView first, ByteView second);

/// HKDF-Extract (RFC 5869 section 2.2) with SHA-512. An empty salt stands for 64 zero bytes. The caller wipes the
/// result.
[[nodiscard]] ByteArray<64> hkdfExtract(ByteView salt, Parts inputKey);
/// HKDF-Expand (RFC 5869 section 2.3) with SHA-512. `out` has at most 255 * 64 bytes, `prk` 64.
void hkdfExpand(MutableByteView out, ByteView prk, Parts info);

/// Extract, then expand, into memory of the caller, who wipes it.
void hkdfSha512Into(MutableByteView out, ByteView inputKey, ByteView salt, ByteView info);
/// Extract, then expand; `size` is at most 255 * 64.
[[nodiscard]] SecretBytes hkdfSha512(ByteView inputKey, ByteView salt, ByteView info, std::size_t size);
/// The common case: no salt, the purpose as text.
[[nodiscard]] SecretBytes hkdfSha512(ByteView inputKey, std::string_view info, std::size_t size = 32);

/// Cost of one guess at a PIN.
struct Argon2Params {
    /// Memory in KiB; at least 8.
    std::uint32_t memKiB = 64 * 1024;
    /// Passes over the memory; at least 1.
    std::uint32_t passes = 3;
};
/// Most memory that is ever asked for, so that a forged parameter block cannot exhaust the machine: 4 GiB.
inline constexpr std::uint32_t argon2MaxMemKiB = 4u * 1024 * 1024;
/// Most passes, for the same reason.
inline constexpr std::uint32_t argon2MaxPasses = 64;

/// Argon2id v1.3 (RFC 9106) with one lane, 32 bytes out. Empty when the memory cannot be had or the parameters are
/// out of bounds.
[[nodiscard]] SecretBytes argon2id(ByteView pin, const ByteArray<16>& salt, Argon2Params params);

}  // namespace nightjar::crypto
