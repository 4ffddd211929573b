// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "fakemessenger.h"

#include <QDateTime>
#include <algorithm>

namespace nightjar::test {

Instant present() {
    return fromUnixMs(QDateTime::currentMSecsSinceEpoch());
}

FakeMessenger::FakeMessenger(QObject* parent) : Messenger(parent) {
    status.name = "Vera";
    status.hubAddress = "nightjar-hub://hub.example.org:33445/Zx8fK1bqVd0mUu3oP5rWc7tYh2nLg4sJ9eAi6kQwDvE";
    status.hub = HubState::Online;
    status.natMapping = "endpoint-independent";
    status.publicAddress = "198.51.100.23:41822";
    status.natType = "port-restricted";
    status.portMapping = "pcp";
    status.mappedAddress = "198.51.100.23:52011";
    status.rttMs = 48;
    status.bytesSent = 81'240;
    status.bytesReceived = 132'907;
    status.keepAliveSeconds = 110;
    status.idleBytesPerHour = 2'090;
    stats.rung = "L3";
    stats.wireKbitUp = 4.6;
    stats.wireKbitDown = 4.7;
    stats.lossPercent = 0.4;
    stats.delayMs = 210;
    stats.sentBytes = 48'300;
    stats.receivedBytes = 49'120;
    stats.levelOut = 0.4;
    stats.length = std::chrono::seconds(84);
}

void FakeMessenger::post(nightjar::Command command) {
    m_log.push_back(command);
    QMetaObject::invokeMethod(
        this, [this, command = std::move(command)] { std::visit([this](const auto& c) { answer(c); }, command); },
        Qt::QueuedConnection);
}

ContactId FakeMessenger::addContact(const std::string& name, ContactState state) {
    Contact contact;
    contact.id = ContactId::draw(m_random);
    // The colour of an avatar follows from the first byte; here it follows from the order.
    contact.id.value[0] = static_cast<std::uint8_t>(m_contacts.size());
    contact.name = name;
    contact.state = state;
    m_contacts.push_back(contact);
    return contact.id;
}

MessageId FakeMessenger::addMessage(const ContactId& to, bool mine, const std::string& text, Instant time,
                                    MessageState state, ErrorCode reason) {
    Message message;
    message.id = MessageId::draw(m_random);
    message.contact = to;
    message.mine = mine;
    message.text = text;
    message.time = time;
    message.state = state;
    message.reason = reason;
    store(message);
    return message.id;
}

void FakeMessenger::addCallRecord(const ContactId& with, bool mine, const std::string& outcome, Instant time,
                                  Duration length) {
    Message message;
    message.id = MessageId::draw(m_random);
    message.contact = with;
    message.kind = MessageKind::Call;
    message.mine = mine;
    message.text = outcome;
    message.time = time;
    message.state = mine ? MessageState::Sent : MessageState::Received;
    message.callLength = length;
    store(message);
}

void FakeMessenger::setUnread(const ContactId& id, std::int64_t unread) {
    contact(id)->unread = unread;
}

MessageId FakeMessenger::receive(const ContactId& from, const std::string& text) {
    const auto id = addMessage(from, false, text, present());
    ++contact(from)->unread;
    say(MessageAdded{m_messages[from].back()});
    tellContact(from);
    return id;
}

void FakeMessenger::advance(const MessageId& id, MessageState state, ErrorCode reason) {
    for (auto& [with, messages] : m_messages) {
        const auto found = std::ranges::find(messages, id, &Message::id);
        if (found != messages.end()) {
            found->state = state;
            found->reason = reason;
            contact(with)->last = messages.back();
            say(MessageStateChanged{id, with, state, reason});
        }
    }
}

CallId FakeMessenger::ring(const ContactId& from) {
    m_call = CallId::draw(m_random);
    m_callContact = from;
    say(CallIncoming{m_call, from});
    return m_call;
}

void FakeMessenger::moveCall(CallState state, CallEnd end) {
    say(CallStateChanged{m_call, m_callContact, state, end});
}

void FakeMessenger::setHubState(HubState state, ErrorCode problem) {
    status.hub = state;
    status.hubProblem = problem;
    say(HubStateChanged{state, problem});
}

void FakeMessenger::setLink(const ContactId& to, Path path, LinkClass linkClass, double rttMs) {
    auto& info = m_links[to];
    info.contact = to;
    info.path = path;
    info.linkClass = linkClass;
    info.rttMs = rttMs;
    info.remoteAddress = path == Path::Direct ? "203.0.113.7:50112" : "";
    info.localCandidates = {{"host", "192.168.1.17:40000"}, {"srflx", "198.51.100.23:41822"}, {"relay", ""}};
    info.remoteCandidates = {{"srflx", "203.0.113.7:50112"}, {"relay", ""}};
    info.remoteNat = "symmetric-sequential";
    info.method = path == Path::Direct ? "prediction" : "";
    info.bytesSent = 24'118;
    info.bytesReceived = 31'930;
    say(LinkStateChanged{to, path, linkClass});
}

void FakeMessenger::removedBy(const ContactId& id) {
    contact(id)->state = ContactState::Gone;
    tellContact(id);
}

void FakeMessenger::trouble(ErrorCode code) {
    say(Problem{code});
}

void FakeMessenger::say(Event told) {
    Q_EMIT event(told);
}

Contact* FakeMessenger::contact(const ContactId& id) {
    const auto found = std::ranges::find(m_contacts, id, &Contact::id);
    return found == m_contacts.end() ? nullptr : &*found;
}

void FakeMessenger::store(const Message& message) {
    m_messages[message.contact].push_back(message);
    contact(message.contact)->last = message;
}

void FakeMessenger::tellContact(const ContactId& id) {
    say(ContactChanged{*contact(id)});
}

bool FakeMessenger::fails(RequestId request) {
    if (!m_failNext) {
        return false;
    }
    say(CommandFailed{request, *std::exchange(m_failNext, std::nullopt)});
    return true;
}

bool FakeMessenger::missing(RequestId request, const ContactId& id) {
    if (contact(id)) {
        return false;
    }
    say(CommandFailed{request, ErrorCode::UnknownContact});
    return true;
}

void FakeMessenger::answer(const GetStatus& c) {
    say(StatusAnswer{c.request, status});
}

void FakeMessenger::answer(const SetName& c) {
    if (!fails(c.request)) {
        status.name = c.name;
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const SetHub& c) {
    if (!fails(c.request)) {
        status.hubAddress = c.address;
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const SetSetting& c) {
    m_settings[c.key] = c.value;
    say(CommandDone{c.request});
}

void FakeMessenger::answer(const GetSetting& c) {
    say(SettingAnswer{c.request, c.key, m_settings[c.key]});
}

void FakeMessenger::answer(const AcceptInvitation& c) {
    if (!fails(c.request)) {
        const auto id = addContact(c.name.empty() ? "Anton" : c.name, ContactState::Pending);
        say(ContactAdded{*contact(id)});
        say(ContactAnswer{c.request, *contact(id)});
    }
}

void FakeMessenger::answer(const ListContacts& c) {
    auto sorted = m_contacts;
    std::ranges::stable_sort(sorted, std::ranges::greater(),
                             [](const Contact& x) { return x.last ? x.last->time : Instant{}; });
    say(ContactsAnswer{c.request, std::move(sorted)});
}

void FakeMessenger::answer(const RenameContact& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        contact(c.contact)->name = c.name;
        say(CommandDone{c.request});
        tellContact(c.contact);
    }
}

void FakeMessenger::answer(const DeleteContact& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        std::erase_if(m_contacts, [&](const Contact& x) { return x.id == c.contact; });
        m_messages.erase(c.contact);
        say(CommandDone{c.request});
        say(ContactRemoved{c.contact});
    }
}

void FakeMessenger::answer(const GetSafetyNumber& c) {
    if (!missing(c.request, c.contact)) {
        const bool known = contact(c.contact)->state != ContactState::Pending;
        say(known ? Event(SafetyNumberAnswer{c.request, c.contact,
                                             "483190275561840372957120463881925670438196245083712659408317"})
                  : Event(CommandFailed{c.request, ErrorCode::UnknownContact}));
    }
}

void FakeMessenger::answer(const ListMessages& c) {
    const auto& all = m_messages[c.contact];
    auto end = all.end();
    if (c.before) {
        end = std::ranges::find(all, *c.before, &Message::id);
        if (end == all.end()) {
            say(CommandFailed{c.request, ErrorCode::UnknownMessage});
            return;
        }
    }
    if (c.from) {
        const auto first = std::ranges::find(all, *c.from, &Message::id);
        if (first == all.end()) {
            say(CommandFailed{c.request, ErrorCode::UnknownMessage});
            return;
        }
        const auto last = first + std::min<std::ptrdiff_t>(all.end() - first, c.limit);
        say(MessagesAnswer{c.request, {first, last}, last != all.end()});
        return;
    }
    const auto begin = end - std::min<std::ptrdiff_t>(end - all.begin(), c.limit);
    say(MessagesAnswer{c.request, {begin, end}, begin != all.begin()});
}

void FakeMessenger::answer(const SearchMessages& c) {
    std::vector<Message> found;
    for (const auto& [with, messages] : m_messages) {
        std::ranges::copy_if(messages, std::back_inserter(found), [&](const Message& message) {
            const bool hasLink = message.text.find("://") != std::string::npos;
            const auto words = message.text + (message.attachment ? message.attachment->name : std::string());
            const bool wanted = c.kind == SearchKind::Everything ? message.kind != MessageKind::Call
                                : c.kind == SearchKind::Links    ? message.kind == MessageKind::Text && hasLink
                                : c.kind == SearchKind::Files    ? message.kind == MessageKind::File
                                : c.kind == SearchKind::Photos   ? message.kind == MessageKind::Photo
                                                                 : message.kind == MessageKind::Text;
            return wanted && message.kind != MessageKind::Notice && (!c.contact || with == *c.contact) &&
                   QString::fromStdString(words).contains(QString::fromStdString(c.text), Qt::CaseInsensitive);
        });
    }
    std::ranges::stable_sort(found, std::ranges::greater(), &Message::time);
    found.resize(std::min<std::size_t>(found.size(), c.limit));
    say(MessagesAnswer{c.request, std::move(found), false});
}

void FakeMessenger::answer(const DeleteMessage& c) {
    if (!fails(c.request)) {
        say(CommandDone{c.request});
        for (auto& [with, messages] : m_messages) {
            if (std::erase_if(messages, [&](const Message& m) { return m.id == c.message; }) > 0) {
                say(MessageRemoved{c.message, with});
            }
        }
    }
}

void FakeMessenger::answer(const MarkRead& c) {
    if (auto* known = contact(c.contact)) {
        known->unread = 0;
        tellContact(c.contact);
    }
}

void FakeMessenger::answer(const StartCall& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        m_call = CallId::draw(m_random);
        m_callContact = c.contact;
        say(CallAnswer{c.request, m_call});
        moveCall(CallState::Ringing);
    }
}

