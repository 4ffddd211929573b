// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/fileannouncing.h"

#include <algorithm>

#include "engine/parts.h"
#include "wire/filegeometry.h"

namespace nightjar::engine {

namespace {

using store::FileRecord;
using store::FileState;

/// A file that is taken at once, without a question, on a fast link and on a slow one.
constexpr std::uint64_t photoAtOnce = 8 * 1024 * 1024;
constexpr std::uint64_t photoAtOnceSlow = 512 * 1024;
constexpr std::uint64_t fileAtOnce = 256 * 1024;
constexpr std::uint64_t fileAtOnceSlow = 32 * 1024;
/// Of the better form of a voice note; the small one comes in any case.
constexpr std::uint64_t noteAtOnce = 8 * 1024 * 1024;
constexpr std::uint64_t noteAtOnceSlow = 16 * 1024;

std::string lastPart(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

bool isPrintable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

std::vector<FileRecord> FileAnnouncing::send(const SendFile& command) {
    auto& context = m_parts.context;
    if (!context.recipient(command.request, command.contact)) {
        return {};
    }
    FileRecord file;
    if (const auto problem = fill(command, file)) {
        context.fail(command.request, *problem);
        return {};
    }
    const auto local = file.local;
    auto brought = announce(command.request, std::move(file), command.asPhoto, command.caption);
    if (!brought) {
        m_shelf.remove(local);
    }
    return brought ? std::move(*brought) : std::vector<FileRecord>{};
}

std::optional<std::vector<FileRecord>> FileAnnouncing::announce(RequestId request, FileRecord file, bool photo,
                                                                const std::string& caption) {
    auto& context = m_parts.context;
    const auto to = file.contact;
    m_parts.life.announce(to);
    const auto contact = context.recipient(request, to);
    if (!contact) {
        return std::nullopt;
    }
    const bool group = m_parts.group.isGroup(to);
    file.message = MessageId::draw(context.random);
    auto onWire = file.message;
    if (group) {
        const auto named = m_parts.group.newMessage();
        file.message = named.id;
        onWire = named.onWire;
        standForAll(file);
    }
    store::MessageRecord record;
    record.id = file.message;
    record.contact = to;
    record.kind = photo ? store::MessageKind::Photo : store::MessageKind::File;
    record.mine = true;
    record.seq = contact->nextOutSeq;
    record.text = caption;
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Queued;

    const auto contentOf = [&](const FileRecord& one) {
        wire::FileContent content;
        content.message = onWire;
        content.blob = one.blob.value;
        content.key = SecretBytes(one.key.view().first(fileKeySize));
        content.size = one.size;
        content.photo = photo;
        content.name = one.name;
        content.mime = one.mime;
        content.width = one.width;
        content.height = one.height;
        content.thumbnail = one.thumbnail;
        content.caption = caption;
        return content;
    };
    std::vector<FileRecord> brought;
    store::Transaction transaction(context.database);
    m_parts.life.give(record);
    store::Messages(context.database).add(record);
    store::Files(context.database).add(file);
    const std::function<wire::ContentBody(const FileRecord&)> bodyOf = contentOf;
    const bool posted = group ? m_parts.group.postEach(to, sharing(context, file, bodyOf, brought), record.id)
                              : m_parts.group.post(to, contentOf(file), record.id);
    if (!posted && !context.database.error()) {
        context.fail(request, ErrorCode::Internal);
        return std::nullopt;
    }
    if (!context.commit(transaction, request)) {
        return std::nullopt;
    }
    const auto message = toMessage(context.database, record);
    context.emit(MessageAnswer{request, message});
    context.emit(MessageAdded{message});
    m_parts.group.deliver(to);
    if (!group) {
        brought.push_back(std::move(file));
    }
    return brought;
}

std::optional<ErrorCode> FileAnnouncing::fill(const SendFile& command, FileRecord& file) {
    auto& random = m_parts.context.random;
    file.contact = command.contact;
    file.blob = store::BlobName::draw(random);
    file.mine = true;
    file.key = SecretBytes(32);
    random.fill(file.key.mutableView());
    file.name = command.name.empty() ? lastPart(command.path) : command.name;
    file.mime = command.mime;
    file.width = command.width;
    file.height = command.height;
    file.thumbnail = command.thumbnail;
    if (!wire::isFileName(asBytes(file.name)) || file.mime.size() > maxMimeBytes || !isPrintable(file.mime) ||
        file.width > wire::maxPixels || file.height > wire::maxPixels || file.thumbnail.size() > maxThumbnailBytes ||
        command.caption.size() > maxCaptionBytes || !isUtf8(asBytes(command.caption))) {
        return ErrorCode::BadArgument;
    }
    if (!m_shelf.exists()) {
        return ErrorCode::FileUnreadable;
    }
    if (command.path.empty()) {
        return m_shelf.keep(file, command.content);
    }
    const auto source = m_shelf.disk().inspect(command.path);
    if (!source) {
        return errorOf(source.error());
    }
    file.size = source->size;
    file.stamp = source->stamp;
    file.source = command.path;
    if (file.size > (command.asPhoto ? maxReadableBytes : maxFileBytes)) {
        return ErrorCode::FileTooLarge;
    }
    if (!command.asPhoto) {
        return std::nullopt;
    }
    Bytes content(static_cast<std::size_t>(file.size));
    if (const auto read = m_shelf.disk().readSource(file.source, file.stamp, 0, content); !read) {
        return errorOf(read.error());
    }
    file.source.clear();
    return m_shelf.keep(file, content);
}

bool FileAnnouncing::wantsAtOnce(const ContactId& contact, std::uint64_t size, What what) const {
    const auto sender = store::Contacts(m_parts.context.database).find(contact);
    if (!sender || sender->state == store::ContactState::Requested) {
        return false;  // whoever we have not said yes to fills no disk
    }
    if (m_parts.meter.isSpent()) {
        return false;  // it comes when somebody wants it
    }
    auto linkClass = m_parts.links.stats(contact).linkClass;
    if (linkClass == LinkClass::Unknown && sender->receive) {
        linkClass = m_parts.hubs.stats(sender->receive->hub).linkClass;
    }
    const bool slow = linkClass == LinkClass::Gprs || linkClass == LinkClass::Edge;
    const auto most = what == What::Photo  ? (slow ? photoAtOnceSlow : photoAtOnce)
                      : what == What::Note ? (slow ? noteAtOnceSlow : noteAtOnce)
                                           : (slow ? fileAtOnceSlow : fileAtOnce);
    return size <= most && m_shelf.hasRoomFor(size);
}

std::optional<FileRecord> FileAnnouncing::arrived(const ContactId& contact, const wire::Content& content,
                                                  wire::FileContent& file, AfterCommit& after) {
    auto& context = m_parts.context;
    store::Files files(context.database);
    const auto conversation = m_parts.group.conversation(contact);
    FileRecord record;
    record.contact = contact;
    record.message = m_parts.group.received(contact, file.message);
    record.blob = {file.blob};
    if (files.withBlob(contact, record.blob)) {
        return std::nullopt;  // a file is told once
    }
    store::MessageRecord message;
    message.id = record.message;
    message.contact = conversation;
    message.kind = file.photo ? store::MessageKind::Photo : store::MessageKind::File;
    message.seq = content.order;
    message.text = std::move(file.caption);
    message.timeMs = toUnixMs(content.time);
    message.receivedMs = context.nowMs();
    message.state = store::MessageState::Received;
    message.unread = true;
    if (!m_parts.life.receive(contact, content, message) || !store::Messages(context.database).add(message)) {
        return std::nullopt;
    }
    record.key = std::move(file.key);
    record.name = std::move(file.name);
    record.mime = std::move(file.mime);
    record.size = file.size;
    record.width = file.width;
    record.height = file.height;
    record.thumbnail = std::move(file.thumbnail);
    record.local = store::BlobName::draw(context.random).toString();
    record.state = wantsAtOnce(contact, file.size, file.photo ? What::Photo : What::File) ? FileState::Waiting
                                                                                          : FileState::Offered;
    files.add(record);
    after.emplace_back([this, contact, conversation, message] {
        m_parts.context.emit(MessageAdded{toMessage(m_parts.context.database, message)});
        m_parts.context.contactChanged(conversation);
        m_parts.links.noteActivity(contact);
    });
    return record.state == FileState::Waiting ? std::optional(std::move(record)) : std::nullopt;
}

}  // namespace nightjar::engine
