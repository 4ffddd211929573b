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
void replaceName(KeyslotFile& file, const ContainerId& from, const ContainerId& to);

/// Draws the slots for a PIN, its wipe PIN and a hidden identity's, all different: what `content` says of them is set,
/// that of the PIN itself returned.
[[nodiscard]] std::size_t drawRoles(SlotContent& content, RandomSource& random);
/// What a profile of version 1 or 2 did not have yet: a slot for each purpose, among those that are free.
void addRoles(SlotContent& content, const std::array<bool, slotCount>& taken, RandomSource& random);

}  // namespace nightjar::vault
