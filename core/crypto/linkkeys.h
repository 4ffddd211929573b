// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/secret.h"

namespace nightjar::crypto {

/// Everything that follows from the 32-byte secret k of an invitation link (docs/protocol.md section 6). Whoever holds
/// the link can compute all of it; the hub learns blobId and, on revocation, revokeSecret only.
struct LinkKeys {
    /// Where the blob lies: BLAKE2b-128("NJ1 blob id" || k).
    ByteArray<16> blobId{};
    /// Encrypts the blob: HKDF-SHA-512(k, "NJ1 blob key"), 32 bytes.
    SecretBytes blobKey;
    /// Allows its deletion: HKDF-SHA-512(k, "NJ1 revoke"), 16 bytes.
    SecretBytes revokeSecret;
    /// Encrypts what opens the session in the first message: HKDF-SHA-512(k, "NJ1 first message"), 32 bytes.
    SecretBytes firstMessageKey;

    /// `invitationSecret` must be 32 bytes long.
    [[nodiscard]] static LinkKeys derive(ByteView invitationSecret);
};

}  // namespace nightjar::crypto
