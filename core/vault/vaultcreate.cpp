// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/vault.h"

#include <algorithm>

#include "vault/attempts.h"
#include "vault/failure.h"
#include "vault/parts.h"
#include "vault/profilefolder.h"

namespace nightjar::vault {

Result<Unlocked, VaultFailure> Vault::create(KdfCost cost, const SecretBytes& pin,
                                             const std::optional<SecretBytes>& wipePin, const Populate& populate) {
    if (!acceptable(pin) || (wipePin && !acceptable(*wipePin))) {
        return failure(VaultError::BadPin);
    }
    if (wipePin && constantTimeEqual(pin.view(), wipePin->view())) {
        return failure(VaultError::PinInUse);
    }
    if (const auto present = check(); present) {
        return failure(VaultError::ProfileExists);
    } else if (present.error().code != VaultError::NoProfile) {
        return Unexpected{present.error()};
    }
    // What an interrupted creation or erasure left.
    if (const auto done = removeEverything(); !done) {
        return Unexpected{done.error()};
    }

    const auto make = [&]() -> Outcome<Unlocked> {
        auto file = KeyslotFile::random(m_random);
        file.generation = 1;
        file.alias = static_cast<std::uint8_t>(m_random.below(Keystore::aliases));
        file.cost = cost;
        // Two derivations whether there is a wipe PIN or not, and both before anything is written: else the times of
        // the files would tell for ever how many there were.
        const auto key = lastKeyOf(file, pin);
        const auto nobodysPin = drawContainerKey(m_random);
        const auto wipeKey = lastKeyOf(file, wipePin ? *wipePin : nobodysPin);
        if (!key || !wipeKey) {
            return Unexpected{key ? wipeKey.error() : key.error()};
        }
        // The mark of a creation comes before and goes after everything else: whatever an interruption leaves, the next
        // start knows that it may be cleared away.
        if (const auto done = m_disk.create(keyslotsNew, encodeKeyslots(file, m_random)); !done) {
            return failure(done.error());
        }
        for (int alias = 0; alias < Keystore::aliases; ++alias) {
            if (const auto done = m_keystore.renew(alias); !done) {
                return failure(done.error());
            }
        }
        const auto deviceKey = m_keystore.load(file.alias);
        if (!deviceKey) {
            return failure(deviceKey.error());
        }
        SlotContent own;
        own.own = ContainerId::draw(m_random);
        own.ownKey = drawContainerKey(m_random);
        own.decoy = ContainerId::draw(m_random);
        own.decoyKey = drawContainerKey(m_random);
        const Container reserve{ContainerId::draw(m_random), drawContainerKey(m_random)};
        addNames(file, {own.own, own.decoy, reserve.name});
        const auto slot = drawRoles(own, m_random);
        own.hasWipePin = wipePin.has_value();
        sealDummies(file, *deviceKey, m_random);
        if (wipePin) {
            SlotContent wipe;
            wipe.kind = SlotKind::Wipe;
            wipe.own = own.decoy;
            wipe.ownKey = own.decoyKey.clone();
            file.slots[own.wipeSlot] = sealSlot(wipe, own.wipeSlot, *wipeKey, *deviceKey, m_random);
        }
        file.slots[slot] = sealSlot(own, slot, *key, *deviceKey, m_random);
        file.rules = sealRules({}, *deviceKey, m_random);

        const auto bytes = encodeKeyslots(file, m_random);
        if (const auto done = m_disk.overwrite(keyslotsNew, 0, bytes); !done) {
            return failure(done.error());
        }
        if (const auto done = Attempts(m_disk).create(); !done) {
            return failure(done.error());
        }
        for (const auto& container : {own.own, own.decoy, reserve.name}) {
            if (const auto done = m_disk.makeFolder(containerFolder(container)); !done) {
                return failure(done.error());
            }
        }
        auto unlocked = unlockedBy(own, {});
        if (populate && !populate(unlocked.own, unlocked.decoy, reserve)) {
            return failure(VaultError::Io);
        }
        if (const auto done = m_disk.create(keyslotsB, bytes); !done) {
            return failure(done.error());
        }
        if (const auto done = m_disk.rename(keyslotsNew, keyslotsA); !done) {
            return failure(done.error());
        }
        m_session = sessionOf(slot, own);
        return unlocked;
    };
    auto made = make();
    if (!made) {
        (void)removeEverything();
    }
    return made;
}

}  // namespace nightjar::vault
