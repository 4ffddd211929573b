// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/incoming.h"

#include <algorithm>

#include "base/log.h"
#include "chat/pairing.h"
#include "engine/notices.h"
#include "engine/parts.h"
#include "store/incoming.h"
#include "store/outbox.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

// How a missing ordered content holds up the next ones (docs/protocol.md section 8).
/// After so long its sender is asked whether it will come; then again, doubled up to the cap.
constexpr Duration askAfter = 60s;
constexpr Duration askCap = std::chrono::hours(6);
/// A sender who says neither that it will come nor that it will not is waited for as long as this …
constexpr Duration holdTime = std::chrono::hours(7 * 24);
/// … one who is not asked, since nothing is answered to them, so long …
constexpr Duration holdTimeUnasked = std::chrono::hours(1);
/// … and so long after an envelope that could not be opened: it may have been the one.
constexpr Duration holdTimeUnopened = 60s;
/// What may wait for its turn per contact; with more the first gap is given up.
constexpr std::int64_t maxHeld = 2000;
constexpr std::int64_t maxHeldBytes = 4 * 1024 * 1024;
/// What somebody who waits for our yes may say: who they are and what they want.
constexpr std::int64_t maxRequestMessages = 8;
/// As many as the hub has under way to us from one queue (docs/protocol.md section 5).
constexpr std::size_t maxEarly = 32;
/// Twice as long as any hub keeps an envelope.
constexpr Duration seenLife = std::chrono::hours(60 * 24);
/// How often what is past its time is looked for.
constexpr Duration forgetEvery = std::chrono::hours(24);

}  // namespace

void Incoming::arrivedFromHub(const QueueId& queue, wire::DeliveryNumber number, ByteView envelope) {
    auto& database = m_parts.context.database;
    if (const auto contact = store::Contacts(database).byReceiveQueue(queue)) {
        arrived(*contact, envelope, {contact->receive->hub, queue, number, {}});
    } else if (const auto invitation = store::Invitations(database).byQueue(queue);
               invitation && invitation->state == store::InvitationState::Open) {
        arrivedOpening(*invitation, envelope, {invitation->queue.hub, queue, number, {}});
    }
}

void Incoming::arrivedByLink(const ContactId& contact, ByteView envelope, const Origin& origin) {
    if (const auto record = store::Contacts(m_parts.context.database).find(contact)) {
        arrived(*record, envelope, origin);
    }
}

void Incoming::arrived(const store::ContactRecord& contact, ByteView envelope, const Origin& origin) {
    auto& context = m_parts.context;
    const auto rules = store::Contacts(context.database).rules(contact.id);
    if (rules.blocked) {
        return discard(contact, envelope, origin);
    }
    // Somebody who waits for our yes may say a few words. More stays at the hub until there is one.
    const bool requested = contact.state == store::ContactState::Requested;
    if (requested && (origin.isLink() || store::Messages(context.database).count(contact.id) >= maxRequestMessages)) {
        return;
    }
    const auto answer = [&](const EnvelopeId& id, bool receipted) {
        receipted&& rules.receipts && !requested ? m_parts.receipts.owe(contact.id, id, origin)
                                                 : m_parts.receipts.acknowledge(origin);
    };
    const auto id = wire::envelopeId(envelope);
    store::SeenEnvelopes seen(context.database);
    if (const auto receipted = seen.find(id)) {
        return answer(id, *receipted);  // our answer may have been lost
    }
    if (m_parts.wipeNotices.arrived(contact, envelope, origin)) {
        return;
    }
    AfterCommit after;
    std::optional<store::Transaction> transaction(context.database);
    m_parts.repair.answered(contact, envelope, after);
    auto content = chat::Sessions(context.database, context.random).open(contact, envelope, m_parts.age.now());
    if (!content && !context.database.error()) {
        // Not answered: whoever wrote it must not believe that we have it. Nor kept: it will not open another time.
        qCWarning(lcChat) << "an envelope could not be opened, reason" << static_cast<int>(content.error());
        const auto gap = m_gaps.find(contact.id);
        if (gap != m_gaps.end() && content.error() != chat::OpenError::AlreadyRead) {
            gap->second.until = std::min(gap->second.until, context.now + holdTimeUnopened);
        }
        transaction.reset();
        const bool transient = !origin.isLink() && origin.number == 0;
        return m_parts.repair.unopened(contact, envelope, transient) ? m_parts.receipts.acknowledge(origin)
                                                                     : notStored(origin);
    }
    bool receipted = false;
    if (content) {
        receipted = wire::isReceipted(content->body);
        if (!requested || wire::isOrdered(content->body) || std::holds_alternative<wire::EraseContent>(content->body)) {
            take(contact.id, std::move(*content), after);
        }
        if (requested && receipted) {
            store::OwedReceipts(context.database).add(contact.id, id);
        }
    }
    seen.add(id, receipted, toUnixMs(m_parts.age.now() + seenLife));
    if (!context.commit(*transaction, std::move(after))) {
        return notStored(origin);
    }
    answer(id, receipted);
}

