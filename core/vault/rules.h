// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/ids.h"
#include "base/random.h"
#include "base/secret.h"

namespace nightjar::vault {

/// So many wrong PINs in a row wipe, where that is wanted.
inline constexpr std::uint32_t failuresThatWipe = 10;
/// Nonce, content, tag.
inline constexpr std::size_t sealedRulesSize = 24 + 16 + 16;
using SealedRules = ByteArray<sealedRulesSize>;

/// What is in force while everything is locked. Sealed under the device key in the keyslot file, there in every
/// installation, so that no plain field tells whether something is set.
struct Rules {
    std::uint32_t wipeAfter = 0;  ///< wrong PINs in a row; 0: never
    /// Of a wipe by wrong PINs: the slot of the wipe PIN, which stays with the decoy. 0xff: nothing stays.
    std::uint8_t wipeSlot = 0xff;
    ContainerId decoy{};
    bool operator==(const Rules&) const = default;
};

[[nodiscard]] SealedRules sealRules(const Rules& rules, const SecretBytes& deviceKey, RandomSource& random);
/// What was not sealed with this key says that nothing is set.
[[nodiscard]] Rules openRules(const SealedRules& sealed, const SecretBytes& deviceKey);

}  // namespace nightjar::vault
