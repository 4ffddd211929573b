// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/noteannouncing.h"

#include <algorithm>

#include "engine/parts.h"

namespace nightjar::engine {

namespace {

using store::FileRecord;
using store::FileState;

/// How often a better form that was too much for a narrow link is thought of again.
constexpr Duration lookInterval = 30s;

}  // namespace

std::vector<FileRecord> NoteAnnouncing::send(RequestId request, const ContactId& contact, const voice::NotePiece& whole,
                                             const std::optional<MessageId>& quote, const std::function<void()>& also) {
    auto& context = m_parts.context;
    if (!context.recipient(request, contact)) {
        return {};
    }
    auto small = voice::wholeNote(voice::NoteForm::Small, whole.small);
    auto better = voice::wholeNote(voice::NoteForm::Better, whole.better);
    const auto frames = static_cast<std::uint32_t>(std::min<std::size_t>(whole.levels.size(), wire::maxNoteFrames));
    const bool known = !quote || store::Messages(context.database).knows(contact, *quote);
    if (frames == 0 || small.size() > wire::maxNoteSmallBytes || better.size() > wire::maxNoteFileBytes ||
        !m_shelf.exists() || !known) {
        context.fail(request, known ? ErrorCode::BadArgument : ErrorCode::UnknownMessage);
        return {};
    }
    FileRecord file;
    file.contact = contact;
    file.blob = store::BlobName::draw(context.random);
    file.mine = true;
    file.key = SecretBytes(fileKeySize);
    context.random.fill(file.key.mutableView());
    file.mime = noteMime;
    const auto problem = m_shelf.keep(file, better);
    wipe(better);
    if (problem) {
        context.fail(request, *problem);
        return {};
    }
    const auto local = file.local;
    auto brought =
        announce(request, std::move(file),
                 {frames, voice::waveformOf(whole.levels, wire::maxWaveformBars), std::move(small)}, quote, also);
    if (!brought) {
        m_shelf.remove(local);
    }
    return brought ? std::move(*brought) : std::vector<FileRecord>{};
}

std::optional<std::vector<FileRecord>> NoteAnnouncing::announce(RequestId request, FileRecord file, const Heard& heard,
                                                                const std::optional<MessageId>& quote,
                                                                const std::function<void()>& also) {
    auto& context = m_parts.context;
    const auto contact = file.contact;
    m_parts.life.announce(contact);
    const auto to = context.recipient(request, contact);
    if (!to) {
        return std::nullopt;
    }
    const bool group = m_parts.group.isGroup(contact);
    const auto drawn = MessageId::draw(context.random);
    const auto named = group ? m_parts.group.newMessage() : Group::Named{drawn, drawn};
    file.message = named.id;
    if (group) {
        standForAll(file);
    }
    store::MessageRecord record;
    record.id = file.message;
    record.contact = contact;
    record.kind = store::MessageKind::Note;
    record.mine = true;
    record.seq = to->nextOutSeq;
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Queued;
    record.quote = quote;

    const auto& small = heard.small;
    const auto smallSize = static_cast<std::uint32_t>(small.size());
    const auto first = std::min(small.size(), wire::maxNotePartBytes);
    const auto contentOf = [&](const FileRecord& one) {
        wire::NoteContent content;
        content.message = named.onWire;
        content.quote = quote;
        content.frames = heard.frames;
        content.waveform = heard.waveform;
        content.blob = one.blob.value;
        content.key = SecretBytes(one.key.view().first(fileKeySize));
        content.size = one.size;
        content.smallSize = smallSize;
        content.small = toBytes(ByteView(small).first(first));
        return content;
    };
    std::vector<FileRecord> brought;

    store::Transaction transaction(context.database);
    m_parts.life.give(record);
    store::Messages(context.database).add(record);
    store::Files(context.database).add(file);
    store::Notes(context.database)
        .add({contact, file.message, heard.frames, heard.waveform, smallSize, 0, true}, small);
    const std::function<wire::ContentBody(const FileRecord&)> bodyOf = contentOf;
    bool posted = group ? m_parts.group.postEach(contact, sharing(context, file, bodyOf, brought), record.id)
                        : m_parts.group.post(contact, contentOf(file), record.id);
    for (auto at = first; posted && at < small.size(); at += wire::maxNotePartBytes) {
        const auto size = std::min(small.size() - at, wire::maxNotePartBytes);
        posted = m_parts.group.post(contact,
                                    wire::NotePartContent{file.message, toBytes(ByteView(small).subspan(at, size))});
    }
    if (!posted && !context.database.error()) {
        context.fail(request, ErrorCode::Internal);
        return std::nullopt;
    }
    also();
    if (!context.commit(transaction, request)) {
        return std::nullopt;
    }
    const auto message = toMessage(context.database, record);
    if (request != 0) {
        context.emit(MessageAnswer{request, message});
    }
    context.emit(MessageAdded{message});
    m_parts.group.deliver(contact);
    if (!group) {
        brought.push_back(std::move(file));
    }
    return brought;
}

std::optional<FileRecord> NoteAnnouncing::arrived(const ContactId& contact, const wire::Content& content,
                                                  wire::NoteContent& note, AfterCommit& after) {
    auto& context = m_parts.context;
    store::Files files(context.database);
    FileRecord file;
    const auto conversation = m_parts.group.conversation(contact);
    file.contact = contact;
    file.message = m_parts.group.received(contact, note.message);
    file.blob = {note.blob};
    store::MessageRecord message;
    message.id = file.message;
    message.contact = conversation;
    message.kind = store::MessageKind::Note;
    message.seq = content.order;
    message.timeMs = toUnixMs(content.time);
    message.receivedMs = context.nowMs();
    message.state = store::MessageState::Received;
    message.unread = true;
    message.quote = note.quote;
    if (files.withBlob(contact, file.blob) || !m_parts.life.receive(contact, content, message) ||
        !store::Messages(context.database).add(message)) {
        return std::nullopt;
    }
    file.key = std::move(note.key);
    file.mime = noteMime;
    file.size = note.size;
    file.local = store::BlobName::draw(context.random).toString();
    const bool atOnce = m_files.wantsAtOnce(contact, note.size, FileAnnouncing::What::Note);
    file.state = atOnce ? FileState::Waiting : FileState::Offered;
    files.add(file);
    store::Notes(context.database)
        .add({conversation, file.message, note.frames, std::move(note.waveform), note.smallSize, 0, false}, note.small);
    after.emplace_back([this, contact, message, atOnce] {
        m_parts.context.emit(MessageAdded{toMessage(m_parts.context.database, message)});
        m_parts.context.contactChanged(message.contact);
        m_parts.links.noteActivity(contact);
        if (!atOnce) {
            m_lookAt = std::min(m_lookAt, m_parts.context.now + lookInterval);
        }
    });
    return atOnce ? std::optional(std::move(file)) : std::nullopt;
}

void NoteAnnouncing::partArrived(const ContactId& from, const wire::NotePartContent& part, AfterCommit& after) {
    store::Notes notes(m_parts.context.database);
    const auto contact = m_parts.group.conversation(from);
    const auto message = store::Messages(m_parts.context.database).find(contact, part.message);
    if (!message || !m_parts.group.wrote(from, *message) || !notes.append(contact, part.message, part.small)) {
        return;
    }
    if (const auto note = notes.find(contact, part.message); note && note->smallHere == note->smallSize) {
        after.emplace_back([this, contact, id = part.message] { m_parts.context.messageChanged(contact, id); });
    }
}

void NoteAnnouncing::start() {
    m_lookAt = m_parts.context.now + lookInterval;
}

std::vector<FileRecord> NoteAnnouncing::wanted() {
    if (m_lookAt > m_parts.context.now) {
        return {};
    }
    auto offered = store::Files(m_parts.context.database).offeredNotes();
    m_lookAt = offered.empty() ? never : m_parts.context.now + lookInterval;
    std::erase_if(offered, [this](const FileRecord& file) {
        return !m_files.wantsAtOnce(file.contact, file.size, FileAnnouncing::What::Note);
    });
    return offered;
}

}  // namespace nightjar::engine
