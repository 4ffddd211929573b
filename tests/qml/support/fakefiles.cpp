// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The part of the fake messenger that keeps files.

#include <QFile>
#include <QFileInfo>
#include <algorithm>

#include "fakemessenger.h"

namespace nightjar::test {

MessageId FakeMessenger::addFile(const ContactId& with, bool mine, MessageKind kind, Attachment attachment,
                                 Instant time, const std::string& caption, Bytes content) {
    Message message;
    message.id = MessageId::draw(m_random);
    message.contact = with;
    message.kind = kind;
    message.mine = mine;
    message.text = caption;
    message.time = time;
    message.state = mine ? MessageState::Delivered : MessageState::Received;
    if (!content.empty()) {
        attachment.readable = true;
        attachment.state = TransferState::Done;
        attachment.size = attachment.done = content.size();
        m_contents[message.id] = std::move(content);
    }
    message.attachment = std::move(attachment);
    store(message);
    return message.id;
}

MessageId FakeMessenger::receiveFile(const ContactId& from, MessageKind kind, Attachment attachment) {
    attachment.state = TransferState::Offered;
    attachment.readable = false;
    const auto id = addFile(from, false, kind, std::move(attachment), present());
    ++contact(from)->unread;
    say(MessageAdded{m_messages[from].back()});
    tellContact(from);
    return id;
}

void FakeMessenger::moveFile(const MessageId& id, TransferState state, std::uint64_t done, ErrorCode reason) {
    if (auto* message = withFile(0, id)) {
        auto& attachment = *message->attachment;
        attachment.state = state;
        attachment.done = done;
        attachment.reason = reason;
        attachment.readable = message->mine || state == TransferState::Done;
        say(TransferChanged{id, message->contact, state, done, attachment.size, reason, attachment.readable});
    }
}

Message* FakeMessenger::withFile(RequestId request, const MessageId& id) {
    for (auto& [with, messages] : m_messages) {
        const auto found = std::ranges::find(messages, id, &Message::id);
        if (found != messages.end() && found->attachment) {
            return &*found;
        }
    }
    if (request != 0) {
        say(CommandFailed{request, ErrorCode::UnknownMessage});
    }
    return nullptr;
}

void FakeMessenger::answer(const SendFile& c) {
    if (fails(c.request) || missing(c.request, c.contact)) {
        return;
    }
    auto content = c.content;
    if (!c.path.empty()) {
        QFile file(QString::fromStdString(c.path));
        if (!file.open(QIODevice::ReadOnly)) {
            say(CommandFailed{c.request, ErrorCode::FileUnreadable});
            return;
        }
        const auto data = file.readAll();
        content.assign(data.begin(), data.end());
    }
    Attachment attachment;
    attachment.name = c.name.empty() ? QFileInfo(QString::fromStdString(c.path)).fileName().toStdString() : c.name;
    attachment.mime = c.mime;
    attachment.width = c.width;
    attachment.height = c.height;
    attachment.thumbnail = c.thumbnail;
    const auto kind = c.asPhoto ? MessageKind::Photo : MessageKind::File;
    const auto id = addFile(c.contact, true, kind, attachment, present(), c.caption, std::move(content));
    auto& message = *withFile(0, id);
    message.state = MessageState::Queued;
    message.attachment->state = TransferState::Waiting;
    message.attachment->done = 0;
    say(MessageAnswer{c.request, message});
    say(MessageAdded{message});
    tellContact(c.contact);
}

void FakeMessenger::answer(const FetchFile& c) {
    if (!fails(c.request) && withFile(c.request, c.message)) {
        say(CommandDone{c.request});
        moveFile(c.message, TransferState::Waiting, 0);
    }
}

void FakeMessenger::answer(const PauseTransfer& c) {
    if (auto* message = fails(c.request) ? nullptr : withFile(c.request, c.message)) {
        say(CommandDone{c.request});
        moveFile(c.message, TransferState::Paused, message->attachment->done);
    }
}

void FakeMessenger::answer(const ResumeTransfer& c) {
    if (auto* message = fails(c.request) ? nullptr : withFile(c.request, c.message)) {
        say(CommandDone{c.request});
        moveFile(c.message, TransferState::Waiting, message->attachment->done);
    }
}

void FakeMessenger::answer(const CancelTransfer& c) {
    if (!fails(c.request) && withFile(c.request, c.message)) {
        say(CommandDone{c.request});
        moveFile(c.message, TransferState::Cancelled, 0);
    }
}

void FakeMessenger::answer(const SaveFile& c) {
    if (fails(c.request) || !withFile(c.request, c.message)) {
        return;
    }
    const auto& content = m_contents[c.message];
    QFile file(QString::fromStdString(c.path));
    const auto size = static_cast<qint64>(content.size());
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(reinterpret_cast<const char*>(content.data()), size) == size;
    file.close();
    say(written ? Event(CommandDone{c.request}) : Event(CommandFailed{c.request, ErrorCode::TargetUnwritable}));
}

void FakeMessenger::answer(const ReadFile& c) {
    if (fails(c.request) || !withFile(c.request, c.message)) {
        return;
    }
    const auto found = m_contents.find(c.message);
    if (found == m_contents.end()) {
        return say(CommandFailed{c.request, ErrorCode::FileNotHere});
    }
    ByteView content = found->second;
    if (c.length != 0) {
        content = content.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(c.from, content.size())));
        content = content.first(std::min<std::size_t>(c.length, content.size()));
    }
    say(FileAnswer{c.request, c.message, Bytes(content.begin(), content.end())});
}

void FakeMessenger::answer(const ListFiles& c) {
    std::vector<Message> found;
    for (const auto& [with, messages] : m_messages) {
        std::ranges::copy_if(messages, std::back_inserter(found), [&](const Message& message) {
            return message.attachment && (!c.contact || with == *c.contact);
        });
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &Message::time);
    found.resize(std::min<std::size_t>(found.size(), c.limit));
    say(MessagesAnswer{c.request, std::move(found), false});
}

}  // namespace nightjar::test