void Incoming::discard(const store::ContactRecord& contact, ByteView envelope, const Origin& origin) {
    auto& context = m_parts.context;
    AfterCommit after;
    store::Transaction transaction(context.database);
    auto content = chat::Sessions(context.database, context.random).open(contact, envelope, m_parts.age.now());
    if (!content && !context.database.error()) {
        return m_parts.receipts.acknowledge(origin);
    }
    if (content) {
        const auto& body = content->body;
        if (std::holds_alternative<wire::ReceiptContent>(body) || std::holds_alternative<wire::PrivacyContent>(body)) {
            apply(contact.id, *content, after);  // about what we wrote before
        } else if (std::holds_alternative<wire::LifeContent>(body)) {
            m_parts.life.heard(contact.id, *content, after, true);
        }
        if (content->order >= contact.nextInSeq) {
            store::Contacts(context.database).setNextInSeq(contact.id, content->order + 1);
        }
    }
    context.commit(transaction, std::move(after)) ? m_parts.receipts.acknowledge(origin) : notStored(origin);
}

void Incoming::arrivedOpening(const store::InvitationRecord& invitation, ByteView envelope, const Origin& origin) {
    auto& context = m_parts.context;
    const auto queue = invitation.queue.id;
    const bool introduced = m_parts.membership.isIntroduction(invitation.id);
    std::optional<ContactId> contact;
    {
        AfterCommit after;
        store::Transaction transaction(context.database);
        const auto made =
            chat::Pairing(context.database, context.random).complete(invitation, envelope, m_parts.age.now());
        if (!made && made.error() == chat::CompleteError::Foreign) {
            qCWarning(lcChat) << "something else than an answer came to an invitation";
            return m_parts.receipts.acknowledge(origin);
        }
        if (!made) {
            if (auto& early = m_early[queue]; early.size() < maxEarly) {
                early.emplace_back(toBytes(envelope), origin);
            }
            return;
        }
        const auto id = wire::envelopeId(envelope);
        store::SeenEnvelopes(context.database).add(id, true, toUnixMs(m_parts.age.now() + seenLife));
        m_parts.secret.forgetLink(invitation.id);
        m_parts.secret.contactAdded(made->id);
        const bool requested = made->state == store::ContactState::Requested;
        if (requested) {
            store::OwedReceipts(context.database).add(made->id, id);
        }
        const bool posted =
            requested ||
            m_parts.outgoing.post(made->id, wire::WelcomeContent{store::Profile(context.database).text("name")});
        if (!posted && !context.database.error()) {
            return;
        }
        m_parts.people.agree(made->id, invitation.mayErase);
        if (!m_parts.membership.paired(invitation, *made, after) && !context.database.error()) {
            return m_parts.receipts.acknowledge(origin);
        }
        if (!context.commit(transaction, std::move(after))) {
            return notStored(origin);
        }
        contact = made->id;
        requested ? m_parts.receipts.acknowledge(origin) : m_parts.receipts.owe(*contact, id, origin);
    }
    if (invitation.address) {
        m_parts.addresses.used(*invitation.address);
    } else if (!introduced) {
        context.emit(InvitationEnded{invitation.id, InvitationEnd::Used});
    }
    if (auto added = contactOf(context.database, *contact)) {
        context.emit(ContactAdded{std::move(*added)});
    }
    m_parts.outgoing.wake(*contact);
    if (const auto early = m_early.extract(queue)) {
        for (const auto& [bytes, from] : early.mapped()) {
            arrivedFromHub(queue, from.number, bytes);
        }
    }
}

void Incoming::notStored(const Origin& origin) {
    // By link: the other side goes on until it hears that we have it.
    if (!origin.isLink()) {
        m_fetchAgain.try_emplace(origin.queue, m_parts.context.now + diskPatience);
    }
}

// ---- order

