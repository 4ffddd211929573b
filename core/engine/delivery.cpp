// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/delivery.h"

#include <algorithm>

#include "base/log.h"
#include "engine/parts.h"
#include "store/incoming.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

/// Envelopes of one contact that may be under way at once: enough to fill a slow link, few enough to keep their order.
constexpr std::size_t window = 16;
/// Receipts wait so long for company.
constexpr Duration receiptDelay = 150ms;
/// An envelope that a link did not answer in this time goes to the hub as well; longer on slow links.
constexpr Duration linkPatience = 3s;
/// A hub that said "full" or "later" is asked again after this, doubled up to the cap.
constexpr Duration refusedDelay = 30s;
constexpr Duration refusedDelayCap = std::chrono::hours(1);
/// How long a missing ordered content holds up the next ones (docs/protocol.md section 8).
constexpr Duration holdTime = 60s;
/// What may wait for its turn per contact: more is shown out of order rather than kept.
constexpr std::int64_t maxHeld = 2000;
constexpr std::size_t maxEarly = 32;
/// Longer than any hub keeps an envelope (30 days).
constexpr Duration seenLife = std::chrono::hours(60 * 24);

std::uint8_t kindOf(const wire::ContentBody& body) {
    return static_cast<std::uint8_t>(body.index());
}
const std::uint8_t receiptKind = kindOf(wire::ContentBody(wire::ReceiptContent{}));
const std::uint8_t readKind = kindOf(wire::ContentBody(wire::ReadContent{}));
const std::uint8_t helloKind = kindOf(wire::ContentBody(wire::HelloContent{}));

/// What the other side does not answer is done with when the hub has it.
bool endsAtHub(std::uint8_t contentKind) {
    return contentKind == receiptKind || contentKind == readKind;
}

bool isBlank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

}  // namespace

// ---- out

bool Delivery::post(const ContactId& contact, wire::ContentBody body, std::optional<MessageId> message) {
    auto& context = m_parts.context;
    store::OutboxRecord entry;
    entry.contact = contact;
    entry.message = message;
    entry.kind = kindOf(body);
    auto sealed = chat::Sessions(context.database, context.random).seal(contact, std::move(body), context.now);
    if (!sealed) {
        return false;
    }
    entry.id = sealed->id;
    entry.bytes = std::move(sealed->bytes);
    entry.createdMs = context.nowMs();
    entry.nextAttemptMs = context.nowMs();
    return store::Outbox(context.database).add(entry);
}

