// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "vault/keyring.h"

namespace nightjar::vault {

/// A keyring in memory that can be locked, stopped, or lose what it is told.
class FakeKeyring final : public Keyring {
public:
    std::map<Place, Bytes> entries;
    std::optional<KeyringError> closed;
    bool forgets = false;  ///< says yes and keeps nothing
    bool clings = false;   ///< says yes and removes nothing

    [[nodiscard]] Result<SecretBytes, KeyringError> load(const Place& place) override {
        if (closed) {
            return Unexpected{*closed};
        }
        const auto found = entries.find(place);
        return found == entries.end() ? Result<SecretBytes, KeyringError>(Unexpected{KeyringError::NotFound})
                                      : SecretBytes(ByteView(found->second));
    }
    [[nodiscard]] Result<void, KeyringError> store(const Place& place, const SecretBytes& secret) override {
        if (closed) {
            return Unexpected{*closed};
        }
        if (!forgets) {
            entries[place] = toBytes(secret.view());
        }
        return {};
    }
    [[nodiscard]] Result<void, KeyringError> erase(const Place& place) override {
        if (closed) {
            return Unexpected{*closed};
        }
        if (!clings) {
            entries.erase(place);
        }
        return {};
    }
};

}  // namespace nightjar::vault
