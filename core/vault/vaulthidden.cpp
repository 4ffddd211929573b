// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The third container: the reserve, whose key nobody has, or a hidden identity in its place.

#include <algorithm>

#include "vault/failure.h"
#include "vault/parts.h"
#include "vault/profilefolder.h"
#include "vault/vault.h"

namespace nightjar::vault {

Result<void, VaultFailure> Vault::setHidden(const SecretBytes& pin, const SecretBytes& hiddenPin,
                                            const Furnish& furnish, Instant now) {
    // The same work on the same files whether there was one or not: the name of the third container is replaced, and
    // its folder, which nothing names any more, is the sweep's.
    const auto apply = [&](Draft& draft) -> Outcome<void> {
        const auto& main = draft.content;
        const auto before = reserveOf(draft.file, main);
        if (!before) {
            return Unexpected{before.error()};
        }
        auto made = makeContainer(furnish);
        if (!made) {
            return Unexpected{made.error()};
        }
        replaceName(draft.file, *before, made->name);
        SlotContent hidden;
        hidden.own = made->name;
        hidden.ownKey = std::move(made->key);
        hidden.decoy = main.decoy;
        hidden.decoyKey = main.decoyKey.clone();
        hidden.wipeSlot = main.wipeSlot;
        hidden.hidden = true;
        draft.file.slots[main.hiddenSlot] =
            sealSlot(hidden, main.hiddenSlot, *draft.freshKey, draft.deviceKey, m_random);
        return {};
    };
    return rewrite(pin, {Who::Main, &hiddenPin, apply}, now);
}

Result<void, VaultFailure> Vault::removeHidden(const SecretBytes& pin, const Furnish& furnish, Instant now) {
    const auto apply = [&](Draft& draft) -> Outcome<void> {
        const auto reserve = makeContainer(furnish);
        if (!reserve) {
            return Unexpected{reserve.error()};
        }
        replaceName(draft.file, draft.content.own, reserve->name);
        draft.forget = true;
        return {};
    };
    return rewrite(pin, {Who::Hidden, nullptr, apply}, now);
}

/// Before anything names it: if what comes after is interrupted, the sweep removes it.
Vault::Outcome<Container> Vault::makeContainer(const Furnish& furnish) {
    Container container{ContainerId::draw(m_random), drawContainerKey(m_random)};
    if (const auto done = m_disk.makeFolder(containerFolder(container.name)); !done) {
        return failure(done.error());
    }
    if (furnish && !furnish(container)) {
        return failure(VaultError::Io);
    }
    return container;
}

Vault::Outcome<ContainerId> Vault::reserveOf(const KeyslotFile& file, const SlotContent& content) {
    const auto folders = entries();
    if (!folders) {
        return Unexpected{folders.error()};
    }
    std::optional<ContainerId> first;
    for (const auto& name : file.names) {
        if (name == content.own || name == content.decoy) {
            continue;
        }
        if (std::find(folders->begin(), folders->end(), containerFolder(name)) != folders->end()) {
            return name;
        }
        first = first.value_or(name);
    }
    return *first;  // two of eight are taken
}

Vault::Outcome<void> Vault::modernise(KeyslotFile& file, SlotContent& content, const SecretBytes& deviceKey) {
    if (file.version == keyslotVersion) {
        return {};
    }
    addRoles(content, sealedSlots(file, deviceKey), m_random);
    const auto reserve = reserveOf(file, content);
    if (!reserve) {
        return Unexpected{reserve.error()};
    }
    if (const auto done = m_disk.makeFolder(containerFolder(*reserve)); !done) {
        return failure(done.error());
    }
    file.version = keyslotVersion;
    return {};
}

}  // namespace nightjar::vault
