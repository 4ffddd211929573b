// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The part of the fake messenger that speaks: voice notes, and what a call has besides its state.

#include <algorithm>
#include <cmath>

#include "fakemessenger.h"

namespace nightjar::test {

namespace {

/// Words and pauses.
Bytes waveform() {
    Bytes out;
    for (int i = 0; i < 64; ++i) {
        const double word = std::fmod(i, 16) < 12 ? 1 : 0.1;
        out.push_back(static_cast<std::uint8_t>(110 + 130 * word * std::abs(std::sin(i * 0.9))));
    }
    return out;
}

}  // namespace

MessageId FakeMessenger::addNote(const ContactId& with, bool mine, Duration length, Instant time, bool better,
                                 bool heard) {
    Message message;
    message.id = MessageId::draw(m_random);
    message.contact = with;
    message.kind = MessageKind::Note;
    message.mine = mine;
    message.time = time;
    message.state = mine ? MessageState::Delivered : MessageState::Received;
    message.note = VoiceNote{length, waveform(), true, better, heard};
    message.attachment = Attachment{};
    message.attachment->size = static_cast<std::uint64_t>(length / 1s) * 2000;
    message.attachment->state = better ? TransferState::Done : TransferState::Offered;
    message.attachment->readable = better;
    store(message);
    return message.id;
}

void FakeMessenger::setRecording(const ContactId& with, RecordingState state, Duration length) {
    m_recorded[with] = length;
    contact(with)->recorded = state == RecordingState::Recording ? Duration{} : length;
    say(RecordingChanged{with, state, length, state == RecordingState::None ? Bytes{} : waveform(), 0.6});
}

void FakeMessenger::playTo(Duration position, bool finished) {
    const auto plays = *m_plays;
    if (finished) {
        m_plays.reset();
    }
    say(NotePlaying{plays.contact, plays.message, !finished, position, finished});
}

void FakeMessenger::answer(const RecordNote& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        say(CommandDone{c.request});
        setRecording(c.contact, RecordingState::Recording, m_recorded[c.contact]);
    }
}

void FakeMessenger::answer(const PauseRecording& c) {
    say(CommandDone{c.request});
    const auto length = m_recorded[c.contact];
    setRecording(c.contact, length > Duration{} ? RecordingState::Paused : RecordingState::None, length);
}

void FakeMessenger::answer(const DiscardRecording& c) {
    say(CommandDone{c.request});
    setRecording(c.contact, RecordingState::None, {});
}

void FakeMessenger::answer(const SendRecording& c) {
    const auto length = m_recorded[c.contact];
    if (fails(c.request) || missing(c.request, c.contact)) {
        return;
    }
    const auto id = addNote(c.contact, true, length, present(), true, true);
    auto& message = *withFile(0, id);
    message.state = MessageState::Queued;
    message.quote = quoteOf(c.contact, c.quote);
    say(MessageAnswer{c.request, message});
    say(MessageAdded{message});
    setRecording(c.contact, RecordingState::None, {});
    tellContact(c.contact);
}

void FakeMessenger::answer(const PlayNote& c) {
    if (fails(c.request)) {
        return;
    }
    m_plays = c;
    say(CommandDone{c.request});
    say(NotePlaying{c.contact, c.message, true, c.from, false});
}

void FakeMessenger::answer(const StopNote& c) {
    say(CommandDone{c.request});
    if (m_plays) {
        const auto plays = *m_plays;
        m_plays.reset();
        say(NotePlaying{plays.contact, plays.message, false, plays.from, false});
    }
}

CallId FakeMessenger::ringSecond(const ContactId& from) {
    m_second = CallId::draw(m_random);
    m_secondContact = from;
    say(CallIncoming{m_second, from, true});
    return m_second;
}

void FakeMessenger::endSecond() {
    say(CallStateChanged{m_second, m_secondContact, CallState::Ended, CallEnd::RemoteHungUp});
}

void FakeMessenger::hold(bool byThem) {
    say(CallHoldChanged{m_call, m_callContact, false, byThem});
}

void FakeMessenger::answer(const HoldCall& c) {
    say(CommandDone{c.request});
    say(CallHoldChanged{c.call, c.call == m_call ? m_callContact : m_secondContact, c.held, false});
}

void FakeMessenger::answer(const SetPushToTalk& c) {
    say(CommandDone{c.request});
}

void FakeMessenger::answer(const PressToTalk&) {
}

void FakeMessenger::answer(const ListCalls& c) {
    std::vector<Message> found;
    for (const auto& [with, messages] : m_messages) {
        std::ranges::copy_if(messages, std::back_inserter(found), [&](const Message& message) {
            return message.kind == MessageKind::Call && (!c.contact || with == *c.contact);
        });
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &Message::time);
    if (c.before) {
        const auto at = std::ranges::find(found, *c.before, &Message::id);
        found.erase(found.begin(), at == found.end() ? at : at + 1);
    }
    const bool more = found.size() > c.limit;
    found.resize(std::min<std::size_t>(found.size(), c.limit));
    say(MessagesAnswer{c.request, std::move(found), more});
}

}  // namespace nightjar::test
