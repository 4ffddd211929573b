// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/vault.h"

#include <algorithm>

#include "vault/attempts.h"
#include "vault/failure.h"
#include "vault/parts.h"
#include "vault/profilefolder.h"

namespace nightjar::vault {

Result<void, VaultFailure> Vault::changePin(const SecretBytes& pin, const SecretBytes& newPin, Instant now) {
    return rewrite(pin, {.newPin = &newPin}, now);
}

Result<void, VaultFailure> Vault::setWipePin(const SecretBytes& pin, const SecretBytes& wipePin, Instant now) {
    return rewrite(pin, {.newWipePin = &wipePin}, now);
}

Result<void, VaultFailure> Vault::removeWipePin(const SecretBytes& pin, Instant now) {
    return rewrite(pin, {.removeWipePin = true}, now);
}

/// Also moves everything to the other device key and destroys the one before, so that an old copy of the keyslots
/// does not open with the old PIN.
Vault::Outcome<void> Vault::rewrite(const SecretBytes& pin, const Change& change, Instant now) {
    for (const auto* fresh : {change.newPin, change.newWipePin}) {
        if (fresh != nullptr && !acceptable(*fresh)) {
            return failure(VaultError::BadPin);
        }
    }
    const auto file = load();
    if (!file) {
        return Unexpected{file.error()};
    }
    auto entry = enter(*file, pin, now);
    if (!entry) {
        return Unexpected{entry.error()};
    }
    auto& content = entry->opened.content;
    const auto slot = entry->opened.slot;
    if (content.kind != SlotKind::Open) {
        return failure(VaultError::WrongPin, retryAfter(now));
    }
    Attempts attempts(m_disk);
    (void)attempts.reset();

    std::optional<SecretBytes> freshKey;
    if (const auto* fresh = change.newPin != nullptr ? change.newPin : change.newWipePin) {
        auto key = keyOf(*file, *fresh);
        if (!key) {
            return Unexpected{key.error()};
        }
        if (openSlots(*file, *key, entry->deviceKey)) {
            return failure(VaultError::PinInUse);
        }
        freshKey = std::move(*key);
    }

    auto next = *file;
    ++next.generation;
    next.alias = static_cast<std::uint8_t>(spareAlias(*file));
    resealAll(next, entry->deviceKey, entry->spareKey, m_random);
    if (change.removeWipePin && content.wipeSlot < slotCount) {
        m_random.fill(next.slots[content.wipeSlot]);
        content.wipeSlot = slotCount;
    }
    if (change.newWipePin != nullptr) {
        if (content.wipeSlot == slotCount) {
            const auto taken = sealedSlots(*file, entry->deviceKey);
            std::vector<std::size_t> free;
            for (std::size_t i = 0; i < slotCount; ++i) {
                if (!taken[i]) {
                    free.push_back(i);
                }
            }
            if (free.empty()) {
                return failure(VaultError::Io);  // not with the two PINs there are so far
            }
            content.wipeSlot = free[m_random.below(free.size())];
        }
        SlotContent wipe;
        wipe.kind = SlotKind::Wipe;
        wipe.own = content.decoy;
        wipe.ownKey = content.decoyKey.clone();
        next.slots[content.wipeSlot] = sealSlot(wipe, content.wipeSlot, *freshKey, entry->spareKey, m_random);
    }
    const auto& pinKey = change.newPin != nullptr ? *freshKey : entry->pinKey;
    next.slots[slot] = sealSlot(content, slot, pinKey, entry->spareKey, m_random);
    if (auto done = commit(next, file->alias, Order::Keep); !done) {
        return done;
    }
    if (m_session && m_session->slot == slot) {
        m_session->wipeSlot = content.wipeSlot;
    }
    return {};
}

}  // namespace nightjar::vault
