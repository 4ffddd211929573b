// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/restoring.h"

#include <filesystem>
#include <set>

#include "store/containers.h"
#include "store/durable.h"
#include "store/keyfile.h"
#include "store/migrations.h"
#include "store/profile.h"
#include "store/tenure.h"

namespace nightjar::engine {

namespace {

constexpr std::size_t keySize = 32;
/// A file with more than this in it is no backup: each file takes room that its bytes do not tell.
constexpr std::size_t mostFiles = 1'000'000;
constexpr std::size_t mostContainers = 4096;
/// How much of the disk is left free.
constexpr std::uint64_t margin = 64ULL * 1024 * 1024;
/// So much is written before it is looked at again.
constexpr std::uint64_t lookEvery = 16ULL * 1024 * 1024;

using Restored = Result<void, RestoreFailure>;

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

Restored toRestored(const Result<void, store::StoreError>& done) {
    return done ? Restored() : failed(done.error());
}

/// Puts records where they belong. They came out of a file that somebody wrote who knew the passphrase, and nothing
/// more is known of them: each file is written once and from its beginning, under a name of a fixed form, and not to
/// the last byte of the disk.
class Unpacker {
public:
    Unpacker(std::string databasePath, store::BlobDisk& blobs)
        : m_databasePath(std::move(databasePath)),
          m_folder(std::filesystem::path(m_databasePath).parent_path().string()),
          m_blobs(blobs) {}

    [[nodiscard]] std::string snapshot() const { return m_databasePath + ".restore"; }
    [[nodiscard]] const SecretBytes& key() const { return m_key; }
    [[nodiscard]] const std::set<ContainerId>& containers() const { return m_containers; }

    [[nodiscard]] Restored take(BackupRecord& record) {
        if (auto room = lookForRoom(record.bytes.size()); !room) {
            return room;
        }
        switch (record.type) {
            case BackupRecordType::DatabaseKey:
                if (!m_key.empty() || record.bytes.size() != keySize) {
                    return failed(BackupError::Damaged);
                }
                m_key = SecretBytes(record.bytes);
                wipe(record.bytes);
                return {};
            case BackupRecordType::Database:
                return append(record, [this] { return beginFile(snapshot()); });
            case BackupRecordType::Within:
                return append(record, [&] { return beginWithin(record.name); });
            case BackupRecordType::Blob:
                return takeBlob(record);
            default:
                return failed(BackupError::TooNew);
        }
    }

    [[nodiscard]] Restored finish() {
        if (auto ended = endFile(); !ended) {
            return ended;
        }
        return m_key.empty() ? Restored(failed(BackupError::Damaged)) : Restored();
    }

private:
    [[nodiscard]] Restored lookForRoom(std::uint64_t bytes) {
        m_sinceLook += bytes;
        if (m_sinceLook < lookEvery && m_looked) {
            return {};
        }
        m_looked = true;
        m_sinceLook = 0;
        return store::freeBytesBeside(m_folder) < margin + lookEvery ? Restored(failed(store::StoreError::DiskFull))
                                                                     : Restored();
    }

    /// The next bytes of the file under way, or the first ones of the next.
    template <class Begin>
    [[nodiscard]] Restored append(const BackupRecord& record, Begin begin) {
        if (!m_file || m_type != record.type || m_name != record.name) {
            if (auto begun = turnTo(record); !begun) {
                return begun;
            }
            if (auto begun = begin(); !begun) {
                return begun;
            }
        }
        return toRestored(m_file->append(record.bytes));
    }

    [[nodiscard]] Restored takeBlob(const BackupRecord& record) {
        if (m_type != record.type || m_name != record.name) {
            if (auto begun = turnTo(record); !begun) {
                return begun;
            }
            Bytes first(1);
            if (!isBlobName(record.name) || m_blobs.readSome(record.name, 0, first)) {
                return failed(BackupError::Damaged);
            }
        }
        if (const auto put = m_blobs.write(record.name, m_blobAt, record.bytes); !put) {
            return failed(storeErrorOf(put.error()));
        }
        m_blobAt += record.bytes.size();
        return {};
    }

