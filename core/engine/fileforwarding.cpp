// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/fileforwarding.h"

#include "engine/attachments.h"
#include "engine/groupvalues.h"
#include "engine/parts.h"

namespace nightjar::engine {

using store::FileRecord;

/// The file of the message, if all of it can be read here.
Result<FileRecord, ErrorCode> FileForwarding::fileOf(const store::MessageRecord& message) {
    auto file = fileOfMessage(m_parts.context.database, message.contact, message.id);
    if (!file || !m_shelf.exists() || !isReadable(*file)) {
        return Unexpected{ErrorCode::FileNotHere};
    }
    // A document outside may be gone or another one by now: better said now than to whoever waits for it.
    if (auto begin = m_shelf.plainChunk(*file, 0)) {
        wipe(*begin);
    } else {
        return Unexpected{begin.error()};
    }
    return std::move(*file);
}

std::vector<FileRecord> FileForwarding::forward(RequestId request, const store::MessageRecord& message,
                                                const ContactId& to) {
    auto& context = m_parts.context;
    if (!context.recipient(request, to)) {
        return {};
    }
    Brought brought;
    if (message.kind == store::MessageKind::Note) {
        brought = forwardNote(request, message, to);
    } else if (const auto file = fileOf(message)) {
        brought = m_files.announce(request, shareOf(*file, to, context.random),
                                   message.kind == store::MessageKind::Photo, message.text);
    } else {
        context.fail(request, file.error());
    }
    return brought ? std::move(*brought) : std::vector<FileRecord>{};
}

FileForwarding::Brought FileForwarding::forwardNote(RequestId request, const store::MessageRecord& message,
                                                    const ContactId& to) {
    auto& context = m_parts.context;
    const store::Notes notes(context.database);
    const auto note = notes.find(message.contact, message.id);
    if (!note || note->smallHere != note->smallSize) {
        context.fail(request, ErrorCode::FileNotHere);
        return std::nullopt;
    }
    const NoteAnnouncing::Heard heard{note->frames, note->waveform, notes.small(message.contact, message.id)};
    if (const auto better = fileOf(message)) {
        return m_notes.announce(request, shareOf(*better, to, context.random), heard);
    }
    // The better form is not here. What a player finds in its place says itself which form it is.
    FileRecord file;
    file.contact = to;
    file.blob = store::BlobName::draw(context.random);
    file.mine = true;
    file.key = SecretBytes(fileKeySize);
    context.random.fill(file.key.mutableView());
    file.mime = noteMime;
    if (const auto problem = m_shelf.exists() ? m_shelf.keep(file, heard.small) : ErrorCode::FileUnreadable) {
        context.fail(request, *problem);
        return std::nullopt;
    }
    const auto local = file.local;
    auto brought = m_notes.announce(request, std::move(file), heard);
    if (!brought) {
        m_shelf.remove(local);
    }
    return brought;
}

}  // namespace nightjar::engine
