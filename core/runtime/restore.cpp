// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/restore.h"

#include <fstream>

#include "base/random.h"
#include "engine/restoring.h"
#include "runtime/folderblobs.h"
#include "runtime/ports/clock.h"
#include "runtime/vaultproblem.h"

namespace nightjar::runtime {

namespace {

VaultProblem problemOf(engine::BackupError error) {
    switch (error) {
        case engine::BackupError::Unreadable:
            return problemOfKind(VaultProblem::Kind::BackupUnreadable);
        case engine::BackupError::TooNew:
            return problemOfKind(VaultProblem::Kind::BackupTooNew);
        case engine::BackupError::Damaged:
            break;
    }
    return problemOfKind(VaultProblem::Kind::BackupDamaged);
}

}  // namespace

Result<void, VaultProblem> restoreContainer(const BackupSource& backup, const std::string& folder,
                                            const SecretBytes& key) {
    std::ifstream file(backup.path, std::ios::binary);
    const auto source = [&file](MutableByteView out, std::size_t& got) {
        if (!file.is_open()) {
            return false;
        }
        file.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
        got = static_cast<std::size_t>(file.gcount());
        return !file.bad();
    };
    const auto reader = engine::BackupReader::open(source, backup.passphrase.view());
    if (!reader) {
        return Unexpected{problemOf(reader.error())};
    }
    FolderBlobs blobs(folder + "/blobs");
    SystemRandom random;
    const auto restored =
        engine::restoreBackup(**reader, folder + "/identity.db", key, blobs, random, SystemClock().now());
    if (!restored) {
        const auto& failure = restored.error();
        return Unexpected{failure.backup ? problemOf(*failure.backup) : nightjar::problemOf(failure.store)};
    }
    return {};
}

}  // namespace nightjar::runtime
