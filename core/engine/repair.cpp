// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/repair.h"

#include <algorithm>
#include <limits>

#include "base/buffer.h"
#include "base/log.h"
#include "chat/messageid.h"
#include "engine/notices.h"
#include "engine/parts.h"
#include "store/incoming.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

/// After a request; doubled with each that was not answered, up to the cap.
constexpr Duration askPause = std::chrono::minutes(1);
constexpr Duration askPauseCap = std::chrono::hours(24);
/// Requests of one contact that are answered within an hour: each costs a handshake and seals the outbox anew.
constexpr std::size_t maxAnswers = 4;
constexpr Duration answersWithin = std::chrono::hours(1);
/// No honest side counts so far: a number beyond would leave no room to count on.
constexpr std::uint64_t maxOrder = std::uint64_t{1} << 48;
constexpr std::size_t portion = 256;

bool isActive(const store::ContactRecord& contact) {
    return contact.state == store::ContactState::Active || contact.state == store::ContactState::Pending;
}

/// Kept on the disk: a restart is no way around the limit.
std::string answersKey(const ContactId& contact) {
    return "renewals/" + contact.toString();
}

Duration pauseAfter(std::uint32_t asks) {
    auto pause = askPause;
    for (std::uint32_t i = 1; i < asks && pause < askPauseCap; ++i) {
        pause *= 2;
    }
    return std::min(pause, askPauseCap);
}

}  // namespace

// ---- asking

bool Repair::unopened(const store::ContactRecord& contact, ByteView envelope, bool transient) {
    auto& context = m_parts.context;
    if (!isActive(contact)) {
        return true;
    }
    if (const auto request = chat::Renewals::read(contact, envelope)) {
        return asked(contact, *request);
    }
    if (transient) {
        return true;  // its writer keeps nothing of it, and could not tell that it was theirs
    }
    store::Renewals renewals(context.database);
    store::Transaction transaction(context.database);
    auto record = renewals.find(contact.id).value_or(store::RenewalRecord{});
    const auto id = wire::envelopeId(envelope);
    auto& ids = record.unopened;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
        ids.push_back(id);
    }
    if (ids.size() > wire::maxUnopened) {
        ids.erase(ids.begin());
    }
    record.wanted = true;
    renewals.set(contact.id, record);
    if (!context.commit(transaction)) {
        return false;
    }
    scheduleAsk();
    return true;
}

void Repair::start() {
    scheduleAsk();
}

Duration Repair::pauseLeft(const ContactId& contact) const {
    const auto record = store::Renewals(m_parts.context.database).find(contact);
    const auto left = record ? fromUnixMs(record->askAtMs) - m_parts.context.now : Duration{};
    // No pause is as long as that: the clock was set back since.
    return record && left <= pauseAfter(record->asks) ? std::max(left, Duration{}) : Duration{};
}

void Repair::scheduleAsk() {
    m_askAt = never;
    for (const auto& contact : store::Renewals(m_parts.context.database).wanted()) {
        m_askAt = std::min(m_askAt, m_parts.context.now + pauseLeft(contact));
    }
}

void Repair::tick() {
    auto& context = m_parts.context;
    if (m_askAt > context.now) {
        return;
    }
    bool failed = false;
    for (const auto& contact : store::Renewals(context.database).wanted()) {
        if (pauseLeft(contact) == Duration{}) {
            failed = !ask(contact) || failed;
        }
    }
    scheduleAsk();
    if (failed) {
        m_askAt = context.now + diskPatience;
    }
}

bool Repair::ask(const ContactId& contact) {
    auto& context = m_parts.context;
    store::Renewals renewals(context.database);
    store::Transaction transaction(context.database);
    const auto who = store::Contacts(context.database).find(contact);
    auto record = renewals.find(contact);
    if (!who || !record) {
        return true;
    }
    const bool silent = !isActive(*who) || store::Contacts(context.database).rules(contact).blocked;
    auto request =
        silent || record->unopened.empty()
            ? std::nullopt
            : chat::Renewals(context.database, context.random).ask(*who, progress(contact), record->unopened);
    record = renewals.find(contact);
    if (!record) {
        return false;
    }
    record->wanted = false;
    if (request) {
        qCInfo(lcChat) << "asking for fresh keys";
        ++record->asks;
        record->askAtMs = toUnixMs(context.now + pauseAfter(record->asks));
        store::Outbox(context.database).removeKind(contact, wire::renewKind);
        m_parts.outgoing.postRequest(contact, std::move(*request));
    }
    renewals.set(contact, *record);
    if (!context.commit(transaction)) {
        return false;
    }
    m_parts.outgoing.wake(contact);
    return true;
}

// ---- answering

bool Repair::asked(const store::ContactRecord& contact, const wire::RenewMessage& request) {
    auto& context = m_parts.context;
    // They can only ask for what nobody else can bring about: the hub may show them rubbish, but not an envelope of
    // ours that does not open.
    auto times = answeredLately(contact.id);
    if (!isOurs(contact.id, request.unopened) || times.size() >= maxAnswers) {
        qCWarning(lcChat) << "a request for fresh keys without a reason";
        return true;
    }
    AfterCommit after;
    store::Transaction transaction(context.database);
    if (!chat::Renewals(context.database, context.random).accept(contact, request)) {
        return !context.database.error();
    }
    beginAnew(contact.id, after);
    m_parts.incoming.comesNext(contact.id, std::min(request.lowest, maxOrder), after);
    renumber(contact.id, request.expected);
    times.push_back(context.nowMs());
    ByteWriter written;
    for (const auto time : times) {
        written.u64(static_cast<std::uint64_t>(time));
    }
    store::Profile(context.database).set(answersKey(contact.id), written.view());
    const auto [lowest, expected] = progress(contact.id);
    if (!m_parts.outgoing.postFirst(contact.id, wire::RenewedContent{lowest, expected}) ||
        !context.commit(transaction, std::move(after))) {
        return false;
    }
    return true;
}

