// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/backupfile.h"
#include "engine/context.h"

namespace nightjar::engine {

struct Parts;

/// Writes a backup (backupfile.h), a piece at a time, so that messages and calls go on. What the database holds at the
/// beginning is what is in it; of the containers within, what their copies hold that came with the command. Secret
/// chats are in none: a copy in a file would outlive their end.
class Backups {
public:
    explicit Backups(Parts& parts) : m_parts(parts) {}
    ~Backups();

    void begin(const ExportBackup& command);
    /// Of this store, for the backup of the container around it.
    void copy(const CopyStore& command);
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Work {
        RequestId request = 0;
        std::unique_ptr<store::BlobTarget> target;
        std::unique_ptr<BackupWriter> writer;
        std::uint64_t snapshotAt = 0;  ///< bytes of the snapshot that are in the backup
        bool snapshotDone = false;
        std::vector<std::string> blobs;  ///< still to come; the last one is under way
        std::uint64_t blobAt = 0;
        std::vector<BackupFile> within;  ///< as blobs
        std::uint64_t withinAt = 0;
    };
    /// A step of the work that is over so far: nothing, if it goes on.
    using Over = std::optional<ErrorCode>;

    [[nodiscard]] std::string snapshot() const;
    [[nodiscard]] Result<void, store::StoreError> takeSnapshot(const SecretBytes& key);
    [[nodiscard]] Over step(Work& work);
    [[nodiscard]] Over writeDatabase(Work& work);
    [[nodiscard]] Over writeBlob(Work& work);
    [[nodiscard]] Over writeWithin(Work& work);
    void clearAway();
    void end(ErrorCode code);

    Parts& m_parts;
    std::unique_ptr<Work> m_work;
};

}  // namespace nightjar::engine
