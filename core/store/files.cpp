// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/files.h"

#include <algorithm>

namespace nightjar::store {

namespace {

// In the order in which readFile() takes them.
#define NIGHTJAR_FILE_COLUMNS                                                                                       \
    "contact, message, blob, mine, key, name, mime, size, width, height, thumbnail, state, reason, source, stamp, " \
    "local, have, done"

FileRecord readFile(const Statement& row) {
    FileRecord file;
    file.contact = row.id<ContactId>(0);
    file.message = row.id<MessageId>(1);
    file.blob = row.id<BlobName>(2);
    file.mine = row.boolean(3);
    file.key = row.secret(4);
    file.name = row.text(5);
    file.mime = row.text(6);
    file.size = static_cast<std::uint64_t>(row.integer(7));
    file.width = static_cast<std::uint32_t>(row.integer(8));
    file.height = static_cast<std::uint32_t>(row.integer(9));
    file.thumbnail = row.bytes(10);
    file.state = row.enumeration(11, FileState::Failed);
    file.reason = static_cast<std::int32_t>(row.integer(12));
    file.source = row.text(13);
    file.stamp = row.array<std::tuple_size_v<FileStamp>>(14);
    file.local = row.text(15);
    file.have = row.bytes(16);
    file.done = static_cast<std::uint64_t>(row.integer(17));
    return file;
}

std::vector<FileRecord> readFiles(Statement row) {
    std::vector<FileRecord> out;
    while (row.next()) {
        out.push_back(readFile(row));
    }
    return out;
}

std::optional<FileRecord> readOne(Statement row) {
    return row.next() ? std::optional(readFile(row)) : std::nullopt;
}

}  // namespace

void Files::add(const FileRecord& file) {
    m_database.run("INSERT INTO files (" NIGHTJAR_FILE_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
                   file.contact, file.message, file.blob, file.mine, file.key, file.name, file.mime, file.size,
                   file.width, file.height, file.thumbnail, file.state, file.reason, file.source, file.stamp,
                   file.local, file.have, file.done);
}

std::optional<FileRecord> Files::find(const ContactId& contact, const MessageId& message) const {
    return readOne(m_database.query("SELECT " NIGHTJAR_FILE_COLUMNS " FROM files WHERE message = ?1 AND contact = ?2",
                                    message, contact));
}

std::optional<FileRecord> Files::withBlob(const ContactId& contact, const BlobName& blob) const {
    return readOne(m_database.query("SELECT " NIGHTJAR_FILE_COLUMNS " FROM files WHERE blob = ?1 AND contact = ?2",
                                    blob, contact));
}

std::vector<FileRecord> Files::withMessage(const MessageId& message) const {
    return readFiles(
        m_database.query("SELECT " NIGHTJAR_FILE_COLUMNS " FROM files WHERE message = ?1 ORDER BY row", message));
}

std::vector<FileRecord> Files::incomplete() const {
    return readFiles(m_database.query("SELECT " NIGHTJAR_FILE_COLUMNS
                                      " FROM files WHERE mine = 0 AND state IN (?1, ?2) ORDER BY row",
                                      FileState::Waiting, FileState::Moving));
}

std::vector<FileRecord> Files::unsent() const {
    return readFiles(m_database.query("SELECT " NIGHTJAR_FILE_COLUMNS
                                      " FROM files WHERE mine = 1 AND state IN (?1, ?2) ORDER BY row",
                                      FileState::Waiting, FileState::Moving));
}

std::vector<FileRecord> Files::offeredNotes() const {
    return readFiles(m_database.query("SELECT " NIGHTJAR_FILE_COLUMNS
                                      " FROM files WHERE mine = 0 AND name = '' AND state = ?1 ORDER BY row",
                                      FileState::Offered));
}

bool Files::isHeld(const std::string& local) const {
    // Of theirs that will not come nothing is kept, though it may be asked for again.
    auto row = m_database.query(
        "SELECT 1 FROM files WHERE local = ?1 AND local <> '' AND (mine = 1 OR state NOT IN (?2, ?3)) LIMIT 1", local,
        FileState::Cancelled, FileState::Failed);
    return row.next();
}

std::vector<std::string> Files::localNames() const {
    std::vector<std::string> out;
    auto row = m_database.query("SELECT DISTINCT local FROM files WHERE local <> ''");
    while (row.next()) {
        out.push_back(row.text(0));
    }
    return out;
}

std::vector<MessageRecord> Files::messages(const std::optional<ContactId>& contact, std::size_t limit) const {
    std::vector<std::pair<ContactId, MessageId>> ids;
    {
        auto row = m_database.query(
            "SELECT contact, message FROM files WHERE name <> '' AND (?1 IS NULL OR contact = ?1) ORDER BY row DESC "
            "LIMIT ?2",
            contact, limit);
        while (row.next()) {
            ids.emplace_back(row.id<ContactId>(0), row.id<MessageId>(1));
        }
    }
    std::vector<MessageRecord> out;
    for (const auto& [who, id] : ids) {
        if (auto message = Messages(m_database).find(who, id)) {
            out.push_back(std::move(*message));
        }
    }
    return out;
}

std::vector<ContactId> Files::settle() {
    std::vector<ContactId> out;
    {
        auto row =
            m_database.query("SELECT DISTINCT contact FROM files WHERE mine = 1 AND state = ?1", FileState::Moving);
        while (row.next()) {
            out.push_back(row.id<ContactId>(0));
        }
    }
    m_database.run("UPDATE files SET state = ?1 WHERE state = ?2", FileState::Waiting, FileState::Moving);
    return out;
}

void Files::setState(const FileRecord& file) {
    m_database.run("UPDATE files SET state = ?3, reason = ?4, done = ?5 WHERE message = ?1 AND contact = ?2",
                   file.message, file.contact, file.state, file.reason, file.done);
}

void Files::setProgress(const FileRecord& file) {
    m_database.run("UPDATE files SET state = ?3, reason = ?4, done = ?5, have = ?6 WHERE message = ?1 AND contact = ?2",
                   file.message, file.contact, file.state, file.reason, file.done, file.have);
}

void Files::letGo(const FileRecord& file) {
    m_database.run("UPDATE files SET local = '' WHERE message = ?1 AND contact = ?2 AND mine = 1", file.message,
                   file.contact);
}

void Files::remove(const ContactId& contact, const MessageId& message) {
    m_database.run("DELETE FROM files WHERE message = ?1 AND contact = ?2", message, contact);
}

#undef NIGHTJAR_FILE_COLUMNS

}  // namespace nightjar::store
