// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The part of FakeMessenger that is about messages: answers, edits, reactions, drafts.

#include <algorithm>

#include "fakemessenger.h"

namespace nightjar::test {

void FakeMessenger::addNotice(const ContactId& with, std::string_view name, Instant time) {
    const auto id = addMessage(with, false, std::string(name), time);
    amend(id).kind = MessageKind::Notice;
}

void FakeMessenger::setDraft(const ContactId& to, const std::string& text) {
    contact(to)->draft = Draft{text, std::nullopt, std::nullopt};
}

Message& FakeMessenger::amend(const MessageId& id) {
    for (auto& [with, messages] : m_messages) {
        const auto found = std::ranges::find(messages, id, &Message::id);
        if (found != messages.end()) {
            return *found;
        }
    }
    qFatal("There is no such message.");
}

void FakeMessenger::theyEdit(const MessageId& id, const std::string& text) {
    rewrite(amend(id), text);
}

void FakeMessenger::theyReact(const MessageId& id, const std::vector<std::string>& emoji) {
    setReactions(amend(id), false, emoji);
}

void FakeMessenger::theyType(const ContactId& id, bool typing) {
    say(TypingChanged{id, typing});
}

Message* FakeMessenger::sought(RequestId request, const ContactId& with, const MessageId& id) {
    auto& messages = m_messages[with];
    const auto found = std::ranges::find(messages, id, &Message::id);
    if (found != messages.end()) {
        return &*found;
    }
    say(CommandFailed{request, ErrorCode::UnknownMessage});
    return nullptr;
}

void FakeMessenger::send(RequestId request, Message message) {
    message.id = MessageId::draw(m_random);
    message.mine = true;
    message.time = present();
    message.state = MessageState::Queued;
    store(message);
    say(MessageAdded{message});
    say(MessageAnswer{request, message});
    tellContact(message.contact);
}

std::optional<Quote> FakeMessenger::quoteOf(const ContactId& with, const std::optional<MessageId>& id) {
    if (!id) {
        return std::nullopt;
    }
    const auto& messages = m_messages[with];
    const auto found = std::ranges::find(messages, *id, &Message::id);
    return found == messages.end() ? Quote{*id, Quote::State::Deleted, false, MessageKind::Text, {}}
                                   : Quote{*id, Quote::State::Present, found->mine, found->kind, found->text};
}

void FakeMessenger::forgetDraft(const ContactId& to, const std::string& text) {
    auto& draft = contact(to)->draft;
    if (draft && draft->text == text) {
        draft.reset();
    }
}

void FakeMessenger::rewrite(Message& message, const std::string& text) {
    auto& versions = m_versions[message.id];
    versions.push_back({message.edited.value_or(message.time), message.text});
    message.text = text;
    message.edited = present();
    contact(message.contact)->last = m_messages[message.contact].back();
    say(MessageChanged{message});
    for (auto& quoting : m_messages[message.contact]) {
        if (quoting.quote && quoting.quote->message == message.id) {
            quoting.quote->preview = text;
            say(MessageChanged{quoting});
        }
    }
}

void FakeMessenger::setReactions(Message& message, bool mine, const std::vector<std::string>& emoji) {
    std::erase_if(message.reactions, [mine](const Reaction& reaction) { return reaction.mine == mine; });
    for (const auto& one : emoji) {
        message.reactions.push_back({mine, one});
    }
    say(MessageChanged{message});
}

void FakeMessenger::answer(const SendText& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        Message message;
        message.contact = c.contact;
        message.text = c.text;
        message.quote = quoteOf(c.contact, c.quote);
        forgetDraft(c.contact, c.text);
        send(c.request, std::move(message));
    }
}

void FakeMessenger::answer(const EditMessage& c) {
    auto* message = fails(c.request) ? nullptr : sought(c.request, c.contact, c.message);
    if (message) {
        forgetDraft(c.contact, c.text);
        rewrite(*message, c.text);
        say(MessageAnswer{c.request, *message});
        tellContact(c.contact);
    }
}

void FakeMessenger::answer(const GetMessageHistory& c) {
    if (const auto* message = sought(c.request, c.contact, c.message)) {
        auto versions = m_versions[c.message];
        versions.push_back({message->edited.value_or(message->time), message->text});
        say(MessageHistoryAnswer{c.request, c.message, std::move(versions)});
    }
}

void FakeMessenger::answer(const ForwardMessage& c) {
    const auto* source = fails(c.request) ? nullptr : sought(c.request, c.contact, c.message);
    if (source && !missing(c.request, c.to)) {
        Message copy;
        copy.contact = c.to;
        copy.kind = source->kind;
        copy.text = source->text;
        copy.attachment = source->attachment;
        copy.note = source->note;
        copy.link = source->link;
        if (source->place) {
            copy.place = Place{source->place->point, source->place->measured};  // one that moves stays where it is
        }
        copy.forwarded = source->kind == MessageKind::Text;
        copy.origin = !c.withName || !copy.forwarded ? "" : source->mine ? status.name : contact(c.contact)->name;
        send(c.request, std::move(copy));
    }
}

void FakeMessenger::answer(const ReactToMessage& c) {
    auto* message = fails(c.request) ? nullptr : sought(c.request, c.contact, c.message);
    if (message) {
        setReactions(*message, true, c.emoji);
        say(MessageAnswer{c.request, *message});
    }
}

void FakeMessenger::answer(const ResendMessage& c) {
    auto* message = fails(c.request) ? nullptr : sought(c.request, c.contact, c.message);
    if (message) {
        say(MessageAnswer{c.request, *message});
        advance(c.message, MessageState::Queued);
    }
}

void FakeMessenger::answer(const SetTyping&) {
}

void FakeMessenger::answer(const SetDraft& c) {
    if (!missing(c.request, c.contact)) {
        if (c.text.empty() && !c.quote && !c.editing) {
            contact(c.contact)->draft.reset();
        } else {
            contact(c.contact)->draft = Draft{c.text, quoteOf(c.contact, c.quote), c.editing};
        }
        tellContact(c.contact);
    }
}

void FakeMessenger::answer(const AcceptContact& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        contact(c.contact)->state = ContactState::Active;
        say(CommandDone{c.request});
        tellContact(c.contact);
    }
}

void FakeMessenger::answer(const RefuseContact& c) {
    answer(DeleteContact{c.request, c.contact, false});
}

}  // namespace nightjar::test
