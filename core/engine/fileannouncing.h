// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "engine/fileshelf.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Tells the other side of a file, and writes down what they tell of theirs.
class FileAnnouncing {
public:
    enum class What : std::uint8_t { File, Photo, Note };

    FileAnnouncing(Parts& parts, FileShelf& shelf) : m_parts(parts), m_shelf(shelf) {}

    /// What is to be brought, one for each who gets it; nothing when it was not accepted.
    std::vector<store::FileRecord> send(const SendFile& command);
    /// The same for a file whose bytes are where this device can read them: a new one, or a share of another. When it
    /// was not accepted the command is answered, and what lies in the blob folder is as it was.
    [[nodiscard]] std::optional<std::vector<store::FileRecord>> announce(RequestId request, store::FileRecord file,
                                                                         bool photo, const std::string& caption);
    /// A FILE of theirs, in the caller's transaction. The record when it is to be fetched at once.
    [[nodiscard]] std::optional<store::FileRecord> arrived(const ContactId& contact, const wire::Content& content,
                                                           wire::FileContent& file, AfterCommit& after);
    /// So many bytes of them are taken without a question, as the link to them is now.
    [[nodiscard]] bool wantsAtOnce(const ContactId& contact, std::uint64_t size, What what) const;

private:
    [[nodiscard]] std::optional<ErrorCode> fill(const SendFile& command, store::FileRecord& file);
    Parts& m_parts;
    FileShelf& m_shelf;
};

}  // namespace nightjar::engine