void Incoming::take(const ContactId& contact, wire::Content content, AfterCommit& after) {
    if (content.order == 0) {
        return apply(contact, content, after);
    }
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    const auto record = contacts.find(contact);
    if (!record) {
        return;  // the transaction has failed
    }
    store::Held held(context.database);
    if (content.order > record->nextInSeq) {
        auto encoded = wire::encodeContent(content);
        held.add(contact, {content.order, encoded, toUnixMs(m_parts.age.now())});
        wipe(encoded);
        if (held.count(contact) > maxHeld || held.bytes(contact) > maxHeldBytes) {
            release(contact, true, after);
        }
        return watchGap(contact);
    }
    apply(contact, content, after);
    if (content.order == record->nextInSeq) {
        contacts.setNextInSeq(contact, content.order + 1);
        release(contact, false, after);
    }
}

void Incoming::release(const ContactId& contact, bool pastGap, AfterCommit& after) {
    auto& context = m_parts.context;
    store::Held held(context.database);
    store::Contacts contacts(context.database);
    const auto record = contacts.find(contact);
    if (!record) {
        return;
    }
    auto next = record->nextInSeq;
    while (const auto first = held.first(contact)) {
        if (first->seq > next && !std::exchange(pastGap, false)) {
            break;
        }
        held.remove(contact, first->seq);
        if (auto content = wire::decodeAnyContent(first->content)) {
            apply(contact, *content, after);
        }
        next = std::max(next, first->seq + 1);
    }
    if (next != record->nextInSeq) {
        contacts.setNextInSeq(contact, next);
    }
    watchGap(contact);
}

void Incoming::comesNext(const ContactId& contact, std::uint64_t order, AfterCommit& after) {
    store::Contacts contacts(m_parts.context.database);
    if (const auto record = contacts.find(contact); record && record->nextInSeq < order) {
        contacts.setNextInSeq(contact, order);
        release(contact, false, after);
    }
}

void Incoming::skip(const ContactId& contact, const wire::OrderRange& range, AfterCommit& after) {
    store::Contacts contacts(m_parts.context.database);
    const auto record = contacts.find(contact);
    const auto first = store::Held(m_parts.context.database).first(contact);
    if (!record || !first || range.from > record->nextInSeq || range.count <= record->nextInSeq - range.from) {
        return;  // it is not what we wait for, or no more
    }
    contacts.setNextInSeq(contact, std::min(range.from + range.count, first->seq));
    release(contact, false, after);
}

void Incoming::watchGap(const ContactId& contact) {
    const auto now = m_parts.context.now;
    const auto oldest = store::Held(m_parts.context.database).oldestMs(contact);
    const auto record = store::Contacts(m_parts.context.database).find(contact);
    if (m_parts.context.database.error()) {
        return;  // nothing of this will have happened
    }
    if (!oldest || !record) {
        m_gaps.erase(contact);
        return;
    }
    auto& gap = m_gaps[contact];
    if (gap.missing == record->nextInSeq) {
        // Something came: they are there, and a question will be heard.
        gap.wait = askAfter;
        gap.askAt = std::min(gap.askAt, std::max(gap.mayAskAt, now));
        return;
    }
    const auto most = mayAsk(contact) ? holdTime : holdTimeUnasked;
    const auto waited = std::clamp<Duration>(m_parts.age.now() - fromUnixMs(*oldest), Duration::zero(), most);
    gap = {record->nextInSeq, now + askAfter, now + askAfter, askAfter, now + (most - waited)};
}

/// A question shows that we are there, as a receipt does.
bool Incoming::mayAsk(const ContactId& contact) const {
    const store::Contacts contacts(m_parts.context.database);
    const auto record = contacts.find(contact);
    const auto rules = contacts.rules(contact);
    return record && record->state == store::ContactState::Active && rules.receipts && !rules.blocked;
}

void Incoming::askForMissing(const ContactId& contact) {
    auto& context = m_parts.context;
    auto& gap = m_gaps.at(contact);
    gap.wait = std::min(2 * gap.wait, askCap);
    gap.askAt = context.now + gap.wait;
    gap.mayAskAt = context.now + askAfter;
    const auto first = store::Held(context.database).first(contact);
    if (!first || first->seq <= gap.missing || !mayAsk(contact) ||
        store::Outbox(context.database).has(contact, wire::MissingContent::type)) {
        return;  // the last question has not arrived yet
    }
    store::Transaction transaction(context.database);
    if (m_parts.outgoing.post(contact, wire::MissingContent{{gap.missing, first->seq - gap.missing}}) &&
        context.commit(transaction)) {
        m_parts.outgoing.wake(contact);
    }
}

