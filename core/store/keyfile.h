// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "base/random.h"
#include "store/database.h"

namespace nightjar::store {

// The key of a container's database. What a PIN opens, the root, cannot be changed by who is inside; so the database
// hangs on a second secret, which can: a file of random bytes beside it. Without that file there is no key; a fresh
// file is a fresh key (docs/storage.md, Compaction).

inline constexpr std::size_t saltSize = 16;
/// Any part of it that is lost takes the key with it, so destroying it does not depend on every sector.
inline constexpr std::size_t keyFileSize = 16 * 1024;

/// The first 16 bytes of an encrypted file: derived from its key, so that a file that the key does not belong to can be
/// told from a damaged one. To anybody else they are random.
[[nodiscard]] ByteArray<saltSize> saltOf(const SecretBytes& rawKey);

[[nodiscard]] std::string keyFileOf(const std::string& databasePath);
/// One that may be on its way to take the other's place.
[[nodiscard]] std::string nextKeyFileOf(const std::string& databasePath);
[[nodiscard]] std::string nextDatabaseOf(const std::string& databasePath);

/// Draws one; its last bytes are a checksum of the others.
[[nodiscard]] SecretBytes drawKeyFile(RandomSource& random);
/// The database's key: BLAKE2b-256 of the file, keyed with the root.
[[nodiscard]] SecretBytes databaseKey(const SecretBytes& root, ByteView keyFile);

/// Which key the database that lies there has: with one of the two key files, or the root itself. Also the root when it
/// fits none. Damaged when a key file is, and nothing else fits.
[[nodiscard]] Result<SecretBytes, StoreError> chooseKey(const std::string& databasePath, const SecretBytes& root);
/// Ends what an interrupted compaction left: the key file that fits gets its name, the other goes, and so does an
/// unfinished database.
void tidyKeyFiles(const std::string& databasePath, const SecretBytes& root);

}  // namespace nightjar::store
