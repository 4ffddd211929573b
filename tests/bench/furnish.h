// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>

#include "base/ids.h"
#include "base/random.h"

namespace nightjar::store {
class Database;
}  // namespace nightjar::store

namespace nightjar::bench {

/// Adds a contact and so many messages with them, as people write: a line or four, every fifth with an answer to
/// something before it. Ends the program where the disk does not take them.
ContactId furnish(store::Database& database, SeededRandom& random, const std::string& name, std::uint64_t count);

}  // namespace nightjar::bench