// ---- acting

void Incoming::apply(const ContactId& contact, wire::Content& content, AfterCommit& after) {
    auto& body = content.body;
    if (m_parts.membership.isOut(contact)) {
        return;
    }
    if (auto* const unknown = std::get_if<wire::UnknownContent>(&body)) {
        return applyUnknown(contact, *unknown, after);
    }
    if (m_parts.membership.apply(contact, content, after)) {
        return;
    }
    if (auto* const text = std::get_if<wire::TextContent>(&body)) {
        applyText(contact, content, *text, after);
    } else if (auto* const file = std::get_if<wire::FileContent>(&body)) {
        m_parts.transfers.fileArrived(contact, content, *file, after);
    } else if (auto* const note = std::get_if<wire::NoteContent>(&body)) {
        m_parts.transfers.noteArrived(contact, content, *note, after);
    } else if (const auto* const part = std::get_if<wire::NotePartContent>(&body)) {
        m_parts.transfers.notePartArrived(contact, *part, after);
    } else if (const auto* const location = std::get_if<wire::LocationContent>(&body)) {
        m_parts.places.arrived(contact, content, *location, after);
    } else if (const auto* const moved = std::get_if<wire::MovedContent>(&body)) {
        m_parts.places.movedArrived(contact, content, *moved, after);
    } else if (const auto* const card = std::get_if<wire::CardContent>(&body)) {
        m_parts.cards.arrived(contact, content, *card, after);
    } else if (const auto* const done = std::get_if<wire::FileDoneContent>(&body)) {
        m_parts.transfers.doneArrived(contact, *done, after);
    } else if (const auto* const end = std::get_if<wire::FileEndContent>(&body)) {
        m_parts.transfers.endArrived(contact, *end, after);
    } else if (const auto* const stored = std::get_if<wire::FileStoredContent>(&body)) {
        m_parts.transfers.storedArrived(contact, *stored, after);
    } else if (const auto* const receipt = std::get_if<wire::ReceiptContent>(&body)) {
        m_parts.outgoing.receiptArrived(contact, receipt->envelopes, after);
    } else if (const auto* const read = std::get_if<wire::ReadContent>(&body)) {
        m_parts.life.readThere(m_parts.group.conversation(contact), read->message, after);
        m_parts.group.readUpTo(contact, read->message, after);
    } else if (auto* const welcome = std::get_if<wire::WelcomeContent>(&body)) {
        applyWelcome(contact, *welcome, after);
    } else if (std::holds_alternative<wire::DeleteContent>(body)) {
        applyDelete(contact, content, after);
    } else if (const auto* const clear = std::get_if<wire::ClearContent>(&body)) {
        m_parts.erasing.clearArrived(contact, *clear, after);
    } else if (std::holds_alternative<wire::EditContent>(body)) {
        applyEdit(contact, content, after);
    } else if (std::holds_alternative<wire::ReactContent>(body)) {
        applyReact(contact, content, after);
    } else if (const auto* const typing = std::get_if<wire::TypingContent>(&body)) {
        after.emplace_back([this, contact, writing = typing->typing] { m_parts.typing.heard(contact, writing); });
    } else if (const auto* const privacy = std::get_if<wire::PrivacyContent>(&body)) {
        store::Contacts(m_parts.context.database)
            .setTheirRules(contact, privacy->receipts, privacy->mayErase, content.order);
        after.emplace_back([this, contact] {
            m_parts.context.contactChanged(contact);
            m_parts.outgoing.wake(contact);
        });
    } else if (const auto* const missing = std::get_if<wire::MissingContent>(&body)) {
        m_parts.outgoing.missing(contact, *missing, after);
    } else if (const auto* const skipped = std::get_if<wire::SkipContent>(&body)) {
        skip(contact, *skipped, after);
    } else if (const auto* const renewed = std::get_if<wire::RenewedContent>(&body)) {
        m_parts.repair.apply(contact, *renewed, after);
    } else if (std::holds_alternative<wire::LifeContent>(body)) {
        m_parts.life.heard(contact, content, after);
    } else if (const auto* const notice = std::get_if<wire::WipeNoticeContent>(&body)) {
        m_parts.wipeNotices.offered(contact, *notice);
    } else if (std::holds_alternative<wire::EraseContent>(body) && m_parts.group.isMember(contact)) {
        m_parts.membership.gone(contact, after);
    } else if (std::holds_alternative<wire::EraseContent>(body)) {
        m_parts.people.erasedByPeer(contact, after);
    } else if (const auto* const offer = std::get_if<wire::LinkOfferContent>(&body)) {
        after.emplace_back([this, contact, proposal = *offer] { m_parts.links.offerArrived(contact, proposal); });
    } else if (const auto* const answer = std::get_if<wire::LinkAnswerContent>(&body)) {
        after.emplace_back([this, contact, proposal = *answer] { m_parts.links.answerArrived(contact, proposal); });
    } else if (!m_parts.group.isMember(contact)) {
        m_parts.calls.signalArrived(contact, content, after);
    }
}

