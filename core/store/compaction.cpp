// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/compaction.h"

#include <filesystem>

#include "store/durable.h"
#include "store/keyfile.h"

namespace nightjar::store {

namespace {

/// Left free for whatever else is written meanwhile.
constexpr std::uint64_t margin = 8ULL * 1024 * 1024;

}  // namespace

// The renaming of the database decides: before it the old key file is the one that fits, after it the new one. Which of
// them that is, the first bytes of the database tell (chooseKey).
Result<void, StoreError> compact(Database& database, RandomSource& random,
                                 const std::function<void(int step)>& before) {
    const auto step = [&before](int number) {
        if (before) {
            before(number);
        }
    };
    const auto& path = database.path();
    if (database.root().empty()) {
        return Unexpected{StoreError::Foreign};
    }
    std::error_code ignored;
    if (freeBytesBeside(path) < std::filesystem::file_size(path, ignored) + margin) {
        return Unexpected{StoreError::DiskFull};
    }
    const auto give = [&](Result<void, StoreError> result) {
        (void)shredFile(nextDatabaseOf(path));
        (void)shredFile(nextKeyFileOf(path));
        return result;
    };
    step(1);
    const auto keyFile = drawKeyFile(random);
    if (auto done = writeFile(nextKeyFileOf(path), keyFile.view()); !done) {
        return give(done);
    }
    step(2);
    if (auto done = database.copyTo(nextDatabaseOf(path), databaseKey(database.root(), keyFile.view())); !done) {
        return give(done);
    }
    step(3);
    const auto choice = [&] {
        step(4);
        auto key = chooseKey(path, database.root());
        return key ? std::move(*key) : database.root().clone();
    };
    if (auto done = database.replaceBy(nextDatabaseOf(path), choice); !done) {
        tidyKeyFiles(path, database.root());
        return done;
    }
    step(5);
    if (auto done = shredFile(keyFileOf(path)); !done) {
        return done;
    }
    step(6);
    auto done = renameFile(nextKeyFileOf(path), keyFileOf(path));
    step(7);
    return done;
}

Result<void, StoreError> copyWithKeyFile(Database& database, const std::string& path, RandomSource& random) {
    if (database.root().empty()) {
        return Unexpected{StoreError::Foreign};
    }
    const auto keyFile = drawKeyFile(random);
    if (auto done = writeFile(keyFileOf(path), keyFile.view()); !done) {
        return done;
    }
    return database.copyTo(path, databaseKey(database.root(), keyFile.view()));
}

}  // namespace nightjar::store
