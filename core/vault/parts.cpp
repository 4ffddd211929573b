// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/parts.h"

#include <algorithm>
#include <cassert>

namespace nightjar::vault {

namespace {

constexpr std::size_t containerKeySize = 32;

/// One that is not taken; there always is.
std::size_t drawFree(const std::array<bool, slotCount>& taken, RandomSource& random) {
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < slotCount; ++i) {
        if (!taken[i]) {
            free.push_back(i);
        }
    }
    assert(!free.empty());
    return free[random.below(free.size())];
}

}  // namespace

bool acceptable(const SecretBytes& pin) {
    return !pin.empty() && pin.size() <= maxPinBytes;
}

int spareAlias(const KeyslotFile& file) {
    return 1 - file.alias;
}

SecretBytes drawContainerKey(RandomSource& random) {
    SecretBytes key(containerKeySize);
    random.fill(key.mutableView());
    return key;
}

Unlocked unlockedBy(const SlotContent& content, const Rules& rules) {
    return {{content.own, content.ownKey.clone()},
            {content.decoy, content.decoyKey.clone()},
            {},
            content.hasWipePin,
            rules.wipeAfter > 0,
            content.hidden};
}

void addNames(KeyslotFile& file, std::initializer_list<ContainerId> containers) {
    std::copy(containers.begin(), containers.end(), file.names.begin());
    std::sort(file.names.begin(), file.names.end());
}

void replaceName(KeyslotFile& file, const ContainerId& from, const ContainerId& to) {
    std::replace(file.names.begin(), file.names.end(), from, to);
    std::sort(file.names.begin(), file.names.end());
}

std::size_t drawRoles(SlotContent& content, RandomSource& random) {
    std::array<bool, slotCount> taken{};
    const auto slot = drawFree(taken, random);
    content.wipeSlot = slotCount;
    taken[slot] = true;
    addRoles(content, taken, random);
    return slot;
}

void addRoles(SlotContent& content, const std::array<bool, slotCount>& taken, RandomSource& random) {
    auto used = taken;
    if (content.wipeSlot >= slotCount) {
        content.wipeSlot = drawFree(used, random);
    }
    used[content.wipeSlot] = true;
    content.hiddenSlot = drawFree(used, random);
}

}  // namespace nightjar::vault