void FakeMessenger::answer(const AcceptCall& c) {
    if (!fails(c.request)) {
        say(CallAnswer{c.request, c.call});
        if (c.call == m_second && !m_second.isNull()) {
            say(CallHoldChanged{m_call, m_callContact, true, false});
            say(CallStateChanged{m_second, m_secondContact, CallState::Connecting, CallEnd::None});
            return;
        }
        moveCall(CallState::Connecting);
    }
}

void FakeMessenger::answer(const EndCall& c) {
    say(CommandDone{c.request});
    if (c.call == m_second && !m_second.isNull()) {
        say(CallStateChanged{m_second, m_secondContact, CallState::Ended, CallEnd::HungUp});
        return;
    }
    moveCall(CallState::Ended, CallEnd::HungUp);
}

void FakeMessenger::answer(const GetCallStats& c) {
    say(CallStatsAnswer{c.request, stats});
}

void FakeMessenger::answer(const GetLinkInfo& c) {
    auto info = m_links[c.contact];
    info.contact = c.contact;
    say(LinkInfoAnswer{c.request, info});
}

void FakeMessenger::answer(const SetInvisible& c) {
    if (!fails(c.request)) {
        status.invisible = c.invisible;
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const SetRelayOnly& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        contact(c.contact)->relayOnly = c.relayOnly;
        say(CommandDone{c.request});
        tellContact(c.contact);
    }
}

void FakeMessenger::answer(const MuteCall&) {
}

}  // namespace nightjar::test
