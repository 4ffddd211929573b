// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <functional>

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
    End = 255,        ///< the last record: how many there were before, 8 bytes
};
inline constexpr std::size_t maxBackupRecord = 1024 * 1024;

struct BackupRecord {
    BackupRecordType type = BackupRecordType::End;
    std::string name;  ///< of Blob
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
