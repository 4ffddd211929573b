// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/transfers.h"

#include <algorithm>

#include "base/overload.h"
#include "engine/attachments.h"
#include "engine/groupvalues.h"
#include "engine/parcel.h"
#include "engine/parts.h"

namespace nightjar::engine {

using store::FileRecord;
using store::FileState;

Transfers::Transfers(Parts& parts, std::unique_ptr<store::BlobDisk> disk)
    : m_parts(parts),
      m_shelf(std::move(disk), parts.context.random),
      m_announcing(parts, m_shelf),
      m_sending(parts, m_shelf),
      m_uploads(parts, m_shelf),
      m_receiving(parts, m_shelf),
      m_reading(parts.context, m_shelf),
      m_notes(parts, m_shelf, m_announcing),
      m_forwarding(parts, m_shelf, m_announcing, m_notes),
      m_noteFiles(parts.context, m_shelf, [this](const SendNote& command, const voice::NotePiece& whole) {
          (void)sendNote(command.request, command.contact, whole, std::nullopt, [] {});
      }) {
}

void Transfers::send(const SendFile& command) {
    for (auto& file : m_announcing.send(command)) {
        m_uploads.add(std::move(file));
    }
}

void Transfers::send(const SendNote& command) {
    if (m_parts.context.recipient(command.request, command.contact)) {
        m_noteFiles.send(command);
    }
}

bool Transfers::sendNote(RequestId request, const ContactId& contact, const voice::NotePiece& whole,
                         const std::optional<MessageId>& quote, const std::function<void()>& also) {
    auto files = m_notes.send(request, contact, whole, quote, also);
    for (auto& file : files) {
        m_uploads.add(std::move(file));
    }
    return !files.empty();
}

void Transfers::forward(RequestId request, const store::MessageRecord& message, const ContactId& to) {
    for (auto& file : m_forwarding.forward(request, message, to)) {
        m_uploads.add(std::move(file));
    }
}

bool Transfers::offerAlso(const ContactId& session, const MessageId& message, const ByteArray<16>& blob,
                          const SecretBytes& key, AfterCommit& after) {
    store::Files files(m_parts.context.database);
    const auto own = files.find(m_parts.group.conversation(session), message);
    if (!own || !own->mine) {
        return false;
    }
    auto share = shareOf(*own, session, m_parts.context.random);
    share.blob = {blob};
    std::copy(key.view().begin(), key.view().end(), share.key.mutableView().begin());
    files.add(share);
    after.emplace_back([this, session, message] {
        if (auto stored = store::Files(m_parts.context.database).find(session, message)) {
            m_uploads.add(std::move(*stored));
        }
    });
    return true;
}

std::optional<Bytes> Transfers::noteForm(const ContactId& contact, const MessageId& message) {
    auto& database = m_parts.context.database;
    const auto file = fileOfMessage(database, contact, message);
    if (file && m_shelf.exists() && isReadable(*file)) {
        if (auto whole = m_reading.whole(*file)) {
            return std::move(*whole);
        }
    }
    const auto note = store::Notes(database).find(contact, message);
    return note && note->smallHere == note->smallSize ? std::optional(store::Notes(database).small(contact, message))
                                                      : std::nullopt;
}

void Transfers::save(const SaveNote& command) {
    auto& context = m_parts.context;
    for (const auto& message : store::Messages(context.database).withId(command.message)) {
        if (const auto note = store::Notes(context.database).find(message.contact, message.id)) {
            auto form = noteForm(message.contact, message.id);
            return form ? m_noteFiles.save(command, std::move(*form), note->frames)
                        : context.fail(command.request, ErrorCode::FileNotHere);
        }
    }
    context.fail(command.request, ErrorCode::UnknownMessage);
}

// ---- what the other side says

void Transfers::fileArrived(const ContactId& contact, const wire::Content& content, wire::FileContent& file,
                            AfterCommit& after) {
    if (const auto wanted = m_announcing.arrived(contact, content, file, after)) {
        beginAfter(*wanted, after);
    }
}

void Transfers::noteArrived(const ContactId& contact, const wire::Content& content, wire::NoteContent& note,
                            AfterCommit& after) {
    if (const auto wanted = m_notes.arrived(contact, content, note, after)) {
        beginAfter(*wanted, after);
    }
}

void Transfers::notePartArrived(const ContactId& contact, const wire::NotePartContent& part, AfterCommit& after) {
    m_notes.partArrived(contact, part, after);
}

void Transfers::beginAfter(const FileRecord& wanted, AfterCommit& after) {
    after.emplace_back([this, contact = wanted.contact, message = wanted.message] {
        auto stored = store::Files(m_parts.context.database).find(contact, message);
        if (stored && stored->state == FileState::Waiting) {
            m_receiving.begin(std::move(*stored));
        }
    });
}

void Transfers::doneArrived(const ContactId& contact, const wire::FileDoneContent& done, AfterCommit& after) {
    store::Files files(m_parts.context.database);
    auto file = files.withBlob(contact, {done.blob});
    if (!file || !file->mine || file->state == FileState::Done) {
        return;
    }
    const bool atHub = file->state == FileState::Stored;
    file->state = FileState::Done;
    file->reason = 0;
    file->done = file->size;
    files.setState(*file);
    after.emplace_back([this, key = FileKey{contact, file->blob}, message = file->message, atHub] {
        m_sending.forget(key);
        const bool dropped = !atHub && !m_uploads.has(key);
        m_uploads.forget(key);
        if (const auto now = store::Files(m_parts.context.database).find(key.first, message)) {
            tell(m_parts.context, *now);
            if (!dropped) {
                dropParcel(m_parts, *now);  // they may have been cut off before they could
            }
        }
    });
}

void Transfers::storedArrived(const ContactId& contact, const wire::FileStoredContent& stored, AfterCommit& after) {
    after.emplace_back([this, key = FileKey{contact, {stored.blob}}] { m_receiving.storedArrived(key); });
}

void Transfers::endArrived(const ContactId& contact, const wire::FileEndContent& end, AfterCommit& after) {
    store::Files files(m_parts.context.database);
    auto file = files.withBlob(contact, {end.blob});
    if (!file || isOver(file->state)) {
        return;
    }
    const bool cancelled = end.reason == wire::FileEndReason::Cancelled;
    if (!cancelled && file->mine) {
        return;  // that is ours to say
    }
    file->state = cancelled ? FileState::Cancelled : FileState::Failed;
    file->reason = static_cast<std::int32_t>(cancelled                                    ? ErrorCode::None
                                             : end.reason == wire::FileEndReason::Changed ? ErrorCode::FileChanged
                                                                                          : ErrorCode::FileWithdrawn);
    file->have.clear();
    file->done = 0;
    files.setProgress(*file);
    files.letGo(*file);
    after.emplace_back([this, contact, message = file->message, local = file->local] {
        if (auto now = store::Files(m_parts.context.database).find(contact, message)) {
            now->local = local;
            forget(*now);
            dropParcel(m_parts, *now);
            tell(m_parts.context, *now);
        }
    });
}

void Transfers::linkMessage(const ContactId& contact, ByteView message) {
    const auto decoded = wire::decodeLinkMessage(message);
    if (!decoded || !m_shelf.exists()) {
        return;
    }
    std::visit(
        Overload{
            [&](const wire::FileWantMessage& want) { m_sending.wanted(contact, want); },
            [&](const wire::FileChunkMessage& chunk) {
                m_receiving.chunkArrived({contact, {chunk.blob}}, chunk.index, chunk.sealed, FileReceiving::From::Link);
            },
            [&](const wire::FileReadyMessage& ready) {
                m_receiving.ask({contact, {ready.blob}});
            },
            [](const auto&) {},
        },
        *decoded);
}

void Transfers::linkClosed(const ContactId& contact) {
    store::Transaction transaction(m_parts.context.database);
    m_sending.linkClosed(contact);
    m_uploads.linkClosed(contact);
    m_receiving.linkClosed(contact);
    (void)m_parts.context.commit(transaction);
}

// ---- what a person wants

std::optional<FileRecord> Transfers::fileOf(RequestId request, const MessageId& message) {
    auto found = store::Files(m_parts.context.database).withMessage(message);
    if (found.empty() || !m_shelf.exists()) {
        m_parts.context.fail(request, ErrorCode::UnknownMessage);
        return std::nullopt;
    }
    return std::move(found.front());
}

void Transfers::fetch(const FetchFile& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (file->mine || file->state != FileState::Offered) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (!m_shelf.hasRoomFor(file->size + m_receiving.bytesToCome())) {
        return context.fail(command.request, ErrorCode::DiskFull);
    }
    file->state = FileState::Waiting;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(*file);
    if (context.commit(transaction, command.request)) {
        context.done(command.request);
        tell(context, *file);
        m_receiving.begin(std::move(*file));
    }
}

void Transfers::pause(const PauseTransfer& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (file->state != FileState::Waiting && file->state != FileState::Moving) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const FileKey key{file->contact, file->blob};
    m_receiving.settle(*file);
    file->done = m_sending.done(key).value_or(file->done);
    file->state = FileState::Paused;
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(*file);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    m_receiving.forget(key);
    m_sending.forget(key);
    m_uploads.forget(key);
    if (!file->mine) {
        m_receiving.stopAsking(key);
    }
    context.done(command.request);
    tell(context, *file);
}

void Transfers::resume(const ResumeTransfer& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (file->state != FileState::Paused && file->state != FileState::Failed) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (file->mine && file->local.empty()) {
        const auto source = m_shelf.disk().inspect(file->source);
        if (!source || source->stamp != file->stamp) {
            return context.fail(command.request, source ? ErrorCode::FileChanged : errorOf(source.error()));
        }
    }
    if (!file->mine && !m_shelf.hasRoomFor(m_receiving.bytesToCome() + file->size - std::min(file->size, file->done))) {
        return context.fail(command.request, ErrorCode::DiskFull);
    }
    file->state = FileState::Waiting;
    file->reason = 0;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(*file);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.done(command.request);
    tell(context, *file);
    if (!file->mine) {
        return m_receiving.begin(std::move(*file));
    }
    const auto contact = file->contact;
    const auto blob = file->blob;
    m_uploads.add(std::move(*file));
    if (m_parts.links.isUp(contact)) {
        m_parts.links.sendFileMessage(contact, wire::FileReadyMessage{blob.value});
    } else {
        m_parts.links.want(contact);
    }
}

void Transfers::cancel(const CancelTransfer& command) {
    auto& context = m_parts.context;
    auto file = fileOf(command.request, command.message);
    if (!file) {
        return;
    }
    if (file->mine && m_parts.group.isGroup(file->contact)) {
        return cancelForAll(command);
    }
    if (isOver(file->state)) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    file->state = FileState::Cancelled;
    file->reason = 0;
    file->have.clear();
    file->done = 0;
    store::Transaction transaction(context.database);
    store::Files(context.database).setProgress(*file);
    store::Files(context.database).letGo(*file);
    (void)m_parts.outgoing.post(file->contact, wire::FileEndContent{file->blob.value, wire::FileEndReason::Cancelled});
    if (!context.commit(transaction, command.request)) {
        return;
    }
    if (!file->mine) {
        m_receiving.stopAsking({file->contact, file->blob});
    }
    forget(*file);
    dropParcel(m_parts, *file);
    context.done(command.request);
    tell(context, *file);
    m_parts.outgoing.wake(file->contact);
}

/// Whoever has all of it keeps it.
void Transfers::cancelForAll(const CancelTransfer& command) {
    auto& context = m_parts.context;
    std::vector<FileRecord> cancelled;
    store::Transaction transaction(context.database);
    for (auto& share : store::Files(context.database).withMessage(command.message)) {
        if (!isShared(share) || isOver(share.state)) {
            continue;
        }
        share.state = FileState::Cancelled;
        share.reason = 0;
        share.done = 0;
        store::Files(context.database).setProgress(share);
        (void)m_parts.outgoing.post(share.contact,
                                    wire::FileEndContent{share.blob.value, wire::FileEndReason::Cancelled});
        cancelled.push_back(std::move(share));
    }
    if (cancelled.empty()) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (!context.commit(transaction, command.request)) {
        return;
    }
    context.done(command.request);
    for (const auto& share : cancelled) {
        forget(share);
        dropParcel(m_parts, share);
        tell(context, share);
        m_parts.outgoing.wake(share.contact);
    }
}

void Transfers::read(const ReadFile& command) {
    if (const auto file = fileOf(command.request, command.message)) {
        m_reading.read(command, *file);
    }
}

void Transfers::save(const SaveFile& command) {
    for (const auto& message : store::Messages(m_parts.context.database).withId(command.message)) {
        if (message.kind == store::MessageKind::Note) {
            return save(SaveNote{command.request, command.message, command.path});  // its own form is nobody's format
        }
    }
    if (auto file = fileOf(command.request, command.message)) {
        m_reading.save(command, std::move(*file));
    }
}

void Transfers::list(const ListFiles& command) {
    auto& context = m_parts.context;
    const auto limit = std::clamp<std::uint32_t>(command.limit, 1, 500);
    auto records = m_parts.group.exists() ? store::Group(context.database).fileMessages(limit + 1)
                                          : store::Files(context.database).messages(command.contact, limit + 1);
    if (const auto error = context.database.takeError()) {
        return context.fail(command.request, engine::errorOf(*error));
    }
    MessagesAnswer answer{command.request, {}, records.size() > limit};
    records.resize(std::min<std::size_t>(records.size(), limit));
    for (const auto& record : records) {
        answer.messages.push_back(toMessage(context.database, record));
    }
    context.emit(std::move(answer));
}

// ---- what goes away

void Transfers::forget(const FileRecord& file) {
    m_receiving.forget({file.contact, file.blob});
    m_sending.forget({file.contact, file.blob});
    m_uploads.forget({file.contact, file.blob});
    if (!store::Files(m_parts.context.database).isHeld(file.local)) {
        m_shelf.remove(file);
    }
}

void Transfers::messageRemoved(const ContactId& contact, const MessageId& message, AfterCommit& after) {
    store::Files files(m_parts.context.database);
    // std::function wants something it could copy
    const auto gone = std::make_shared<std::vector<FileRecord>>();
    if (m_parts.group.isGroup(contact)) {
        *gone = files.withMessage(message);
    } else if (auto file = files.find(contact, message)) {
        gone->push_back(std::move(*file));
    }
    if (gone->empty()) {
        return;
    }
    for (const auto& file : *gone) {
        if (file.mine && !isOver(file.state)) {
            (void)m_parts.outgoing.post(file.contact,
                                        wire::FileEndContent{file.blob.value, wire::FileEndReason::Withdrawn});
        }
        files.remove(file.contact, message);
    }
    store::Notes(m_parts.context.database).remove(contact, message);
    after.emplace_back([this, contact, message, gone] {
        m_parts.player.messageRemoved(contact, message);
        for (const auto& file : *gone) {
            forget(file);
            if (!isOver(file.state)) {
                dropParcel(m_parts, file);
            }
        }
    });
}

void Transfers::ownFailed(FileRecord file, ErrorCode code) {
    auto& context = m_parts.context;
    m_sending.forget({file.contact, file.blob});
    m_uploads.forget({file.contact, file.blob});
    file.state = FileState::Failed;
    file.reason = static_cast<std::int32_t>(code);
    const auto reason = code == ErrorCode::FileChanged ? wire::FileEndReason::Changed : wire::FileEndReason::Withdrawn;
    store::Transaction transaction(context.database);
    store::Files(context.database).setState(file);
    (void)m_parts.outgoing.post(file.contact, wire::FileEndContent{file.blob.value, reason});
    if (context.commit(transaction)) {
        tell(context, file);
        dropParcel(m_parts, file);
        m_parts.outgoing.wake(file.contact);
    }
}

void Transfers::hubCameOnline(const std::string& hub) {
    m_uploads.hubCameOnline(hub);
    m_receiving.hubCameOnline(hub);
}

void Transfers::contactRemoved(const ContactId& contact) {
    m_uploads.contactRemoved(contact);
    m_receiving.contactRemoved(contact);
    m_sending.contactRemoved(contact);
    sweep();
}

void Transfers::sweep() {
    if (!m_shelf.exists()) {
        return;
    }
    const auto names = store::Files(m_parts.context.database).localNames();
    if (m_parts.context.database.error()) {
        return;
    }
    for (const auto& name : m_shelf.disk().list()) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            m_shelf.remove(name);
        }
    }
}

