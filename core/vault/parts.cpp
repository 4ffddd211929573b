// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/parts.h"

#include <algorithm>

namespace nightjar::vault {

namespace {

constexpr std::size_t containerKeySize = 32;

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
            content.wipeSlot<slotCount, rules.wipeAfter> 0};
}

void addNames(KeyslotFile& file, std::initializer_list<ContainerId> containers) {
    std::copy(containers.begin(), containers.end(), file.names.begin());
    std::sort(file.names.begin(), file.names.end());
}

}  // namespace nightjar::vault