bool Repair::isOurs(const ContactId& contact, const std::vector<EnvelopeId>& envelopes) const {
    auto& database = m_parts.context.database;
    return std::any_of(envelopes.begin(), envelopes.end(), [&](const EnvelopeId& id) {
        const auto entry = store::Outbox(database).find(id);
        return entry ? entry->contact == contact && entry->kind != wire::renewKind
                     : store::SentNotes(database).has(contact, id);
    });
}

std::vector<std::int64_t> Repair::answeredLately(const ContactId& contact) const {
    std::vector<std::int64_t> times;
    const auto stored = store::Profile(m_parts.context.database).get(answersKey(contact));
    if (!stored) {
        return times;
    }
    const auto now = m_parts.context.now;
    ByteReader in(*stored);
    while (in.remaining() >= sizeof(std::uint64_t)) {
        const auto time = static_cast<std::int64_t>(in.u64());
        if (time > toUnixMs(now - answersWithin) && time < toUnixMs(now + answersWithin)) {
            times.push_back(time);
        }
    }
    return times;
}

void Repair::contactRemoved(const ContactId& contact) {
    store::Profile(m_parts.context.database).remove(answersKey(contact));
}

void Repair::answered(const store::ContactRecord& contact, ByteView envelope, AfterCommit& after) {
    auto& context = m_parts.context;
    if (!isActive(contact) || !chat::Renewals(context.database, context.random).complete(contact, envelope)) {
        return;
    }
    store::Outbox(context.database).removeKind(contact.id, wire::RenewedContent::type);
    beginAnew(contact.id, after);
}

void Repair::apply(const ContactId& contact, const wire::RenewedContent& renewed, AfterCommit& after) {
    m_parts.incoming.comesNext(contact, std::min(renewed.lowest, maxOrder), after);
    renumber(contact, renewed.expected);
}

// ---- what follows

void Repair::beginAnew(const ContactId& contact, AfterCommit& after) {
    auto& context = m_parts.context;
    store::Outbox outbox(context.database);
    outbox.removeKind(contact, wire::renewKind);
    outbox.unseal(contact, context.random);
    store::SentNotes(context.database).forget(contact);

    store::Renewals renewals(context.database);
    auto record = renewals.find(contact).value_or(store::RenewalRecord{});
    record.unopened.clear();
    record.wanted = false;
    record.asks = 0;
    // What was on its way before will not open either, and needs nothing.
    record.askAtMs = toUnixMs(context.now + askPause);
    renewals.set(contact, record);

    store::Contacts contacts(context.database);
    if (const auto who = contacts.find(contact); who && who->state == store::ContactState::Pending) {
        contacts.setState(contact, store::ContactState::Active);  // they know us
    }
    // Both may have asked at once: it is one renewal to a person.
    if (!endsWithNotice(context.database, contact, noticeSessionRenewed)) {
        addNotice(context, contact, MessageId::draw(context.random), noticeSessionRenewed, after);
    }
    after.emplace_back([this, contact] { m_parts.outgoing.sealedAnew(contact); });
}

chat::Renewals::Progress Repair::progress(const ContactId& contact) const {
    auto& database = m_parts.context.database;
    const auto who = store::Contacts(database).find(contact);
    if (!who) {
        return {};
    }
    const auto held = store::Held(database).last(contact);
    const auto waiting = store::Outbox(database).lowestSeq(contact, 1);
    return {waiting ? static_cast<std::uint64_t>(*waiting) : who->nextOutSeq,
            std::min(std::max(who->nextInSeq, held ? *held + 1 : 0), maxOrder)};
}

void Repair::renumber(const ContactId& contact, std::uint64_t expected) {
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    const auto who = contacts.find(contact);
    if (!who || who->nextOutSeq >= expected || expected > maxOrder) {
        return;
    }
    // We are the one who was put back: these numbers were given before.
    store::Outbox outbox(context.database);
    auto next = expected;
    auto last = std::numeric_limits<std::int64_t>::min();
    for (auto entries = outbox.unsealedOrdered(contact, last, portion); !entries.empty();
         entries = outbox.unsealedOrdered(contact, last, portion)) {
        for (const auto& entry : entries) {
            last = entry.row;
            auto content = wire::decodeContent(entry.content);
            if (!content) {
                continue;
            }
            if (auto* const text = std::get_if<wire::TextContent>(&content->body);
                text != nullptr && text->message.isNull()) {
                text->message = chat::messageIdOf(who->ownPublic, content->order, content->time);
            }
            content->order = next;
            auto encoded = wire::encodeContent(*content);
            outbox.renumber(entry.row, static_cast<std::int64_t>(next++), encoded);
            wipe(encoded);
        }
    }
    contacts.setNextOutSeq(contact, next);
}

}  // namespace nightjar::engine
