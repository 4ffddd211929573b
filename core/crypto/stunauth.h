// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/secret.h"

namespace nightjar::crypto {

// What TURN servers want to see from whoever has an account there (RFC 8489 sections 9.2 and 18.5.1). Nothing of
// Nightjar's own rests on MD5 or SHA-1.

/// How a password becomes a key.
enum class StunAlgorithm : std::uint16_t { Md5 = 1, Sha256 = 2 };

/// The key of long-term credentials: the hash of "user:realm:password", 16 or 32 bytes. The three are hashed as they
/// are given: whoever has characters beyond ASCII prepares them (RFC 8265).
[[nodiscard]] SecretBytes stunKey(StunAlgorithm algorithm, std::string_view user, std::string_view realm,
                                  ByteView password);
/// USERHASH (RFC 8489 section 14.4): SHA-256 of "user:realm".
[[nodiscard]] ByteArray<32> stunUserHash(std::string_view user, std::string_view realm);
/// HMAC-SHA-1 (RFC 2104), 20 bytes: MESSAGE-INTEGRITY.
[[nodiscard]] Bytes hmacSha1(ByteView key, ByteView data);
/// HMAC-SHA-256 (RFC 2104), 32 bytes: MESSAGE-INTEGRITY-SHA256.
[[nodiscard]] Bytes hmacSha256(ByteView key, ByteView data);

}  // namespace nightjar::crypto
