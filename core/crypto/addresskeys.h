// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "crypto/keys.h"

namespace nightjar::crypto {

/// What follows from the key P in the link of a public address (docs/protocol.md section 12). The hub learns the id
/// only.
struct AddressKeys {
    /// Names it at the hub: BLAKE2b-128("NJ1 address id" | P).
    ByteArray<16> id{};
    /// Seals what it hands out against whoever does not have the link: HKDF-SHA-512(P, "NJ1 address item"), 32 bytes.
    SecretBytes itemKey;

    [[nodiscard]] static AddressKeys derive(const VerifyKey& key);
};

}  // namespace nightjar::crypto
