// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

#include "base/ids.h"
#include "crypto/kdf.h"
#include "crypto/secretstream.h"
#include "store/blobdisk.h"

namespace nightjar::engine {

// The backup of an identity: one file that a passphrase opens (docs/storage.md, Backup). A sequence of records inside a
// sealed stream, so that a file that was cut or changed anywhere is refused.

enum class BackupRecordType : std::uint8_t {
    DatabaseKey = 1,  ///< 32 bytes; the first record
    Database = 2,     ///< the next bytes of the database
    Blob = 3,         ///< the next bytes of a file in the blob folder, sealed as they lie there
    Within = 4,       ///< the next bytes of a file of a container within, as they lie there; see PlaceWithin
    End = 255,        ///< the last record: how many there were before, 8 bytes
};
inline constexpr std::size_t maxBackupRecord = 1024 * 1024;

/// Which file of which container within: what its name in a backup says, and its path from the outer container's
/// folder. Nothing else may be named, so that nothing is written elsewhere.
struct PlaceWithin {
    ContainerId container;
    std::string file;  ///< "identity.db", its key files and log, or "blobs/" and the name of a blob

    [[nodiscard]] std::string name() const;
    [[nodiscard]] bool isBlob() const;
    [[nodiscard]] static std::optional<PlaceWithin> parse(std::string_view name);
};
/// Of a container, as its folder is called.
[[nodiscard]] std::string folderNameOf(const ContainerId& container);
[[nodiscard]] bool isBlobName(std::string_view name);
/// The files of a closed container besides its blobs, the database first. Each but the first and its key file may be
/// missing: a log and a second key file are there after an end that was none.
inline constexpr std::string_view filesWithin[] = {"identity.db", "identity.db-wal", "identity.db-key",
                                                   "identity.db-key.new"};
/// Where copies of the databases within lie until they are in the backup, in folders named as theirs.
[[nodiscard]] std::string copiesFolderOf(const std::string& databasePath);

struct BackupRecord {
    BackupRecordType type = BackupRecordType::End;
    std::string name;  ///< of Blob and Within
    Bytes bytes;
};

enum class BackupError : std::uint8_t {
    Unreadable,  ///< the file cannot be read
    Damaged,     ///< not a backup, cut short, changed, or the passphrase is another
    TooNew,
};

class BackupWriter {
public:
    /// Takes as long as one guess of the passphrase costs. `target` outlives this.
    BackupWriter(store::BlobTarget& target, ByteView passphrase, crypto::Argon2Params cost, RandomSource& random);

    /// At most maxBackupRecord bytes, name included. After an error everything fails.
    [[nodiscard]] Result<void, store::BlobError> write(BackupRecordType type, ByteView bytes,
                                                       std::string_view name = {});
    /// Ends the file and gives it its name.
    [[nodiscard]] Result<void, store::BlobError> finish();

private:
    [[nodiscard]] Result<void, store::BlobError> flush(bool last);

    store::BlobTarget& m_target;
    std::unique_ptr<crypto::StreamSealer> m_sealer;
    Bytes m_head;   ///< bound to the first piece
    Bytes m_piece;  ///< not sealed yet
    std::uint64_t m_records = 0;
    std::optional<store::BlobError> m_error;
};

class BackupReader {
public:
    /// Fills as much of its argument as there is; less only at the end. False when it cannot be read.
    using Source = std::function<bool(MutableByteView, std::size_t& got)>;

    /// Takes as long as one guess of the passphrase costs; fails at once when it is another.
    [[nodiscard]] static Result<std::unique_ptr<BackupReader>, BackupError> open(Source source, ByteView passphrase);
    ~BackupReader();

    /// The next record; after End nothing comes, and everything was as it was written.
    [[nodiscard]] Result<BackupRecord, BackupError> next();

private:
    BackupReader() = default;
    [[nodiscard]] Result<void, BackupError> fill(std::size_t wanted);

    Source m_source;
    std::unique_ptr<crypto::StreamOpener> m_opener;
    Bytes m_head;
    Bytes m_plain;         ///< opened and not handed out yet
    std::size_t m_at = 0;  ///< of m_plain, handed out
    bool m_last = false;
    std::uint64_t m_records = 0;
};

}  // namespace nightjar::engine
