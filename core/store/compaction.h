// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/random.h"
#include "store/database.h"

namespace nightjar::store {

/// Writes the database of an identity anew, without what is free, under a fresh key, and destroys the old one: what was
/// deleted cannot be read any more, in whatever old blocks it may still lie. Killed anywhere, there is the old database
/// with its key or the new one with its own. Blocks for as long as it takes to copy everything. Room for as much is
/// needed; DiskFull, and nothing has happened, where there is none. `before` hears of each step (tests stop there).
[[nodiscard]] Result<void, StoreError> compact(Database& database, RandomSource& random,
                                               const std::function<void(int step)>& before = {});

/// Writes what the database of an identity holds into a second one at `path`, in a folder that is there: the same root
/// opens it, with a key file of its own beside it. Both are on the disk then.
[[nodiscard]] Result<void, StoreError> copyWithKeyFile(Database& database, const std::string& path,
                                                       RandomSource& random);

}  // namespace nightjar::store