    [[nodiscard]] Restored turnTo(const BackupRecord& record) {
        if (auto ended = endFile(); !ended) {
            return ended;
        }
        if (++m_files > mostFiles) {
            return failed(BackupError::Damaged);
        }
        m_sinceLook += 4096;  // whatever its length
        m_type = record.type;
        m_name = record.name;
        m_blobAt = 0;
        return {};
    }

    [[nodiscard]] Restored endFile() {
        if (m_file) {
            const auto finished = m_file->finish();
            m_file.reset();
            return toRestored(finished);
        }
        if (m_type == BackupRecordType::Blob) {
            const auto synced = m_blobs.sync(m_name);
            return synced ? Restored() : failed(storeErrorOf(synced.error()));
        }
        return {};
    }

    [[nodiscard]] Restored beginFile(const std::string& path) {
        auto file = store::NewFile::create(path);
        if (!file) {
            return file.error() == store::StoreError::Exists ? failed(BackupError::Damaged) : failed(file.error());
        }
        m_file.emplace(std::move(*file));
        return {};
    }

    [[nodiscard]] Restored beginWithin(const std::string& name) {
        const auto place = PlaceWithin::parse(name);
        if (!place) {
            return failed(BackupError::Damaged);
        }
        const auto path = m_folder + "/" + folderNameOf(place->container);
        if (m_containers.insert(place->container).second) {
            if (m_containers.size() > mostContainers) {
                return failed(BackupError::Damaged);
            }
            if (auto made = store::makeFolder(path); !made) {
                return failed(made.error());
            }
        }
        if (place->isBlob()) {
            if (auto made = store::makeFolder(path + "/blobs"); !made) {
                return failed(made.error());
            }
        }
        return beginFile(m_folder + "/" + name);
    }

    const std::string m_databasePath;
    const std::string m_folder;
    store::BlobDisk& m_blobs;
    SecretBytes m_key;
    std::set<ContainerId> m_containers;
    BackupRecordType m_type = BackupRecordType::End;  ///< of the file under way
    std::string m_name;
    std::optional<store::NewFile> m_file;  ///< that it is, unless it is a blob
    std::uint64_t m_blobAt = 0;
    std::size_t m_files = 0;
    std::uint64_t m_sinceLook = 0;
    bool m_looked = false;
};

/// The identity as it was, but for what tells it from the device that goes on with it.
Result<void, store::StoreError> adopt(const Unpacker& unpacked, const std::string& databasePath,
                                      const SecretBytes& root, RandomSource& random, Instant now) {
    auto opened = store::Database::openEncrypted(unpacked.snapshot(), unpacked.key(), store::OpenMode::Existing);
    if (!opened) {
        return Unexpected{opened.error()};
    }
    auto& database = **opened;
    if (auto migrated = store::migrate(database, store::identitySchema()); !migrated) {
        return migrated;
    }
    {
        store::Transaction transaction(database);
        store::Tenure(database).renew(now);
        store::Containers containers(database);
        for (const auto& one : containers.all()) {
            if (one.kind == store::ContainerKind::SecretChat || !unpacked.containers().contains(one.id)) {
                containers.remove(one.id);
            }
        }
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
    Unpacker unpacker(databasePath, blobs);
    std::error_code ignored;
    std::filesystem::remove(unpacker.snapshot(), ignored);
    for (bool over = false; !over;) {
        auto record = backup.next();
        if (!record) {
            return failed(record.error());
        }
        over = record->type == BackupRecordType::End;
        if (auto taken = over ? unpacker.finish() : unpacker.take(*record); !taken) {
            return taken;
        }
    }
    const auto size = std::filesystem::file_size(unpacker.snapshot(), ignored);
    if (ignored) {
        return failed(BackupError::Damaged);
    }
    const auto folder = std::filesystem::path(databasePath).parent_path().string();
    const auto adopted = store::freeBytesBeside(folder) < size + margin
                             ? Result<void, store::StoreError>(Unexpected{store::StoreError::DiskFull})
                             : adopt(unpacker, databasePath, root, random, now);
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(unpacker.snapshot() + suffix, ignored);
    }
    return toRestored(adopted);
}

}  // namespace nightjar::engine
