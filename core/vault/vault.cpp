// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/vault.h"

#include <algorithm>

#include "vault/attempts.h"
#include "vault/calibration.h"
#include "vault/failure.h"
#include "vault/parts.h"
#include "vault/profilefolder.h"

namespace nightjar::vault {

Vault::Vault(Disk& disk, Keystore& keystore, RandomSource& random)
    : m_disk(disk), m_keystore(keystore), m_random(random) {
}

Vault::Session Vault::sessionOf(std::size_t slot, const SlotContent& content) {
    return {slot, content.hasWipePin ? content.wipeSlot : slotCount, content.decoy};
}

std::string Vault::folderOf(const ContainerId& name) {
    return containerFolder(name);
}

Result<void, VaultFailure> Vault::check() {
    const auto file = load();
    if (!file) {
        return Unexpected{file.error()};
    }
    const auto key = m_keystore.load(file->alias);
    if (!key) {
        return failure(key.error());
    }
    return {};
}

Duration Vault::retryAfter(Instant now) {
    const auto waiting = Attempts(m_disk).waiting(now);
    return waiting ? *waiting : Duration::zero();
}

Vault::Outcome<std::vector<std::string>> Vault::entries() {
    auto names = m_disk.list("");
    if (!names && names.error() == DiskError::NotFound) {
        return std::vector<std::string>{};
    }
    if (!names) {
        return failure(names.error());
    }
    return std::move(*names);
}

/// The newest valid copy.
Vault::Outcome<KeyslotFile> Vault::load() {
    const auto names = entries();
    if (!names) {
        return Unexpected{names.error()};
    }
    const auto view = viewFolder(*names);
    if (!view.copies) {
        // Containers without keyslots may be somebody's data, whose keyslots can be brought back from a copy.
        return failure(view.unfinished   ? VaultError::NoProfile
                       : view.containers ? VaultError::Damaged
                       : view.foreign    ? VaultError::Foreign
                                         : VaultError::NoProfile);
    }
    std::optional<KeyslotFile> newest;
    auto worst = VaultError::Foreign;
    for (const auto name : {keyslotsA, keyslotsB}) {
        const auto bytes = m_disk.read(name, keyslotFileSize);
        if (!bytes) {
            if (bytes.error() == DiskError::Io || bytes.error() == DiskError::ReadOnly) {
                return failure(bytes.error());
            }
            continue;
        }
        const auto file = decodeKeyslots(*bytes);
        if (file) {
            if (!newest || file->generation > newest->generation) {
                newest = *file;
            }
        } else if (file.error() == KeyslotError::TooNew) {
            // Going on with the other copy would undo what a newer program did.
            return failure(VaultError::TooNew);
        } else if (file.error() == KeyslotError::Damaged || view.containers) {
            worst = VaultError::Damaged;
        }
    }
    if (!newest) {
        return failure(worst);
    }
    return *newest;
}

Vault::Outcome<std::vector<SecretBytes>> Vault::keysOf(const KeyslotFile& file, const SecretBytes& pin) {
    auto keys = derivePinKeys(pin, file);
    if (!keys) {
        return failure(VaultError::Io);  // not enough memory
    }
    return std::move(*keys);
}

Vault::Outcome<SecretBytes> Vault::lastKeyOf(const KeyslotFile& file, const SecretBytes& pin) {
    auto keys = keysOf(file, pin);
    if (!keys) {
        return Unexpected{keys.error()};
    }
    return std::move(keys->back());
}

/// The spare device key; an interruption may have left none.
Vault::Outcome<SecretBytes> Vault::spareKey(int alias) {
    auto key = m_keystore.load(alias);
    if (!key && (key.error() == KeystoreError::NotFound || key.error() == KeystoreError::Lost)) {
        if (const auto done = m_keystore.renew(alias); !done) {
            return failure(done.error());
        }
        key = m_keystore.load(alias);
    }
    if (!key) {
        return failure(key.error());
    }
    return std::move(*key);
}

/// Counts, derives, tries every slot: the same work for every PIN.
Vault::Outcome<Vault::Entry> Vault::enter(const KeyslotFile& file, const SecretBytes& pin, Instant now) {
    if (!acceptable(pin)) {
        return failure(VaultError::BadPin);
    }
    Attempts attempts(m_disk);
    const auto waiting = attempts.waiting(now);
    if (!waiting) {
        return failure(waiting.error());
    }
    if (*waiting > Duration::zero()) {
        return failure(VaultError::TooSoon, *waiting);
    }
    auto deviceKey = m_keystore.load(file.alias);
    if (!deviceKey) {
        return failure(deviceKey.error());
    }
    auto spare = spareKey(spareAlias(file));
    if (!spare) {
        return Unexpected{spare.error()};
    }
    const auto delay = attempts.count(now);
    if (!delay) {
        return failure(delay.error());
    }
    auto pinKeys = keysOf(file, pin);
    if (!pinKeys) {
        return Unexpected{pinKeys.error()};
    }
    auto opened = openSlots(file, *pinKeys, *deviceKey);
    if (!opened) {
        return failure(VaultError::WrongPin, *delay);
    }
    return Entry{std::move(*opened), std::move(pinKeys->back()), std::move(*deviceKey), std::move(*spare)};
}

/// The file in which only the decoy is left, under the spare device key. `content` becomes what its slot holds.
KeyslotFile Vault::afterWipe(const KeyslotFile& file, const SlotContent& wipe, const Entry& entry,
                             SlotContent& content) {
    auto next = KeyslotFile::random(m_random);
    next.generation = file.generation + 1;
    next.alias = static_cast<std::uint8_t>(spareAlias(file));
    next.cost = file.cost;
    next.salt = file.salt;  // the PIN's key was derived with it
    next.raises = file.raises;
    next.rules = sealRules({}, entry.spareKey, m_random);
    content.kind = SlotKind::Open;
    content.own = wipe.own;
    content.ownKey = wipe.ownKey.clone();
    content.decoy = ContainerId::draw(m_random);
    content.decoyKey = drawContainerKey(m_random);
    const auto slot = drawRoles(content, m_random);
    addNames(next, {content.own, content.decoy});
    sealDummies(next, entry.spareKey, m_random);
    next.slots[slot] = sealSlot(content, slot, entry.pinKey, entry.spareKey, m_random);
    m_session = sessionOf(slot, content);
    return next;
}

Result<Unlocked, VaultFailure> Vault::unlock(const SecretBytes& pin, Instant now) {
    const auto before = m_session;  // who is inside stays so, whatever is typed on the lock screen
    const auto file = load();
    if (!file) {
        return Unexpected{file.error()};
    }
    auto entry = enter(*file, pin, now);
    if (!entry) {
        if (entry.error().code == VaultError::WrongPin) {
            wipeIfSet(*file, now);
        }
        return Unexpected{entry.error()};
    }
    auto& content = entry->opened.content;
    auto rules = openRules(file->rules, entry->deviceKey);
    KeyslotFile next = *file;
    int renewed = spareAlias(*file);
    if (content.kind == SlotKind::Wipe) {
        SlotContent decoy;
        next = afterWipe(*file, content, *entry, decoy);
        renewed = file->alias;
        content = std::move(decoy);
        rules = {};
    } else {
        const auto slot = entry->opened.slot;
        ++next.generation;
        next.slots[slot] = sealSlot(content, slot, entry->pinKey, entry->deviceKey, m_random);
        m_session = sessionOf(slot, content);
    }
    if (const auto done = commit(next, renewed, Order::Destroy); !done) {
        m_session = before;
        return Unexpected{done.error()};
    }
    (void)Attempts(m_disk).reset();  // if it fails, the next attempt waits a second
    // A cost below the bounds was chosen by hand, and stays. Asked only now, because the answer takes a trial of its
    // own, and a wipe waits for nothing.
    const auto dearer = m_raise && file->cost.memoryKiB >= leastMemoryKiB ? m_raise() : std::nullopt;
    // If it fails, a guess stays as cheap as it was, or the file as old. What the PIN was for is done already.
    (void)refresh(next, m_session->slot, content, entry->pinKey, dearer);
    auto unlocked = unlockedBy(content, rules);
    if (const auto reserve = reserveOf(next, content); reserve && !content.hidden) {
        unlocked.reserve = Container{*reserve, drawContainerKey(m_random)};
    }
    return unlocked;
}

/// The first write is the decision: when it is on disk, what follows can be finished by sweep() at any later start, so
/// errors there are no errors of the caller.
Vault::Outcome<void> Vault::commit(const KeyslotFile& next, int renewedAlias, Order order) {
    const auto bytes = encodeKeyslots(next, m_random);
    auto first = m_disk.overwrite(keyslotsA, 0, bytes);
    if (!first && first.error() == DiskError::NotFound) {
        first = m_disk.create(keyslotsA, bytes);
    }
    if (!first) {
        return failure(first.error());
    }
    const auto renew = [&] {
        if (!m_keystore.renew(renewedAlias)) {
            (void)m_keystore.destroy(renewedAlias);
        }
    };
    if (order == Order::Destroy) {
        renew();
    }
    auto second = m_disk.overwrite(keyslotsB, 0, bytes);
    if (!second && second.error() == DiskError::NotFound) {
        second = m_disk.create(keyslotsB, bytes);
    }
    if (order == Order::Keep && second) {
        renew();
    }
    return {};
}

}  // namespace nightjar::vault
