// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <set>

#include "base/ids.h"
#include "runtime/identitystore.h"
#include "runtime/vaultservice.h"
#include "values.h"

namespace nightjar::runtime {

// The folder of a container and those of the containers within it (docs/storage.md). Everything here blocks for the
// disk.

[[nodiscard]] std::string databasePath(const std::string& folder);
[[nodiscard]] std::string blobsPath(const std::string& folder);
/// The folder of a container within the one at `outer`.
[[nodiscard]] std::string folderWithin(const std::string& outer, const ContainerId& container);

/// The container gets its folder and an empty database; no error when it has them.
[[nodiscard]] Result<void, VaultProblem> furnish(const UnlockedIdentity& identity);

/// Opens one within another, and lets it take over from another device where the outer one has (its tenure, as it
/// told).
[[nodiscard]] Result<IdentityStore, VaultProblem> openWithin(const UnlockedIdentity& identity,
                                                             const ContainerInfo& info, std::uint64_t outerTenure);

/// Overwrites and removes a container within `outer`. What fails is tried again by the next shredUnnamed().
void shredWithin(const std::string& outer, const ContainerId& container);
/// The same for all within `outer` that are not `named`: what an interruption left of one that was being made or
/// destroyed.
void shredUnnamed(const std::string& outer, const std::set<ContainerId>& named);

}  // namespace nightjar::runtime
