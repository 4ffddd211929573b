// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Places, cards and the bytes of a month.

#include <algorithm>

#include "fakemessenger.h"

namespace nightjar::test {

MessageId FakeMessenger::addPlace(const ContactId& with, bool mine, Place place, Instant time,
                                  const std::string& label) {
    const auto id = addMessage(with, mine, label, time, mine ? MessageState::Delivered : MessageState::Received);
    auto& message = amend(id);
    message.kind = MessageKind::Location;
    message.place = place;
    return id;
}

MessageId FakeMessenger::addCard(const ContactId& with, bool mine, const std::string& name, const std::string& address,
                                 Instant time) {
    const auto id = addMessage(with, mine, name, time, mine ? MessageState::Delivered : MessageState::Received);
    auto& message = amend(id);
    message.kind = MessageKind::Card;
    message.link = address;
    return id;
}

void FakeMessenger::setAddress(const ContactId& of, const std::string& address) {
    contact(of)->address = address;
    tellContact(of);
}

void FakeMessenger::spend(std::int64_t cap, std::int64_t files) {
    meter.cap = cap;
    meter.months.front().kinds[static_cast<std::size_t>(TrafficKind::Files)].received = files;
    say(MeterChanged{meter});
}

void FakeMessenger::answer(const SendLocation& c) {
    if (fails(c.request) || missing(c.request, c.contact)) {
        return;
    }
    Message message;
    message.contact = c.contact;
    message.kind = MessageKind::Location;
    message.text = c.label;
    message.place = Place{c.point, present(), std::nullopt, c.live != Duration::zero()};
    if (message.place->live) {
        message.place->until = present() + c.live;
        say(PositionWanted{true});
    }
    send(c.request, std::move(message));
}

void FakeMessenger::answer(const StopLocation& c) {
    auto* message = fails(c.request) ? nullptr : sought(c.request, c.contact, c.message);
    if (message && message->place) {
        message->place->live = false;
        say(MessageChanged{*message});
        say(PositionWanted{false});
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const ListLive& c) {
    MessagesAnswer live{c.request, {}, false};
    for (const auto& [with, messages] : m_messages) {
        std::ranges::copy_if(messages, std::back_inserter(live.messages), [](const Message& message) {
            return message.mine && message.place && message.place->live;
        });
    }
    say(live);
}

void FakeMessenger::answer(const SendCard& c) {
    if (fails(c.request) || missing(c.request, c.contact)) {
        return;
    }
    Message message;
    message.contact = c.contact;
    message.kind = MessageKind::Card;
    message.text = c.name;
    message.link = c.link;
    send(c.request, std::move(message));
}

void FakeMessenger::answer(const GetMeter& c) {
    say(MeterAnswer{c.request, meter});
}

void FakeMessenger::answer(const SetMeterCap& c) {
    if (!fails(c.request)) {
        meter.cap = c.bytes;
        say(CommandDone{c.request});
        say(MeterChanged{meter});
    }
}

}  // namespace nightjar::test
