// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "vault/vault.h"

namespace nightjar::vault {

// Small things that the parts of the vault share.

[[nodiscard]] bool acceptable(const SecretBytes& pin);
[[nodiscard]] int spareAlias(const KeyslotFile& file);
[[nodiscard]] SecretBytes drawContainerKey(RandomSource& random);
[[nodiscard]] Unlocked unlockedBy(const SlotContent& content, const Rules& rules);
/// Puts the containers among the random names; their order tells nothing.
void addNames(KeyslotFile& file, std::initializer_list<ContainerId> containers);

}  // namespace nightjar::vault
