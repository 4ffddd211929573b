// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace nightjar::vault {

enum class KeyringError : std::uint8_t {
    NotFound,     ///< the keyring is open and has no such entry
    Locked,       ///< it must be unlocked first
    Unavailable,  ///< there is none, or it does not answer
};

/// Port: the keyring of the desktop, which keeps small secrets under the password of the login. Never asks a person
/// anything; what is locked is told as such. Blocks for the answer of another process: not for the UI thread.
class Keyring {
public:
    virtual ~Keyring() = default;

    /// Names an entry; random, tells nothing.
    using Place = ByteArray<16>;

    [[nodiscard]] virtual Result<SecretBytes, KeyringError> load(const Place& place) = 0;
    /// Replaces what is there. Durable as far as the keyring is.
    [[nodiscard]] virtual Result<void, KeyringError> store(const Place& place, const SecretBytes& secret) = 0;
    /// No error when there is no such entry.
    [[nodiscard]] virtual Result<void, KeyringError> erase(const Place& place) = 0;
};

}  // namespace nightjar::vault
