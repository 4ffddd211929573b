// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <string>

#include "base/secret.h"

namespace nightjar::sim {

/// Everything that whoever has the key can read in a SQLCipher file and its log: every page deciphered, free ones and
/// the unused ends of others included, one after the other. `key` is the raw key.
[[nodiscard]] Bytes deciphered(const std::string& databasePath, const SecretBytes& key);

/// Where in the database file the pages lie that hold this text.
[[nodiscard]] std::vector<std::size_t> pagesWith(const std::string& databasePath, const SecretBytes& key,
                                                 std::string_view needle);

[[nodiscard]] bool contains(ByteView haystack, std::string_view needle);

}  // namespace nightjar::sim
