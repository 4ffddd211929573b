// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <set>

#include "base/ids.h"
#include "runtime/vaultservice.h"

namespace nightjar::runtime {

// The folder of a container and those of the containers within it (docs/storage.md). Everything here blocks for the
// disk.

[[nodiscard]] std::string databasePath(const std::string& folder);
[[nodiscard]] std::string blobsPath(const std::string& folder);
/// The folder of a container within the one at `outer`.
[[nodiscard]] std::string folderWithin(const std::string& outer, const ContainerId& container);

/// The container gets its folder and an empty database; no error when it has them.
[[nodiscard]] Result<void, VaultProblem> furnish(const UnlockedIdentity& identity);

/// Overwrites and removes a container within `outer`. What fails is tried again by the next shredUnnamed().
void shredWithin(const std::string& outer, const ContainerId& container);
/// The same for all within `outer` that are not `named`: what an interruption left of one that was being made or
/// destroyed.
void shredUnnamed(const std::string& outer, const std::set<ContainerId>& named);

}  // namespace nightjar::runtime