// ---- time

void Transfers::start() {
    if (!m_shelf.exists()) {
        return;
    }
    sweep();
    m_notes.start();
    store::Files files(m_parts.context.database);
    for (const auto& contact : files.settle()) {
        m_parts.links.want(contact);
    }
    for (auto& file : files.incomplete()) {
        m_receiving.begin(std::move(file));
    }
    for (auto& file : files.unsent()) {
        m_uploads.add(std::move(file));
    }
}

void Transfers::tick() {
    m_receiving.tick();
    m_reading.tick();
    m_noteFiles.tick();
    for (auto& file : m_notes.wanted()) {
        file.state = FileState::Waiting;
        store::Transaction transaction(m_parts.context.database);
        store::Files(m_parts.context.database).setState(file);
        if (m_parts.context.commit(transaction)) {
            tell(m_parts.context, file);
            m_receiving.begin(std::move(file));
        }
    }
}

void Transfers::pump() {
    m_sending.pump();
    m_uploads.pump();
    m_receiving.pump();
}

Instant Transfers::nextDeadline() const {
    return std::min({m_receiving.nextDeadline(), m_uploads.nextDeadline(), m_reading.nextDeadline(),
                     m_notes.nextDeadline(), m_noteFiles.nextDeadline()});
}

}  // namespace nightjar::engine
