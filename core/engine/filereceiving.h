// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "engine/filedownloads.h"
#include "engine/filenews.h"
#include "engine/fileshelf.h"
#include "wire/linkmessages.h"

namespace nightjar::engine {

struct Parts;

/// Files of theirs that are wanted: asks for the chunks that are missing, over the link or of the hub, again after
/// every interruption, and writes what comes, sealed as it is, into the blob folder.
///
/// The bitmap of chunks in the database follows the blob folder with a delay; after a crash what was written beyond it
/// is recognised by its tag and not fetched again.
class FileReceiving {
public:
    enum class From : std::uint8_t { Link, Hub };

    FileReceiving(Parts& parts, FileShelf& shelf) : m_parts(parts), m_shelf(shelf), m_downloads(parts, *this) {}

    /// The file is wanted and the database says so.
    void begin(store::FileRecord file);
    /// Says over the link what is missing, or tries to get one.
    void ask(const FileKey& key);
    void chunkArrived(const FileKey& key, std::uint32_t index, ByteView sealed, From from);
    /// All of it lies at our hub.
    void storedArrived(const FileKey& key);
    /// The chunk is wanted; false when the file is not being received.
    [[nodiscard]] bool isMissing(const FileKey& key, std::uint32_t index) const;
    /// Of a file that is being received, else zero.
    [[nodiscard]] std::uint64_t sizeOf(const FileKey& key) const;
    /// Bytes that all files being received will still take.
    [[nodiscard]] std::uint64_t bytesToCome() const;
    /// What is known beyond the database goes into the record, and is safe on the disk.
    void settle(store::FileRecord& file);
    /// Tells the other side to send no more of it.
    void stopAsking(const FileKey& key);
    void forget(const FileKey& key);

    void linkRaised(const ContactId& contact);
    /// In the caller's transaction.
    void linkClosed(const ContactId& contact);
    void hubCameOnline(const std::string& hub) { m_downloads.hubCameOnline(hub); }
    void contactRemoved(const ContactId& contact);

    void tick();
    /// Asks the hub for as much as can come now.
    void pump() { m_downloads.pump(); }
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Receiving {
        store::FileRecord file;
        std::uint32_t missing = 0;  ///< chunks
        std::uint32_t asked = 0;    ///< chunks of the last FILE_WANT that have not come
        std::uint32_t unsaved = 0;  ///< chunks that the bitmap in the database does not know of
        Instant saveAt = never;
        Instant askAt{};
        Instant askAnywayAt{};
        Told told;
    };
    void recover(Receiving& one);
    void ask(Receiving& one);
    void saveProgress(Receiving& one);
    void complete(const FileKey& key);
    void failed(const FileKey& key, ErrorCode code);

    Parts& m_parts;
    FileShelf& m_shelf;
    FileDownloads m_downloads;
    std::map<FileKey, Receiving> m_receiving;
};

}  // namespace nightjar::engine
