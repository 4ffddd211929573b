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
    const auto apply = [](Draft& draft) {
        draft.pinKey = std::move(*draft.freshKey);
        return Outcome<void>();
    };
    return rewrite(pin, {Who::Any, &newPin, apply}, now);
}

Result<void, VaultFailure> Vault::setWipePin(const SecretBytes& pin, const SecretBytes& wipePin, Instant now) {
    const auto apply = [this](Draft& draft) {
        auto& content = draft.content;
        SlotContent wipe;
        wipe.kind = SlotKind::Wipe;
        wipe.own = content.decoy;
        wipe.ownKey = content.decoyKey.clone();
        draft.file.slots[content.wipeSlot] =
            sealSlot(wipe, content.wipeSlot, *draft.freshKey, draft.deviceKey, m_random);
        content.hasWipePin = true;
        return Outcome<void>();
    };
    return rewrite(pin, {Who::Main, &wipePin, apply}, now);
}

Result<void, VaultFailure> Vault::removeWipePin(const SecretBytes& pin, Instant now) {
    const auto apply = [this](Draft& draft) {
        auto& content = draft.content;
        draft.file.slots[content.wipeSlot] = sealDummy(content.wipeSlot, draft.deviceKey, m_random);
        content.hasWipePin = false;
        return Outcome<void>();
    };
    return rewrite(pin, {Who::Main, nullptr, apply}, now);
}

Result<void, VaultFailure> Vault::setWipeAfterFailures(const SecretBytes& pin, bool on, Instant now) {
    const auto apply = [on](Draft& draft) {
        draft.rules.wipeAfter = on ? failuresThatWipe : 0;
        return Outcome<void>();
    };
    return rewrite(pin, {Who::Main, nullptr, apply}, now);
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
Vault::Outcome<void> Vault::refresh(const KeyslotFile& file, std::size_t slot, SlotContent& content,
                                    const SecretBytes& pinKey, std::optional<KdfCost> dearer) {
    if (file.raises.size() >= maxRaises) {
        dearer.reset();
    }
    if (!dearer && file.version == keyslotVersion) {
        return {};
    }
    const auto from = m_keystore.load(file.alias);
    const auto to = spareKey(spareAlias(file));
    if (!from || !to) {
        return from ? Outcome<void>(Unexpected{to.error()}) : failure(from.error());
    }
    auto next = file;
    ++next.generation;
    next.alias = static_cast<std::uint8_t>(spareAlias(file));
    std::optional<SecretBytes> dearKey;
    if (dearer) {
        KdfStage stage{*dearer, {}};
        m_random.fill(stage.salt);
        dearKey = derivePinKey(pinKey, stage.salt, stage.cost);
        if (!dearKey) {
            return failure(VaultError::Io);
        }
        next.raises.push_back(stage);
    }
    if (auto done = modernise(next, content, *from); !done) {
        return done;
    }
    resealAll(next, *from, *to, m_random);
    next.slots[slot] = sealSlot(content, slot, dearKey ? *dearKey : pinKey, *to, m_random);
    return commit(next, file.alias, Order::Keep);
}

/// Also moves everything to the other device key and destroys the one before, so that an old copy of the keyslots
/// does not open with the old PIN.
Vault::Outcome<void> Vault::rewrite(const SecretBytes& pin, const Change& change, Instant now) {
    if (change.freshPin != nullptr && !acceptable(*change.freshPin)) {
        return failure(VaultError::BadPin);
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
    if (content.kind != SlotKind::Open || (m_session && m_session->slot != slot)) {
        return failure(VaultError::WrongPin, retryAfter(now));
    }
    (void)Attempts(m_disk).reset();
    if (change.who != Who::Any && (change.who == Who::Hidden) != content.hidden) {
        return failure(VaultError::NotHere);
    }

    Draft draft{*file, std::move(entry->spareKey), content, std::move(entry->pinKey)};
    if (change.freshPin != nullptr) {
        auto keys = keysOf(*file, *change.freshPin);
        if (!keys) {
            return Unexpected{keys.error()};
        }
        if (openSlots(*file, *keys, entry->deviceKey)) {
            return failure(VaultError::PinInUse);
        }
        draft.freshKey = std::move(keys->back());
    }
    ++draft.file.generation;
    draft.file.alias = static_cast<std::uint8_t>(spareAlias(*file));
    if (auto done = modernise(draft.file, content, entry->deviceKey); !done) {
        return done;
    }
    resealAll(draft.file, entry->deviceKey, draft.deviceKey, m_random);
    draft.rules = openRules(draft.file.rules, draft.deviceKey);
    if (auto done = change.apply(draft); !done) {
        return done;
    }
    auto& rules = draft.rules;
    if (!content.hidden) {
        const bool keepsDecoy = rules.wipeAfter > 0 && content.hasWipePin;
        rules.wipeSlot = keepsDecoy ? static_cast<std::uint8_t>(content.wipeSlot) : Rules().wipeSlot;
        rules.decoy = keepsDecoy ? content.decoy : ContainerId();
    }
    draft.file.rules = sealRules(rules, draft.deviceKey, m_random);
    draft.file.slots[slot] = draft.forget ? sealDummy(slot, draft.deviceKey, m_random)
                                          : sealSlot(content, slot, draft.pinKey, draft.deviceKey, m_random);
    if (auto done = commit(draft.file, file->alias, Order::Keep); !done) {
        return done;
    }
    if (draft.forget) {
        m_session.reset();
    } else if (m_session) {
        m_session = sessionOf(slot, content);
    }
    return {};
}

}  // namespace nightjar::vault