void Incoming::applyText(const ContactId& contact, const wire::Content& content, wire::TextContent& text,
                         AfterCommit& after) {
    store::MessageRecord record;
    record.id = m_parts.group.received(contact, text.message);
    record.contact = m_parts.group.conversation(contact);
    record.seq = content.order;
    record.text = std::move(text.text);
    record.timeMs = toUnixMs(content.time);
    record.receivedMs = m_parts.context.nowMs();
    record.state = store::MessageState::Received;
    record.unread = true;
    record.quote = text.context.quote;
    record.forwarded = text.context.forwarded;
    record.origin = std::move(text.context.origin);
    if (m_parts.life.receive(contact, content, record) && store::Messages(m_parts.context.database).add(record)) {
        applyEarly(record.contact, record.id, after);
        after.emplace_back([this, contact = record.contact, id = record.id] {
            const auto shown = store::Messages(m_parts.context.database).find(contact, id);
            if (!shown) {
                return;  // deleted by what came with it
            }
            m_parts.typing.heard(contact, false);
            m_parts.context.emit(MessageAdded{toMessage(m_parts.context.database, *shown)});
            m_parts.context.contactChanged(contact);
            m_parts.links.noteActivity(contact);
        });
    }
}

std::optional<store::MessageRecord> Incoming::changed(const ContactId& contact, const MessageId& id,
                                                      const wire::Content& content) {
    auto& database = m_parts.context.database;
    const auto conversation = m_parts.group.conversation(contact);
    if (!store::Messages(database).knows(conversation, id)) {
        auto encoded = wire::encodeContent(content);
        store::Changes(database).addEarly(contact, id, encoded);
        wipe(encoded);
        return std::nullopt;
    }
    return store::Messages(database).find(conversation, id);
}

void Incoming::applyEarly(const ContactId& conversation, const MessageId& id, AfterCommit& after) {
    for (const auto& contact : m_parts.group.sessions(conversation)) {
        for (const auto& early : store::Changes(m_parts.context.database).takeEarly(contact, id)) {
            if (auto content = wire::decodeContent(early)) {
                apply(contact, *content, after);
            }
        }
    }
}

void Incoming::applyEdit(const ContactId& contact, const wire::Content& content, AfterCommit& after) {
    const auto& edit = std::get<wire::EditContent>(content.body);
    const auto message = changed(contact, edit.message, content);
    if (!message || !m_parts.group.wrote(contact, *message) || message->kind != store::MessageKind::Text) {
        return;  // only what they wrote
    }
    if (store::Messages(m_parts.context.database)
            .edit(message->contact, edit.message, {content.order, toUnixMs(content.time), edit.text})) {
        after.emplace_back([this, contact = message->contact, id = edit.message] {
            m_parts.context.messageChanged(contact, id);
            m_parts.context.contactChanged(contact);
        });
    }
}

void Incoming::applyReact(const ContactId& contact, const wire::Content& content, AfterCommit& after) {
    const auto& reaction = std::get<wire::ReactContent>(content.body);
    const auto under = changed(contact, reaction.message, content);
    if (!under) {
        return;
    }
    if (store::Changes(m_parts.context.database)
            .setReactions(contact, reaction.message, false, content.order, reaction.emoji)) {
        after.emplace_back([this, contact = under->contact, id = reaction.message] {
            if (const auto message = store::Messages(m_parts.context.database).find(contact, id)) {
                m_parts.context.emit(MessageChanged{toMessage(m_parts.context.database, *message)});
            }
        });
    }
}

/// Once until something else is said there: who has nothing but a program of a later time would fill the conversation.
void Incoming::applyUnknown(const ContactId& contact, wire::UnknownContent& unknown, AfterCommit& after) {
    auto& context = m_parts.context;
    wipe(unknown.fields);
    const auto sender = store::Contacts(context.database).find(contact);
    const auto conversation = m_parts.group.conversation(contact);
    if (!unknown.ordered || !sender || sender->state == store::ContactState::Requested ||
        endsWithNotice(context.database, conversation, noticeUnknownContent)) {
        return;
    }
    qCInfo(lcChat) << "a content of a later version, type" << unknown.number;
    const auto id = m_parts.group.received(contact, MessageId::draw(context.random));
    addNotice(context, conversation, id, noticeUnknownContent, after);
}

