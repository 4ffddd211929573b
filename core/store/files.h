// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/blobdisk.h"
#include "store/messages.h"

namespace nightjar::store {

/// Stored as numbers: append only.
enum class FileState : std::uint8_t { Offered, Waiting, Moving, Paused, Stored, Done, Cancelled, Failed };

/// How both sides call a file on the wire; drawn by its sender.
using BlobName = StrongId<struct BlobNameTag, 16>;

struct FileRecord {
    ContactId contact;
    MessageId message;
    BlobName blob;
    bool mine = false;
    /// 32 bytes. Of one whose blob is that of another, too (what goes to a member of a group, what was forwarded), 64:
    /// that of the chunks on their way, and that of the blob.
    SecretBytes key;
    std::string name;
    std::string mime;
    std::uint64_t size = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    Bytes thumbnail;
    FileState state = FileState::Waiting;
    std::int32_t reason = 0;  ///< the numbers are the caller's
    std::string source;       ///< of an own one that lies outside: its path
    FileStamp stamp{};        ///< of the source
    std::string local;        ///< its name in the blob folder; empty when it lies outside, or an own one was given up
    Bytes have;               ///< theirs: a bit for every chunk that is on the disk for good
    std::uint64_t done = 0;   ///< bytes
};

/// What is known about the files that belong to messages.
class Files {
public:
    explicit Files(Database& database) : m_database(database) {}

    void add(const FileRecord& file);
    [[nodiscard]] std::optional<FileRecord> find(const ContactId& contact, const MessageId& message) const;
    [[nodiscard]] std::optional<FileRecord> withBlob(const ContactId& contact, const BlobName& blob) const;
    [[nodiscard]] std::vector<FileRecord> withMessage(const MessageId& message) const;
    /// Those of theirs that are wanted and not complete.
    [[nodiscard]] std::vector<FileRecord> incomplete() const;
    /// Ours that are to be sent and are not with them or at the hub.
    [[nodiscard]] std::vector<FileRecord> unsent() const;
    /// Better forms of voice notes of theirs that are Offered.
    [[nodiscard]] std::vector<FileRecord> offeredNotes() const;
    /// Whether what lies in the blob folder under this name is still somebody's: forwarded files share it.
    [[nodiscard]] bool isHeld(const std::string& local) const;
    /// The names of all files in the blob folder that belong to somebody.
    [[nodiscard]] std::vector<std::string> localNames() const;
    /// Messages with files, the newest first; voice notes, whose files have no name, are none.
    [[nodiscard]] std::vector<MessageRecord> messages(const std::optional<ContactId>& contact, std::size_t limit) const;

    /// At the start nothing moves yet: Moving becomes Waiting. Who was being sent something.
    std::vector<ContactId> settle();
    void setState(const FileRecord& file);
    /// State, and which chunks are there.
    void setProgress(const FileRecord& file);
    /// An own one that nobody is to get any more lets go of what lies in the blob folder.
    void letGo(const FileRecord& file);
    /// With it goes the key. Call Database::truncateWal() after the commit.
    void remove(const ContactId& contact, const MessageId& message);

private:
    Database& m_database;
};

}  // namespace nightjar::store
