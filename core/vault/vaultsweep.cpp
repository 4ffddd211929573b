// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "vault/vault.h"

#include <algorithm>
#include <iterator>

#include "vault/attempts.h"
#include "vault/failure.h"
#include "vault/parts.h"
#include "vault/profilefolder.h"

namespace nightjar::vault {

Result<void, VaultFailure> Vault::wipeNow() {
    if (!m_session) {
        return failure(VaultError::NotUnlocked);
    }
    const auto file = load();
    if (!file) {
        return Unexpected{file.error()};
    }
    if (auto done = destroyAllBut(*file, {m_session->wipeSlot, m_session->decoy}); !done) {
        return done;
    }
    m_session.reset();
    auto swept = sweep();
    // Nothing being left is what was asked for.
    return !swept && swept.error().code == VaultError::NoProfile ? Result<void, VaultFailure>() : swept;
}

/// A keyring that is away, or a device key gone bad, must not stand in the way: then nothing remains.
Vault::Outcome<void> Vault::destroyAllBut(const KeyslotFile& file, const Remains& remains) {
    const auto deviceKey = m_keystore.load(file.alias);
    const auto spare = deviceKey ? spareKey(spareAlias(file)) : Outcome<SecretBytes>(failure(VaultError::Io));
    auto next = KeyslotFile::random(m_random);
    next.generation = file.generation + 1;
    next.alias = static_cast<std::uint8_t>(spareAlias(file));
    next.cost = file.cost;
    next.salt = file.salt;
    next.raises = file.raises;
    if (spare) {
        next.rules = sealRules({}, *spare, m_random);
    }
    if (spare && remains.wipeSlot < slotCount && sealedSlots(file, *deviceKey)[remains.wipeSlot]) {
        auto moved = file;
        resealAll(moved, *deviceKey, *spare, m_random);
        sealDummies(next, *spare, m_random);
        next.slots[remains.wipeSlot] = moved.slots[remains.wipeSlot];
        addNames(next, {remains.decoy});
    }
    return commit(next, file.alias, Order::Destroy);
}

/// The person is told what they are told anyway: the PIN is wrong. The rest is the sweep's.
void Vault::wipeIfSet(const KeyslotFile& file, Instant now) {
    const auto deviceKey = m_keystore.load(file.alias);
    const auto failures = Attempts(m_disk).failures(now);
    if (!deviceKey || !failures) {
        return;
    }
    const auto rules = openRules(file.rules, *deviceKey);
    if (rules.wipeAfter > 0 && *failures >= rules.wipeAfter) {
        (void)destroyAllBut(file, {std::min<std::size_t>(rules.wipeSlot, slotCount), rules.decoy});
        m_session.reset();
    }
}

/// Nobody can ever open it, and there is nothing in it: what wipeNow() leaves to be cleared away. Both are asked, so
/// that a device key gone bad, or containers moved elsewhere for a while, do not look like it.
bool Vault::isErased(const KeyslotFile& file, const SecretBytes& deviceKey) {
    const auto sealed = sealedSlots(file, deviceKey);
    if (std::find(sealed.begin(), sealed.end(), true) != sealed.end()) {
        return false;
    }
    const auto names = entries();
    return names && std::none_of(names->begin(), names->end(), [&file](const std::string& name) {
               const auto container = containerOf(name);
               return container && file.namesContainer(*container);
           });
}

Result<void, VaultFailure> Vault::sweep() {
    const auto file = load();
    if (!file) {
        if (const auto names = entries(); names && viewFolder(*names).unfinished) {
            (void)removeEverything();
        }
        return Unexpected{file.error()};
    }
    const auto deviceKey = m_keystore.load(file->alias);
    if (!deviceKey) {
        return failure(deviceKey.error());  // copied from elsewhere: not ours to tidy
    }
    if (isErased(*file, *deviceKey)) {
        const auto done = removeEverything();
        return done ? Result<void, VaultFailure>(failure(VaultError::NoProfile)) : done;
    }
    // Every step is tried, whatever became of the one before; the first failure is told.
    auto result = repairCopies(*file);
    const auto keep = [&result](Outcome<void> done) {
        if (result && !done) {
            result = std::move(done);
        }
    };
    if (const auto done = m_keystore.renew(spareAlias(*file)); !done) {
        keep(failure(done.error()));
    }
    const auto names = entries();
    if (!names) {
        return Unexpected{names.error()};
    }
    for (const auto& name : *names) {
        const auto container = containerOf(name);
        if ((container && !file->namesContainer(*container)) || name == keyslotsNew) {
            if (const auto done = m_disk.shred(name); !done) {
                keep(failure(done.error()));
            }
        }
    }
    return result;
}

Vault::Outcome<void> Vault::repairCopies(const KeyslotFile& file) {
    for (const auto name : {keyslotsA, keyslotsB}) {
        const auto bytes = m_disk.read(name, keyslotFileSize);
        const bool present = bytes || bytes.error() != DiskError::NotFound;
        const auto copy =
            bytes ? decodeKeyslots(*bytes) : Result<KeyslotFile, KeyslotError>(Unexpected{KeyslotError::Damaged});
        if (copy && copy->generation == file.generation) {
            continue;
        }
        // A copy of another length is not ours to overwrite in place.
        const bool inPlace = present && bytes && bytes->size() == keyslotFileSize;
        if (present && !inPlace) {
            if (const auto done = m_disk.shred(name); !done) {
                return failure(done.error());
            }
        }
        const auto fresh = encodeKeyslots(file, m_random);
        const auto done = inPlace ? m_disk.overwrite(name, 0, fresh) : m_disk.create(name, fresh);
        if (!done) {
            return failure(done.error());
        }
    }
    return {};
}

/// First the renaming: from then on it is an unfinished creation, which holds nothing of value, wherever the rest is
/// interrupted.
Vault::Outcome<void> Vault::removeEverything() {
    const auto renamed = m_disk.rename(keyslotsA, keyslotsNew);
    if (!renamed && renamed.error() != DiskError::NotFound) {
        return failure(renamed.error());
    }
    const auto names = entries();
    if (!names) {
        return Unexpected{names.error()};
    }
    std::vector<std::string> mine;
    std::copy_if(names->begin(), names->end(), std::back_inserter(mine),
                 [](const std::string& name) { return containerOf(name).has_value(); });
    for (const auto name : {Attempts::fileName, keyslotsB}) {
        mine.emplace_back(name);
    }
    for (const auto& name : mine) {
        if (const auto done = m_disk.shred(name); !done) {
            return failure(done.error());
        }
    }
    for (int alias = 0; alias < Keystore::aliases; ++alias) {
        if (const auto done = m_keystore.destroy(alias); !done) {
            return failure(done.error());
        }
    }
    // The mark of an unfinished creation goes when there is nothing else left to recognise.
    if (const auto done = m_disk.shred(keyslotsNew); !done) {
        return failure(done.error());
    }
    return {};
}

}  // namespace nightjar::vault
