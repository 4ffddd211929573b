// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/result.h"
#include "base/secret.h"

namespace nightjar::vault {

enum class KeystoreError : std::uint8_t {
    NotFound,
    Unavailable,  ///< there, but not to be had now (hardware busy, locked by the system)
    Lost,         ///< the half that the system keeps is not there any more
    Full,
    ReadOnly,
    Io,
};

/// Port: the two places (aliases 0 and 1) of the device key D, chosen so that a key can be destroyed for good: secure
/// hardware, the system's key service, or in the last resort a large file (runtime/keystore.h).
class Keystore {
public:
    virtual ~Keystore() = default;

    static constexpr std::size_t keySize = 32;
    static constexpr int aliases = 2;

    [[nodiscard]] virtual Result<SecretBytes, KeystoreError> load(int alias) = 0;
    /// Draws a new key in that place. The one that was there is destroyed by the very act, which needs no more space
    /// than it took. An interruption leaves the old key, the new one, or some third nobody knows.
    [[nodiscard]] virtual Result<void, KeystoreError> renew(int alias) = 0;
    /// Removes the place itself. No error when there is none.
    [[nodiscard]] virtual Result<void, KeystoreError> destroy(int alias) = 0;
};

}  // namespace nightjar::vault
