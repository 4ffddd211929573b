// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/fileannouncing.h"
#include "engine/noteannouncing.h"

namespace nightjar::engine {

/// Files, photos and voice notes that are sent on (docs/decisions/0040). Nothing of them is copied: what lies in the
/// blob folder is shared by all messages that have it, and goes with the last of them; a document outside is read from
/// there, as for the first.
class FileForwarding {
public:
    FileForwarding(Parts& parts, FileShelf& shelf, FileAnnouncing& files, NoteAnnouncing& notes)
        : m_parts(parts), m_shelf(shelf), m_files(files), m_notes(notes) {}

    /// What is to be brought, one for each who gets it. Nothing, and the command is answered, when it is not all here
    /// or was not accepted.
    std::vector<store::FileRecord> forward(RequestId request, const store::MessageRecord& message, const ContactId& to);

private:
    using Brought = std::optional<std::vector<store::FileRecord>>;

    [[nodiscard]] Result<store::FileRecord, ErrorCode> fileOf(const store::MessageRecord& message);
    [[nodiscard]] Brought forwardNote(RequestId request, const store::MessageRecord& message, const ContactId& to);

    Parts& m_parts;
    FileShelf& m_shelf;
    FileAnnouncing& m_files;
    NoteAnnouncing& m_notes;
};

}  // namespace nightjar::engine