void Delivery::sendText(const SendText& command) {
    auto& context = m_parts.context;
    if (command.text.size() > maxTextBytes) {
        return context.fail(command.request, ErrorCode::MessageTooLong);
    }
    if (isBlank(command.text) || !isUtf8(asBytes(command.text))) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    const auto contact = store::Contacts(context.database).find(command.contact);
    if (!contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (contact->state == store::ContactState::Gone) {
        return context.fail(command.request, ErrorCode::ContactGone);
    }
    store::MessageRecord record;
    record.id = MessageId::draw(context.random);
    record.contact = command.contact;
    record.mine = true;
    record.seq = contact->nextOutSeq;
    record.text = command.text;
    record.timeMs = context.nowMs();
    record.receivedMs = context.nowMs();
    record.state = store::MessageState::Queued;

    store::Transaction transaction(context.database);
    store::Messages(context.database).add(record);
    const bool posted = post(command.contact, wire::TextContent{record.id, command.text}, record.id);
    if (!posted && !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    if (const auto committed = transaction.commit(); !committed) {
        return context.fail(command.request, errorOf(committed.error()));
    }
    const auto message = toMessage(record);
    context.emit(MessageAnswer{command.request, message});
    context.emit(MessageAdded{message});
    m_parts.links.want(command.contact);
    pump(command.contact);
}

void Delivery::deleteMessage(const DeleteMessage& command) {
    auto& context = m_parts.context;
    const auto found = store::Messages(context.database).withId(command.message);
    if (found.empty()) {
        return context.fail(command.request, ErrorCode::UnknownMessage);
    }
    store::Transaction transaction(context.database);
    for (const auto& message : found) {
        // Own messages only: what they wrote is theirs to take back. Also of a queued one, for it may be under way now.
        if (command.both && message.mine) {
            (void)post(message.contact, wire::DeleteContent{message.id});
        }
        store::Messages(context.database).remove(message.contact, message.id);
    }
    if (const auto committed = transaction.commit(); !committed) {
        return context.fail(command.request, errorOf(committed.error()));
    }
    context.database.truncateWal();
    for (const auto& message : found) {
        context.emit(MessageRemoved{message.id, message.contact});
        pump(message.contact);
    }
    context.done(command.request);
}

void Delivery::markRead(const MarkRead& command) {
    auto& context = m_parts.context;
    if (store::Messages(context.database).unread(command.contact) == 0) {
        return;
    }
    store::Transaction transaction(context.database);
    const auto read = store::Messages(context.database).markRead(command.contact, context.nowMs());
    const bool tell = store::Profile(context.database).text("setting/read-receipts") != "off";
    if (tell && !read.empty()) {
        (void)post(command.contact, wire::ReadContent{read.back()});
    }
    if (!context.commit(transaction)) {
        return;
    }
    if (auto contact = contactOf(context.database, command.contact)) {
        context.emit(ContactChanged{std::move(*contact)});
    }
    pump(command.contact);
}

void Delivery::sendTransient(const ContactId& contact, wire::ContentBody body, std::function<void(bool taken)> answer) {
    auto& context = m_parts.context;
    const auto record = store::Contacts(context.database).find(contact);
    if (!record || !record->send) {
        return;
    }
    store::Transaction transaction(context.database);
    auto sealed = chat::Sessions(context.database, context.random).seal(contact, std::move(body), context.now);
    if (!sealed || !context.commit(transaction)) {
        return;
    }
    m_parts.hubs.put(*record->send, std::move(sealed->bytes), true, [answer](const link::HubAnswer& reply) {
        if (answer) {
            answer(reply.outcome == link::HubAnswer::Outcome::Done);
        }
    });
}

void Delivery::pump(const ContactId& contact) {
    auto& context = m_parts.context;
    const auto record = store::Contacts(context.database).find(contact);
    if (!record || !record->send) {
        return;
    }
    std::size_t underWay = 0;
    for (const auto& [id, way] : m_underWay) {
        underWay += way.contact == contact ? 1 : 0;
    }
    for (const auto& entry : store::Outbox(context.database).forContact(contact, window * 4)) {
        if (underWay >= window) {
            break;
        }
        const bool first = entry.kind == helloKind && entry.state != store::OutboxState::AtHub;
        if (!m_underWay.contains(entry.id) && entry.state != store::OutboxState::AtHub &&
            entry.nextAttemptMs <= context.nowMs()) {
            handOver(*record, entry);
            underWay += m_underWay.contains(entry.id) ? 1 : 0;
        }
        if (first) {
            break;  // nothing may overtake what opens the session
        }
    }
}

void Delivery::handOver(const store::ContactRecord& contact, const store::OutboxRecord& entry) {
    auto& context = m_parts.context;
    // An envelope that a link has failed once goes to the hub.
    if (entry.attempts == 0 && !endsAtHub(entry.kind) && m_parts.links.sendEnvelope(contact.id, entry.bytes)) {
        const auto patience = std::max(linkPatience, 4 * m_parts.links.roundTrip(contact.id));
        m_underWay[entry.id] = {contact.id, true, context.now + patience};
        return;
    }
    if (!m_parts.hubs.isOnline(contact.send->hub)) {
        return;
    }
    m_underWay[entry.id] = {contact.id, false, never};
    m_parts.hubs.put(
        *contact.send, entry.bytes, false,
        [this, who = contact.id, id = entry.id](const link::HubAnswer& answer) { hubAnswered(who, id, answer); });
}

void Delivery::hubAnswered(const ContactId& contact, const EnvelopeId& envelope, const link::HubAnswer& answer) {
    m_underWay.erase(envelope);
    auto& context = m_parts.context;
    store::Outbox outbox(context.database);
    const auto entry = outbox.find(envelope);
    if (!entry) {
        return;  // its receipt was faster
    }
    switch (answer.outcome) {
        case link::HubAnswer::Outcome::Lost:
            return;  // hubCameOnline() pumps again
        case link::HubAnswer::Outcome::Refused:
            refused(contact, envelope, answer.error);
            return;
        case link::HubAnswer::Outcome::Done:
            break;
    }
    if (endsAtHub(entry->kind)) {
        outbox.remove(envelope);
    } else {
        outbox.setState(envelope, store::OutboxState::AtHub);
        if (entry->message) {
            advance(contact, *entry->message, MessageState::Sent);
        }
    }
    pump(contact);
}

void Delivery::refused(const ContactId& contact, const EnvelopeId& envelope, wire::HubError error) {
    auto& context = m_parts.context;
    store::Outbox outbox(context.database);
    const auto entry = outbox.find(envelope);
    switch (error) {
        case wire::HubError::Gone:
        case wire::HubError::UnknownQueue:
        case wire::HubError::NotAuthorised:
            contactGone(contact);
            return;
        case wire::HubError::TooLarge:
        case wire::HubError::Malformed:
            outbox.remove(envelope);
            if (entry->message) {
                advance(contact, *entry->message, MessageState::Failed, ErrorCode::HubRefused);
            }
            return;
        default:
            break;
    }
    const auto attempts = entry->attempts + 1;
    const auto delay = std::min(refusedDelayCap, refusedDelay * (1 << std::min(attempts - 1, 7u)));
    outbox.setState(envelope, store::OutboxState::Refused);
    outbox.reschedule(envelope, attempts, context.nowMs() + toMs(delay));
    m_pumpAt = std::min(m_pumpAt, context.now + delay);
    if (entry->message && error == wire::HubError::Full) {
        context.emit(MessageStateChanged{*entry->message, contact, MessageState::Queued, ErrorCode::MailboxFull});
    }
}

void Delivery::contactGone(const ContactId& contact) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    store::Outbox outbox(context.database);
    std::vector<MessageId> failed;
    for (auto entries = outbox.forContact(contact, 256); !entries.empty() && !context.database.error();
         entries = outbox.forContact(contact, 256)) {
        for (const auto& entry : entries) {
            if (entry.message) {
                failed.push_back(*entry.message);
            }
            m_underWay.erase(entry.id);
            outbox.remove(entry.id);
        }
    }
    store::Contacts(context.database).setState(contact, store::ContactState::Gone);
    for (const auto& message : failed) {
        store::Messages(context.database)
            .advance(contact, message, store::MessageState::Failed, static_cast<int>(ErrorCode::ContactGone));
    }
    if (!context.commit(transaction)) {
        return;
    }
    for (const auto& message : failed) {
        context.emit(MessageStateChanged{message, contact, MessageState::Failed, ErrorCode::ContactGone});
    }
    if (auto changed = contactOf(context.database, contact)) {
        context.emit(ContactChanged{std::move(*changed)});
    }
}

void Delivery::advance(const ContactId& contact, const MessageId& message, MessageState state, ErrorCode reason) {
    if (store::Messages(m_parts.context.database)
            .advance(contact, message, static_cast<store::MessageState>(state), static_cast<int>(reason))) {
        m_parts.context.emit(MessageStateChanged{message, contact, state, reason});
    }
}

// ---- in

void Delivery::arrivedFromHub(const QueueId& queue, wire::DeliveryNumber number, ByteView envelope) {
    auto& database = m_parts.context.database;
    if (const auto contact = store::Contacts(database).byReceiveQueue(queue)) {
        arrived(*contact, envelope, {contact->receive->hub, queue, number});
    } else if (const auto invitation = store::Invitations(database).byQueue(queue);
               invitation && invitation->state == store::InvitationState::Open) {
        arrivedOpening(*invitation, envelope, {invitation->queue.hub, queue, number});
    }
}

void Delivery::arrivedByLink(const ContactId& contact, ByteView envelope) {
    if (const auto record = store::Contacts(m_parts.context.database).find(contact)) {
        arrived(*record, envelope, {});
    }
}

void Delivery::arrived(const store::ContactRecord& contact, ByteView envelope, const Origin& origin) {
    auto& context = m_parts.context;
    const auto id = wire::envelopeId(envelope);
    store::SeenEnvelopes seen(context.database);
    if (seen.contains(id)) {
        owe(contact.id, id, origin, true);  // our answer may have been lost
        return;
    }
    store::Transaction transaction(context.database);
    auto content = chat::Sessions(context.database, context.random).open(contact, envelope, context.now);
    const bool receipt = content ? wire::isReceipted(content->body) : content.error() == chat::OpenError::AlreadyRead;
    if (content) {
        take(contact.id, std::move(*content));
    } else if (content.error() != chat::OpenError::AlreadyRead) {
        qCWarning(lcChat) << "an envelope could not be opened, reason" << static_cast<int>(content.error());
    }
    seen.add(id, context.nowMs(), context.nowMs() + toMs(seenLife));
    const bool committed = context.commit(transaction);
    finish(committed);
    // Not stored: it stays at the hub, or the sender's link times out and it comes again.
    if (committed) {
        owe(contact.id, id, origin, receipt);
    }
}

void Delivery::arrivedOpening(const store::InvitationRecord& invitation, ByteView envelope, const Origin& origin) {
    auto& context = m_parts.context;
    store::Transaction transaction(context.database);
    const auto contact = chat::Pairing(context.database, context.random).complete(invitation, envelope, context.now);
    if (!contact) {
        auto& early = m_early[invitation.queue.id];
        if (early.size() < maxEarly) {
            early.emplace_back(toBytes(envelope), origin);
        }
        return;
    }
    const auto id = wire::envelopeId(envelope);
    store::SeenEnvelopes(context.database).add(id, context.nowMs(), context.nowMs() + toMs(seenLife));
    if (!post(contact->id, wire::WelcomeContent{store::Profile(context.database).text("name")})) {
        return;
    }
    if (!context.commit(transaction)) {
        return;
    }
    context.emit(InvitationEnded{invitation.id});
    context.emit(ContactAdded{*contactOf(context.database, contact->id)});
    owe(contact->id, id, origin, true);
    pump(contact->id);
    if (auto early = m_early.extract(invitation.queue.id)) {
        for (const auto& [bytes, where] : early.mapped()) {
            arrived(*store::Contacts(context.database).find(contact->id), bytes, where);
        }
    }
}

void Delivery::take(const ContactId& contact, wire::Content content) {
    if (content.order == 0) {
        apply(contact, content);
    } else {
        takeInOrder(contact, std::move(content));
    }
}

void Delivery::takeInOrder(const ContactId& contact, wire::Content content) {
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    const auto expected = contacts.find(contact)->nextInSeq;
    store::Held held(context.database);
    if (content.order > expected && held.count(contact) < maxHeld) {
        auto encoded = wire::encodeContent(content);
        held.add(contact, {content.order, encoded, context.nowMs()});
        wipe(encoded);
        m_heldUntil.try_emplace(contact, context.now + holdTime);
        return;
    }
    apply(contact, content);
    if (content.order >= expected) {
        contacts.setNextInSeq(contact, content.order + 1);
        releaseHeld(contact, false);
    }
}

void Delivery::releaseHeld(const ContactId& contact, bool evenWithGaps) {
    auto& context = m_parts.context;
    store::Held held(context.database);
    store::Contacts contacts(context.database);
    for (const auto& record : held.all(contact)) {
        const auto current = contacts.find(contact);
        if (!current) {
            return;  // an ERASE was among them
        }
        if (record.seq > current->nextInSeq && !evenWithGaps) {
            return;
        }
        (void)held.take(contact, record.seq);
        if (auto content = wire::decodeContent(record.content)) {
            apply(contact, *content);
        }
        contacts.setNextInSeq(contact, std::max(current->nextInSeq, record.seq + 1));
    }
    m_heldUntil.erase(contact);
}

void Delivery::apply(const ContactId& contact, wire::Content& content) {
    auto& context = m_parts.context;
    auto& database = context.database;
    const auto after = [this](std::function<void()> what) { m_after.push_back(std::move(what)); };
    const auto tellContact = [this, contact, after] {
        after([this, contact] {
            if (auto changed = contactOf(m_parts.context.database, contact)) {
                m_parts.context.emit(ContactChanged{std::move(*changed)});
            }
        });
    };

    if (auto* const text = std::get_if<wire::TextContent>(&content.body)) {
        store::MessageRecord record;
        record.id = text->message;
        record.contact = contact;
        record.seq = content.order;
        record.text = std::move(text->text);
        record.timeMs = toUnixMs(content.time);
        record.receivedMs = context.nowMs();
        record.state = store::MessageState::Received;
        record.unread = true;
        if (store::Messages(database).add(record)) {
            after([this, message = toMessage(record)] { m_parts.context.emit(MessageAdded{message}); });
            tellContact();
            m_parts.links.noteActivity(contact);
        }
    } else if (const auto* const receipt = std::get_if<wire::ReceiptContent>(&content.body)) {
        after([this, contact, envelopes = receipt->envelopes] { stored(contact, envelopes); });
    } else if (const auto* const read = std::get_if<wire::ReadContent>(&content.body)) {
        for (const auto& message : store::Messages(database).readUpTo(contact, read->message)) {
            after([this, contact, message] {
                m_parts.context.emit(MessageStateChanged{message, contact, MessageState::Read, ErrorCode::None});
            });
        }
    } else if (auto* const welcome = std::get_if<wire::WelcomeContent>(&content.body)) {
        if (auto record = store::Contacts(database).find(contact)) {
            record->name = std::move(welcome->name);
            if (record->state == store::ContactState::Pending) {
                record->state = store::ContactState::Active;
            }
            store::Contacts(database).update(*record);
            tellContact();
        }
    } else if (const auto* const deletion = std::get_if<wire::DeleteContent>(&content.body)) {
        const auto message = store::Messages(database).find(contact, deletion->message);
        // Only what they wrote; and a copy that comes later is refused, because the id stays known.
        if (message && !message->mine && store::Messages(database).remove(contact, deletion->message)) {
            after([this, contact, id = deletion->message] {
                m_parts.context.database.truncateWal();
                m_parts.context.emit(MessageRemoved{id, contact});
            });
            tellContact();
        }
    } else if (std::holds_alternative<wire::EraseContent>(content.body)) {
        after([this, contact] { m_parts.people.erasedByPeer(contact); });
    } else if (auto* const offer = std::get_if<wire::LinkOfferContent>(&content.body)) {
        after([this, contact, proposal = *offer] { m_parts.links.offerArrived(contact, proposal); });
    } else if (auto* const answer = std::get_if<wire::LinkAnswerContent>(&content.body)) {
        after([this, contact, proposal = *answer] { m_parts.links.answerArrived(contact, proposal); });
    } else {
        m_parts.calls.signalArrived(contact, content, m_after);
    }
}

void Delivery::finish(bool committed) {
    auto after = std::exchange(m_after, {});
    if (!committed) {
        return;
    }
    for (const auto& what : after) {
        what();
    }
}

void Delivery::owe(const ContactId& contact, const EnvelopeId& envelope, const Origin& origin, bool receipt) {
    if (!receipt) {
        acknowledge(origin);
        return;
    }
    if (origin.isLink() && m_parts.links.sendStored(contact, {envelope})) {
        return;
    }
    auto& owed = m_owed[contact];
    owed.push_back({envelope, origin});
    if (owed.size() >= wire::maxReceiptIds) {
        flushReceipts(contact);
    } else {
        m_flushAt.try_emplace(contact, m_parts.context.now + receiptDelay);
    }
}

void Delivery::acknowledge(const Origin& origin) {
    if (!origin.isLink() && origin.number != 0) {
        m_parts.hubs.acknowledge(origin.hub, origin.queue, origin.number);
    }
}

void Delivery::flushReceipts(const ContactId& contact) {
    auto& context = m_parts.context;
    m_flushAt.erase(contact);
    auto node = m_owed.extract(contact);
    if (node.empty()) {
        return;
    }
    std::vector<EnvelopeId> ids;
    for (const auto& owed : node.mapped()) {
        ids.push_back(owed.envelope);
    }
    // Over a link a receipt is 8 bytes; through the hub it is an envelope that has to be on disk before the hub may
    // forget what it is about.
    if (!m_parts.links.sendStored(contact, ids)) {
        store::Transaction transaction(context.database);
        if (post(contact, wire::ReceiptContent{ids}) && !context.commit(transaction)) {
            return;
        }
    }
    for (const auto& owed : node.mapped()) {
        acknowledge(owed.origin);
    }
    pump(contact);
}

void Delivery::stored(const ContactId& contact, const std::vector<EnvelopeId>& envelopes) {
    auto& context = m_parts.context;
    store::Outbox outbox(context.database);
    for (const auto& id : envelopes) {
        const auto entry = outbox.find(id);
        if (!entry || entry->contact != contact) {
            continue;
        }
        store::Transaction transaction(context.database);
        outbox.remove(id);
        const bool advanced =
            entry->message &&
            store::Messages(context.database).advance(contact, *entry->message, store::MessageState::Delivered);
        if (!context.commit(transaction)) {
            return;
        }
        m_underWay.erase(id);
        if (advanced) {
            context.emit(MessageStateChanged{*entry->message, contact, MessageState::Delivered, ErrorCode::None});
        }
    }
    pump(contact);
}

// ---- what happens around

void Delivery::hubCameOnline(const std::string& hub) {
    for (const auto& contact : store::Contacts(m_parts.context.database).all()) {
        if (contact.send && contact.send->hub == hub) {
            pump(contact.id);
        }
    }
}

void Delivery::linkClosed(const ContactId& contact) {
    std::erase_if(m_underWay,
                  [&](const auto& entry) { return entry.second.contact == contact && entry.second.byLink; });
    pump(contact);
}

void Delivery::contactRemoved(const ContactId& contact) {
    std::erase_if(m_underWay, [&](const auto& entry) { return entry.second.contact == contact; });
    m_owed.erase(contact);
    m_flushAt.erase(contact);
    m_heldUntil.erase(contact);
}

void Delivery::start() {
    auto& context = m_parts.context;
    store::SeenEnvelopes(context.database).forgetExpired(context.nowMs());
    for (const auto& contact : store::Contacts(context.database).all()) {
        if (const auto oldest = store::Held(context.database).oldestMs(contact.id)) {
            m_heldUntil[contact.id] = std::max(context.now, fromUnixMs(*oldest) + holdTime);
        }
    }
    if (const auto due = store::Outbox(context.database).nextDueMs()) {
        m_pumpAt = std::max(context.now, fromUnixMs(*due));
    }
}

void Delivery::tick() {
    auto& context = m_parts.context;
    std::set<ContactId> waiting;
    for (auto it = m_underWay.begin(); it != m_underWay.end();) {
        if (it->second.giveUpAt <= context.now) {
            store::Outbox(context.database).reschedule(it->first, 1, context.nowMs());
            waiting.insert(it->second.contact);
            it = m_underWay.erase(it);
        } else {
            ++it;
        }
    }
    for (const auto& contact : waiting) {
        m_parts.links.doubt(contact);
        pump(contact);
    }
    std::vector<ContactId> owing;
    for (const auto& [contact, at] : m_flushAt) {
        if (at <= context.now) {
            owing.push_back(contact);
        }
    }
    for (const auto& contact : owing) {
        flushReceipts(contact);
    }
    std::vector<ContactId> held;
    for (const auto& [contact, at] : m_heldUntil) {
        if (at <= context.now) {
            held.push_back(contact);
        }
    }
    for (const auto& contact : held) {
        store::Transaction transaction(context.database);
        releaseHeld(contact, true);
        m_heldUntil.erase(contact);
        finish(context.commit(transaction));
    }
    if (m_pumpAt <= context.now) {
        m_pumpAt = never;
        for (const auto& contact : store::Contacts(context.database).all()) {
            pump(contact.id);
        }
        if (const auto due = store::Outbox(context.database).nextDueMs(); due && fromUnixMs(*due) > context.now) {
            m_pumpAt = fromUnixMs(*due);
        }
    }
}

Instant Delivery::nextDeadline() const {
    Instant next = m_pumpAt;
    for (const auto& [id, way] : m_underWay) {
        next = std::min(next, way.giveUpAt);
    }
    for (const auto& [contact, at] : m_flushAt) {
        next = std::min(next, at);
    }
    for (const auto& [contact, at] : m_heldUntil) {
        next = std::min(next, at);
    }
    return next;
}

}  // namespace nightjar::engine
