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

Result<void, VaultFailure> Vault::setWipeAfterFailures(const SecretBytes& pin, bool on, Instant now) {
    return rewrite(pin, {.wipeAfterFailures = on}, now);
}

Result<void, VaultFailure> Vault::tryWipePin(const SecretBytes& wipePin) {
    if (!m_session) {
        return failure(VaultError::NotUnlocked);
    }
    if (!acceptable(wipePin)) {
        return failure(VaultError::BadPin);
    }
    const auto file = load();
    if (!file) {
        return Unexpected{file.error()};
    }
    const auto deviceKey = m_keystore.load(file->alias);
    if (!deviceKey) {
        return failure(deviceKey.error());
    }
    const auto keys = keysOf(*file, wipePin);
    if (!keys) {
        return Unexpected{keys.error()};
    }
    const auto opened = openSlots(*file, *keys, *deviceKey);
    const bool right = opened && opened->content.kind == SlotKind::Wipe && opened->content.own == m_session->decoy;
    return right ? Result<void, VaultFailure>() : failure(VaultError::WrongPin);
}

/// Every slot stays under the key that it is sealed with, this one goes under the new one; so does each other at its
/// own next unlock.
Vault::Outcome<void> Vault::raise(const KeyslotFile& file, std::size_t slot, const SlotContent& content,
                                  const SecretBytes& pinKey, KdfCost cost) {
    if (file.raises.size() >= maxRaises) {
        return {};
    }
    const auto from = m_keystore.load(file.alias);
    const auto to = spareKey(spareAlias(file));
    if (!from || !to) {
        return from ? Outcome<void>(Unexpected{to.error()}) : failure(from.error());
    }
    KdfStage stage{cost, {}};
    m_random.fill(stage.salt);
    const auto key = derivePinKey(pinKey, stage.salt, cost);
    if (!key) {
        return failure(VaultError::Io);
    }
    auto next = file;
    ++next.generation;
    next.alias = static_cast<std::uint8_t>(spareAlias(file));
    next.raises.push_back(stage);
    resealAll(next, *from, *to, m_random);
    next.slots[slot] = sealSlot(content, slot, *key, *to, m_random);
    return commit(next, file.alias, Order::Keep);
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
        auto keys = keysOf(*file, *fresh);
        if (!keys) {
            return Unexpected{keys.error()};
        }
        if (openSlots(*file, *keys, entry->deviceKey)) {
            return failure(VaultError::PinInUse);
        }
        freshKey = std::move(keys->back());
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
    auto rules = openRules(next.rules, entry->spareKey);
    if (change.wipeAfterFailures) {
        rules.wipeAfter = *change.wipeAfterFailures ? failuresThatWipe : 0;
    }
    const bool keepsDecoy = rules.wipeAfter > 0 && content.wipeSlot < slotCount;
    rules.wipeSlot = keepsDecoy ? static_cast<std::uint8_t>(content.wipeSlot) : Rules().wipeSlot;
    rules.decoy = keepsDecoy ? content.decoy : ContainerId();
    next.rules = sealRules(rules, entry->spareKey, m_random);
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
