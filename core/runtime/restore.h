// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "runtime/vaultservice.h"

namespace nightjar::runtime {

/// A backup on the disk, and what opens it.
struct BackupSource {
    std::string path;
    SecretBytes passphrase;
};

/// Fills the folder of a new container with the identity of the backup, so that it opens with `key`.
[[nodiscard]] Result<void, VaultProblem> restoreContainer(const BackupSource& backup, const std::string& folder,
                                                          const SecretBytes& key);

}  // namespace nightjar::runtime
