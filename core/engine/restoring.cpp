// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/restoring.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/buffer.h"
#include "store/durable.h"
#include "store/keyfile.h"
#include "store/migrations.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

constexpr std::size_t blobNameLength = 32;  // of 16 bytes in hexadecimal

/// What is written into the blob folder is named as a blob, and nothing else.
bool isBlobName(std::string_view name) {
    return name.size() == blobNameLength && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Unexpected<RestoreFailure> failed(store::StoreError error) {
    return Unexpected{RestoreFailure{std::nullopt, error}};
}
Unexpected<RestoreFailure> failed(BackupError error) {
    return Unexpected{RestoreFailure{error}};
}

store::StoreError storeErrorOf(store::BlobError error) {
    return error == store::BlobError::Full     ? store::StoreError::DiskFull
           : error == store::BlobError::Denied ? store::StoreError::ReadOnly
                                               : store::StoreError::Io;
}

/// The identity as it was, but for what tells it from the device that goes on with it.
Result<void, store::StoreError> adopt(const std::string& snapshot, const SecretBytes& key,
                                      const std::string& databasePath, const SecretBytes& root, RandomSource& random,
                                      Instant now) {
    auto opened = store::Database::openEncrypted(snapshot, key, store::OpenMode::Existing);
    if (!opened) {
        return Unexpected{opened.error()};
    }
    auto& database = **opened;
    if (auto migrated = store::migrate(database, store::identitySchema()); !migrated) {
        return migrated;
    }
    store::Profile profile(database);
    const auto before = profile.get(store::Profile::tenureKey);
    const auto tenure = before && before->size() == sizeof(std::uint64_t) ? ByteReader(*before).u64() : 0;
    ByteWriter next;
    next.u64(std::max(tenure + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(toUnixMs(now) / 1000, 0))));
    {
        store::Transaction transaction(database);
        profile.set(store::Profile::tenureKey, next.view());
        profile.remove(store::Profile::supersededKey);
        database.run("DELETE FROM containers");  // they are not in a backup
        if (auto committed = transaction.commit(); !committed) {
            return committed;
        }
    }
    const auto keyFile = store::drawKeyFile(random);
    if (auto written = store::writeFile(store::keyFileOf(databasePath), keyFile.view()); !written) {
        return written;
    }
    return database.copyTo(databasePath, store::databaseKey(root, keyFile.view()));
}

}  // namespace

Result<void, RestoreFailure> restoreBackup(BackupReader& backup, const std::string& databasePath,
                                           const SecretBytes& root, store::BlobDisk& blobs, RandomSource& random,
                                           Instant now) {
    const auto snapshot = databasePath + ".restore";
    std::ofstream out(snapshot, std::ios::binary | std::ios::trunc);
    std::error_code ignored;
    std::filesystem::permissions(snapshot, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 ignored);
    SecretBytes key;
    std::map<std::string, std::uint64_t> written;
    for (bool over = false; !over;) {
        auto record = backup.next();
        if (!record) {
            return failed(record.error());
        }
        switch (record->type) {
            case BackupRecordType::DatabaseKey:
                key = SecretBytes(record->bytes);
                wipe(record->bytes);
                break;
            case BackupRecordType::Database:
                out.write(reinterpret_cast<const char*>(record->bytes.data()),
                          static_cast<std::streamsize>(record->bytes.size()));
                break;
            case BackupRecordType::Blob: {
                if (!isBlobName(record->name)) {
                    return failed(BackupError::Damaged);
                }
                auto& at = written[record->name];
                if (const auto put = blobs.write(record->name, at, record->bytes); !put) {
                    return failed(storeErrorOf(put.error()));
                }
                at += record->bytes.size();
                break;
            }
            case BackupRecordType::End:
                over = true;
                break;
            default:
                return failed(BackupError::TooNew);
        }
    }
    out.close();
    if (!out) {
        return failed(store::StoreError::DiskFull);
    }
    if (key.size() != 32) {
        return failed(BackupError::Damaged);
    }
    for (const auto& [name, size] : written) {
        if (const auto synced = blobs.sync(name); !synced) {
            return failed(storeErrorOf(synced.error()));
        }
    }
    const auto adopted = adopt(snapshot, key, databasePath, root, random, now);
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(snapshot + suffix, ignored);
    }
    return adopted ? Result<void, RestoreFailure>() : failed(adopted.error());
}

}  // namespace nightjar::engine
