// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/fileannouncing.h"
#include "store/notes.h"
#include "voice/notecodec.h"

namespace nightjar::engine {

/// What the file of a better form is called to be; nobody else reads it.
inline constexpr auto noteMime = "audio/x-nightjar-note";

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
    /// What a voice note consists of besides the file of its better form.
    struct Heard {
        std::uint32_t frames = 0;  ///< of 20 ms
        Bytes waveform;
        Bytes small;  ///< the whole small form
    };
    /// The same for a note that is coded already. When it was not accepted the command is answered, and what lies in
    /// the blob folder is as it was.
    [[nodiscard]] std::optional<std::vector<store::FileRecord>> announce(
        RequestId request, store::FileRecord file, const Heard& heard, const std::optional<MessageId>& quote = {},
        const std::function<void()>& also = [] {});
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
