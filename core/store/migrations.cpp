// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/migrations.h"

#include <filesystem>

#include "store/durable.h"
#include "store/keyfile.h"

namespace nightjar::store {

Result<void, StoreError> migrate(Database& database, const Schema& schema) {
    const auto newest = static_cast<std::int64_t>(schema.migrations.back().version);
    const auto found = database.userVersion();
    std::int64_t applicationId = 0;
    bool empty = true;
    {
        auto row = database.query("PRAGMA application_id");
        applicationId = row.next() ? row.integer(0) : 0;
    }
    {
        auto row = database.query("SELECT count(*) FROM sqlite_schema");
        empty = row.next() && row.integer(0) == 0;
    }
    if (const auto error = database.takeError()) {
        return Unexpected{*error};
    }
    const bool fresh = empty && found == 0 && applicationId == 0;
    if (!fresh && applicationId != schema.applicationId) {
        return Unexpected{StoreError::Foreign};
    }
    if (found > newest) {
        return Unexpected{StoreError::TooNew};
    }
    for (const auto& migration : schema.migrations) {
        if (migration.version <= found) {
            continue;
        }
        Transaction transaction(database);
        migration.apply(database);
        database.script("PRAGMA application_id = " + std::to_string(schema.applicationId));
        database.script("PRAGMA user_version = " + std::to_string(migration.version));
        if (auto done = transaction.commit(); !done) {
            return done;
        }
    }
    return {};
}

namespace {

bool isNew(const std::string& path, OpenMode mode) {
    std::error_code none;
    const auto size = std::filesystem::file_size(path, none);
    return (mode == OpenMode::Create || mode == OpenMode::CreateIfMissing) && (none || size == 0);
}

/// Every container hangs on a key of its own that can be destroyed, from the first byte on. What is drawn here nobody
/// but this device ever sees, so it comes from the system.
Result<SecretBytes, StoreError> firstKey(const std::string& path, const SecretBytes& root) {
    SystemRandom random;
    const auto keyFile = drawKeyFile(random);
    if (const auto written = writeFile(keyFileOf(path), keyFile.view()); !written) {
        return Unexpected{written.error()};
    }
    return databaseKey(root, keyFile.view());
}

}  // namespace

Result<std::unique_ptr<Database>, StoreError> openIdentity(const std::string& path, const SecretBytes& rawKey,
                                                           OpenMode mode) {
    if (mode == OpenMode::Existing || mode == OpenMode::CreateIfMissing) {
        tidyKeyFiles(path, rawKey);
    }
    const auto key = isNew(path, mode) ? firstKey(path, rawKey) : chooseKey(path, rawKey);
    if (!key) {
        return Unexpected{key.error()};
    }
    auto database = Database::openEncrypted(path, *key, mode);
    if (!database) {
        return database;
    }
    (*database)->keepRoot(rawKey.clone());
    if (mode == OpenMode::ReadOnly) {
        const auto newest = static_cast<std::int64_t>(identitySchema().migrations.back().version);
        return (*database)->userVersion() > newest ? Unexpected{StoreError::TooNew} : std::move(database);
    }
    if (const auto done = migrate(**database, identitySchema()); !done) {
        return Unexpected{done.error()};
    }
    return database;
}

}  // namespace nightjar::store
