// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/instant.h"
#include "engine/backupfile.h"
#include "store/error.h"

namespace nightjar::engine {

/// Why a backup could not be restored: what is wrong with the file, or with the disk that it should go to.
struct RestoreFailure {
    std::optional<BackupError> backup;
    store::StoreError store = store::StoreError::Io;
};

/// Makes the container of an identity out of a backup, in an empty folder: the database that will open with `root`,
/// its files, and the containers within, which open as they did. From its first session on, the identity receives
/// instead of the device that the backup is of (docs/ protocol.md section 5, Tenure). After a failure the folder holds
/// rubbish, for the caller to clear away. Whatever the backup says, nothing is written outside that folder, and some of
/// the disk stays free.
[[nodiscard]] Result<void, RestoreFailure> restoreBackup(BackupReader& backup, const std::string& databasePath,
                                                         const SecretBytes& root, store::BlobDisk& blobs,
                                                         RandomSource& random, Instant now);

}  // namespace nightjar::engine
