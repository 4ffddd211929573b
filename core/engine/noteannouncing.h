// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/fileannouncing.h"
#include "store/notes.h"
#include "voice/notecodec.h"

namespace nightjar::engine {

/// Voice notes on their way (docs/protocol.md section 14): the small form goes with the message, the better one as a
/// file.
class NoteAnnouncing {
public:
    NoteAnnouncing(Parts& parts, FileShelf& shelf, const FileAnnouncing& files)
        : m_parts(parts), m_shelf(shelf), m_files(files) {}

    /// The files of the better form, one for each who gets it, when it was accepted; else the command is answered.
    /// `also` becomes true together with the message.
    std::vector<store::FileRecord> send(RequestId request, const ContactId& contact, const voice::NotePiece& whole,
                                        const std::optional<MessageId>& quote, const std::function<void()>& also);
    /// A NOTE of theirs, in the caller's transaction. The file when it is to be fetched at once.
    [[nodiscard]] std::optional<store::FileRecord> arrived(const ContactId& contact, const wire::Content& content,
                                                           wire::NoteContent& note, AfterCommit& after);
    void partArrived(const ContactId& from, const wire::NotePartContent& part, AfterCommit& after);

    void start();
    /// Better forms that nobody asked for and that there is room for now.
    [[nodiscard]] std::vector<store::FileRecord> wanted();
    [[nodiscard]] Instant nextDeadline() const { return m_lookAt; }

private:
    Parts& m_parts;
    FileShelf& m_shelf;
    const FileAnnouncing& m_files;
    Instant m_lookAt = never;
};

}  // namespace nightjar::engine
