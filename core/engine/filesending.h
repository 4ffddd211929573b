// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>

#include "engine/filenews.h"
#include "engine/fileshelf.h"
#include "wire/linkmessages.h"

namespace nightjar::engine {

struct Parts;

/// Our files on their way over links: what the other side asked for last is read from the disk, sealed and handed over
/// as fast as the link takes it. Nothing of it outlives the link.
class FileSending {
public:
    FileSending(Parts& parts, FileShelf& shelf) : m_parts(parts), m_shelf(shelf) {}

    void wanted(const ContactId& contact, const wire::FileWantMessage& want);
    /// Gives the links as much as they can carry now.
    void pump();
    /// What of the file the other side has, as far as is known; nothing when it is not being sent.
    [[nodiscard]] std::optional<std::uint64_t> done(const FileKey& key) const;
    void forget(const FileKey& key) { m_sending.erase(key); }
    /// In the caller's transaction.
    void linkClosed(const ContactId& contact);
    void contactRemoved(const ContactId& contact);

private:
    struct Sending {
        store::FileRecord file;
        std::deque<wire::ChunkRange> ranges;
        std::deque<std::uint32_t> queued;  ///< chunks that may still lie in the link's queue, the oldest first
        std::uint32_t given = 0;           ///< chunks that they have or that were given to the link
        bool atHub = false;                ///< all of it: they may take it from there
        Told told;
    };
    void failed(const FileKey& key, ErrorCode code);
    void forgetSent(const ContactId& contact, Sending& one) const;

    Parts& m_parts;
    FileShelf& m_shelf;
    std::map<FileKey, Sending> m_sending;
};

}  // namespace nightjar::engine