void Incoming::applyWelcome(const ContactId& contact, wire::WelcomeContent& welcome, AfterCommit& after) {
    store::Contacts contacts(m_parts.context.database);
    auto record = contacts.find(contact);
    if (!record) {
        return;
    }
    record->name = std::move(welcome.name);
    if (record->state == store::ContactState::Pending) {
        record->state = store::ContactState::Active;
    }
    contacts.update(*record);
    after.emplace_back([this, contact] { m_parts.context.contactChanged(contact); });
}

void Incoming::applyDelete(const ContactId& from, const wire::Content& content, AfterCommit& after) {
    const auto& deletion = std::get<wire::DeleteContent>(content.body);
    store::Messages messages(m_parts.context.database);
    const auto contact = m_parts.group.conversation(from);
    if (!store::Contacts(m_parts.context.database).rules(from).mayErase) {
        return;
    }
    if (contact != from && !messages.knows(contact, deletion.message)) {
        (void)changed(from, deletion.message, content);  // whether it is theirs is seen when it comes
        return;
    }
    if (!messages.knows(contact, deletion.message)) {
        // Its text was given up and may still come: it must not appear then.
        store::MessageRecord absent;
        absent.id = deletion.message;
        absent.contact = contact;
        absent.state = store::MessageState::Received;
        messages.add(absent);
    }
    // Only what they wrote.
    const auto message = messages.find(contact, deletion.message);
    if (!message || !m_parts.group.wrote(from, *message) || message->kind == store::MessageKind::Call) {
        return;
    }
    m_parts.erasing.eraseMessages(contact, {deletion.message}, after);
    after.emplace_back([this, contact, id = deletion.message, shown = message->receivedMs != 0] {
        if (shown) {
            m_parts.context.database.truncateWal();
            m_parts.context.emit(MessageRemoved{id, contact});
            m_parts.context.messageChanged(contact, id);
            m_parts.context.contactChanged(contact);
        }
    });
}

// ---- time

void Incoming::start() {
    for (const auto& contact : store::Contacts(m_parts.context.database).all()) {
        watchGap(contact.id);
    }
}

void Incoming::tick() {
    auto& context = m_parts.context;
    const auto due = [&context](auto& deadlines) {
        std::vector<std::decay_t<decltype(deadlines.begin()->first)>> out;
        for (const auto& [key, at] : deadlines) {
            if (at <= context.now) {
                out.push_back(key);
            }
        }
        return out;
    };
    std::vector<ContactId> waited;
    std::vector<ContactId> asking;
    for (const auto& [contact, gap] : m_gaps) {
        if (gap.until <= context.now) {
            waited.push_back(contact);
        } else if (gap.askAt <= context.now) {
            asking.push_back(contact);
        }
    }
    for (const auto& contact : waited) {
        AfterCommit after;
        store::Transaction transaction(context.database);
        release(contact, true, after);
        if (!context.commit(transaction, std::move(after))) {
            m_gaps[contact].until = context.now + diskPatience;
        }
    }
    for (const auto& contact : asking) {
        askForMissing(contact);
    }
    for (const auto& queue : due(m_fetchAgain)) {
        m_fetchAgain.erase(queue);
        if (const auto contact = store::Contacts(context.database).byReceiveQueue(queue)) {
            m_parts.hubs.fetchAgain(*contact->receive);
        } else if (const auto invitation = store::Invitations(context.database).byQueue(queue)) {
            m_parts.hubs.fetchAgain(invitation->queue);
        }
    }
    if (m_forgetAt <= context.now) {
        m_forgetAt = context.now + forgetEvery;
        m_parts.age.keep();
        store::SeenEnvelopes(context.database).forgetExpired(toUnixMs(m_parts.age.now()));
        chat::Sessions(context.database, context.random).forgetOpenings(m_parts.age.now() - seenLife);
    }
}

Instant Incoming::nextDeadline() const {
    Instant next = m_forgetAt;
    for (const auto& [contact, gap] : m_gaps) {
        next = std::min({next, gap.askAt, gap.until});
    }
    for (const auto& [queue, at] : m_fetchAgain) {
        next = std::min(next, at);
    }
    return next;
}

}  // namespace nightjar::engine
