// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/outgoing.h"

#include <algorithm>
#include <limits>

#include "engine/hubmemory.h"
#include "engine/parts.h"
#include "wire/renewmessage.h"

namespace nightjar::engine {

namespace {

/// Envelopes of one contact that may be under way at once: enough to fill a slow link, few enough to keep their order.
constexpr std::size_t window = 16;
/// The same on a fast link, where each round trip waits for the disk of the other side.
constexpr std::size_t fastWindow = 256;
/// With more than these in the outbox nothing is sealed that goes out before them: the other side would have to skip
/// more keys than it keeps (crypto::ratchetMaxSkip), and could then not open what it skipped.
constexpr std::int64_t mostOvertaken = 1'000;
/// A link that lives but does not answer for an envelope: the other side may be unable to store it, and we may go away.
constexpr Duration linkLimit = 2min;
/// A hub that said "full" or "later" is asked again after this, doubled up to the cap.
constexpr Duration refusedDelay = 30s;
constexpr Duration refusedDelayCap = std::chrono::hours(1);
/// A text that no hub took for so long is given up: nobody expects it any more, and its writer can send it again.
constexpr Duration queuedLife = std::chrono::hours(30 * 24);
constexpr Duration expireEvery = std::chrono::hours(6);

/// What the other side does not answer is done with when the hub has it.
bool endsAtHub(std::uint8_t contentKind) {
    return contentKind == wire::ReceiptContent::type || contentKind == wire::ReadContent::type ||
           contentKind == wire::renewKind;
}

/// Nothing may overtake what opens the session.
bool opensSession(std::uint8_t contentKind) {
    return contentKind == wire::HelloContent::type || contentKind == wire::RenewedContent::type;
}

bool isLinkProposal(const wire::ContentBody& body) {
    return std::holds_alternative<wire::LinkOfferContent>(body) ||
           std::holds_alternative<wire::LinkAnswerContent>(body);
}

}  // namespace

// ---- what is to go

std::optional<store::OutboxRecord> Outgoing::composed(const ContactId& contact, wire::ContentBody body,
                                                      std::optional<Instant> written) {
    auto& context = m_parts.context;
    const auto record = store::Contacts(context.database).find(contact);
    if (!record || record->state == store::ContactState::Gone) {
        return std::nullopt;
    }
    store::OutboxRecord entry;
    entry.contact = contact;
    entry.kind = wire::typeOf(body);
    entry.createdMs = toUnixMs(m_parts.age.now());
    auto content = chat::Sessions(context.database, context.random)
                       .compose(contact, std::move(body), written.value_or(context.now));
    if (!content) {
        return std::nullopt;
    }
    entry.id = EnvelopeId::draw(context.random);  // until it is sealed
    entry.seq = static_cast<std::int64_t>(content->order);
    entry.content = std::move(content->bytes);
    return entry;
}

bool Outgoing::post(const ContactId& contact, wire::ContentBody body, std::optional<MessageId> message,
                    std::optional<Instant> written) {
    auto& context = m_parts.context;
    auto entry = composed(contact, std::move(body), written);
    if (!entry) {
        return false;
    }
    entry->message = message;
    store::Outbox outbox(context.database);
    // What waits to be sealed comes first, also in the ratchet: nobody should have to skip keys for it.
    if (!outbox.hasUnsealed(contact)) {
        auto sealed = chat::Sessions(context.database, context.random)
                          .sealContent(contact, {static_cast<std::uint64_t>(entry->seq), entry->content});
        if (!sealed) {
            return false;
        }
        entry->id = sealed->id;
        entry->bytes = std::move(sealed->bytes);
    }
    return outbox.add(*entry);
}

bool Outgoing::postFirst(const ContactId& contact, wire::ContentBody body) {
    store::Outbox outbox(m_parts.context.database);
    const auto entry = composed(contact, std::move(body));
    if (!entry) {
        return false;
    }
    outbox.removeKind(contact, entry->kind);
    return outbox.addFirst(*entry);
}

void Outgoing::postRequest(const ContactId& contact, chat::SealedEnvelope request) {
    store::OutboxRecord entry;
    entry.id = request.id;
    entry.contact = contact;
    entry.kind = wire::renewKind;
    entry.createdMs = toUnixMs(m_parts.age.now());
    entry.bytes = std::move(request.bytes);
    store::Outbox(m_parts.context.database).add(entry);
}

void Outgoing::sealedAnew(const ContactId& contact) {
    std::erase_if(m_underWay, [&](const auto& entry) { return entry.second.contact == contact; });
    std::erase_if(m_linkFailed, [&](const auto& entry) { return entry.second == contact; });
    std::erase_if(m_news, [&](const auto& entry) { return entry.second.contact == contact; });
    wake(contact);
}

void Outgoing::sendTransient(const ContactId& contact, wire::ContentBody body, std::function<void(bool taken)> answer) {
    auto& context = m_parts.context;
    const auto tell = [&answer](bool taken) {
        if (answer) {
            answer(taken);
        }
    };
    const auto record = store::Contacts(context.database).find(contact);
    const bool byLink = !isLinkProposal(body) && m_parts.links.isUp(contact);
    const bool byHub = record && record->send && m_parts.hubs.isOnline(record->send->hub);
    if ((!byLink && !byHub) || store::Outbox(context.database).countFor(contact) > mostOvertaken) {
        return tell(false);
    }
    // The text that it is made for goes first: on a narrow link each packet delays the next.
    const bool isOffer = std::holds_alternative<wire::LinkOfferContent>(body);
    store::Transaction transaction(context.database);
    auto sealed = chat::Sessions(context.database, context.random).seal(contact, std::move(body), context.now);
    if (!sealed || !context.commit(transaction)) {
        return tell(false);
    }
    if (byLink) {
        m_parts.links.sendEnvelope(contact, sealed->bytes, channel::Priority::Urgent);
    }
    if (!byHub) {
        return tell(true);
    }
    m_parts.hubs.put(
        *record->send, std::move(sealed->bytes), true,
        [answer = std::move(answer), byLink](const link::HubAnswer& reply) {
            if (answer) {
                answer(byLink || reply.outcome == link::HubAnswer::Outcome::Done);
            }
        },
        isOffer);
}

void Outgoing::sendByLink(const ContactId& contact, wire::ContentBody body) {
    auto& context = m_parts.context;
    if (!m_parts.links.isUp(contact)) {
        return;
    }
    store::Transaction transaction(context.database);
    const auto sealed = chat::Sessions(context.database, context.random).seal(contact, std::move(body), context.now);
    if (sealed && context.commit(transaction)) {
        m_parts.links.sendEnvelope(contact, sealed->bytes, channel::Priority::Text);
    }
}

// ---- handing over

bool Outgoing::givesReceipts(const ContactId& contact) const {
    return store::Contacts(m_parts.context.database).rules(contact).givesReceipts;
}

std::size_t Outgoing::countUnderWay(const ContactId& contact) const {
    return static_cast<std::size_t>(std::count_if(m_underWay.begin(), m_underWay.end(),
                                                  [&](const auto& entry) { return entry.second.contact == contact; }));
}

void Outgoing::pump(const ContactId& contact) {
    auto& context = m_parts.context;
    const auto record = store::Contacts(context.database).find(contact);
    if (!record || !record->send || record->state == store::ContactState::Gone) {
        return;
    }
    const auto refusal = m_refusals.find(contact);
    const bool probing = refusal != m_refusals.end();
    const bool hubReady =
        m_parts.hubs.isOnline(record->send->hub) && (!probing || refusal->second.until <= context.now);
    if (!hubReady && !m_parts.links.isUp(contact)) {
        return;
    }
    // After a refusal one envelope finds out whether there is room again.
    const bool linked = m_parts.links.isUp(contact);
    const bool fast = linked && m_parts.links.linkClass(contact) == LinkClass::Lan;
    const auto most = probing && !linked ? 1 : fast ? fastWindow : window;
    auto underWay = countUnderWay(contact);
    if (underWay >= most) {
        return;
    }
    constexpr std::size_t portion = 16;
    store::Outbox outbox(context.database);
    auto last = std::numeric_limits<std::int64_t>::min();
    for (auto entries = outbox.waiting(contact, last, portion); !entries.empty();
         entries = outbox.waiting(contact, last, portion)) {
        if (!sealWaiting(entries, most - underWay)) {
            m_refusals[contact] = {diskPatience, context.now + diskPatience};
            return;
        }
        for (const auto& entry : entries) {
            last = entry.row;
            if (entry.bytes.empty()) {
                return;
            }
            if (!m_underWay.contains(entry.id) && !m_news.contains(entry.id)) {
                handOver(*record, entry, hubReady);
                underWay += m_underWay.contains(entry.id) ? 1 : 0;
            }
            if (underWay >= most || opensSession(entry.kind)) {
                return;
            }
        }
    }
}

bool Outgoing::sealWaiting(std::vector<store::OutboxRecord>& entries, std::size_t most) {
    auto& context = m_parts.context;
    std::optional<store::Transaction> transaction;
    store::Outbox outbox(context.database);
    for (auto& entry : entries) {
        if (entry.bytes.empty()) {
            if (most-- == 0) {
                break;
            }
            if (!transaction) {
                transaction.emplace(context.database);
            }
            auto sealed = chat::Sessions(context.database, context.random)
                              .sealContent(entry.contact, {static_cast<std::uint64_t>(entry.seq), entry.content});
            if (!sealed) {
                break;
            }
            outbox.setSealed(entry.row, sealed->id, sealed->bytes);
            entry.id = sealed->id;
            entry.bytes = std::move(sealed->bytes);
        }
        if (opensSession(entry.kind)) {
            break;
        }
    }
    return !transaction || context.commit(*transaction);
}

void Outgoing::handOver(const store::ContactRecord& contact, const store::OutboxRecord& entry, bool hubReady) {
    auto& context = m_parts.context;
    const bool byLink = m_parts.links.isUp(contact.id) && !endsAtHub(entry.kind) && !m_linkFailed.contains(entry.id) &&
                        givesReceipts(contact.id);
    if (byLink) {
        m_parts.links.sendEnvelope(contact.id, entry.id, entry.bytes, channel::Priority::Text);
        m_underWay[entry.id] = {contact.id, true, context.now, context.now + m_parts.links.patience(contact.id)};
        return;
    }
    if (!hubReady) {
        return;
    }
    m_underWay[entry.id] = {contact.id, false, context.now, never};
    m_parts.hubs.put(
        *contact.send, entry.bytes, false,
        [this, who = contact.id, id = entry.id](const link::HubAnswer& answer) { hubAnswered(who, id, answer); });
}

// ---- what becomes of it

void Outgoing::hubAnswered(const ContactId& contact, const EnvelopeId& envelope, const link::HubAnswer& answer) {
    m_underWay.erase(envelope);
    m_linkFailed.erase(envelope);
    if (answer.outcome == link::HubAnswer::Outcome::Lost) {
        wake(contact);  // there may be a link; else hubCameOnline() comes back to it
        return;
    }
    if (answer.outcome == link::HubAnswer::Outcome::Refused) {
        refused(contact, envelope, answer.error);
        return;
    }
    m_refusals.erase(contact);
    m_news.try_emplace(envelope, News{contact, Fate::AtHub});
}

void Outgoing::refused(const ContactId& contact, const EnvelopeId& envelope, wire::HubError error) {
    auto& context = m_parts.context;
    switch (error) {
        case wire::HubError::Gone:
        case wire::HubError::UnknownQueue:
        case wire::HubError::NotAuthorised:
            return contactGone(contact);
        case wire::HubError::TooLarge:
        case wire::HubError::Malformed:
            return undeliverable(contact, envelope);
        default:
            break;
    }
    auto& refusal = m_refusals[contact];
    if (refusal.until <= context.now) {  // not yet counted: all that was under way comes back
        refusal.wait = std::clamp(2 * refusal.wait, refusedDelay, refusedDelayCap);
        // Up to a quarter later, so that those whom a hub sent away do not come back together.
        const auto quarter = static_cast<std::uint64_t>((refusal.wait / 4).count());
        refusal.until =
            context.now + refusal.wait + Duration(static_cast<Duration::rep>(context.random.below(quarter)));
    }
    if (error != wire::HubError::Full) {
        return;
    }
    const auto entry = store::Outbox(context.database).find(envelope);
    if (entry && entry->message) {
        context.emit(MessageStateChanged{*entry->message, contact, MessageState::Queued, ErrorCode::MailboxFull});
    }
}

void Outgoing::undeliverable(const ContactId& contact, const EnvelopeId& envelope) {
    auto& context = m_parts.context;
    store::Outbox outbox(context.database);
    const auto entry = outbox.find(envelope);
    if (!entry) {
        return;
    }
    AfterCommit after;
    store::Transaction transaction(context.database);
    outbox.remove(envelope);
    if (entry->message) {
        m_parts.group.advance(contact, *entry->message, MessageState::Failed, ErrorCode::HubRefused, after);
    }
    (void)context.commit(transaction, std::move(after));
    wake(contact);
}

void Outgoing::contactGone(const ContactId& contact) {
    auto& context = m_parts.context;
    store::Contacts contacts(context.database);
    const auto record = contacts.find(contact);
    if (!record || record->state == store::ContactState::Gone) {
        return;
    }
    constexpr std::size_t portion = 256;
    AfterCommit after;
    after.emplace_back([this, contact] { contactRemoved(contact); });
    store::Transaction transaction(context.database);
    store::Outbox outbox(context.database);
    for (auto entries = outbox.forContact(contact, portion); !entries.empty();
         entries = outbox.forContact(contact, portion)) {
        for (const auto& entry : entries) {
            if (entry.message) {
                m_parts.group.advance(contact, *entry.message, MessageState::Failed, ErrorCode::ContactGone, after);
            }
            outbox.remove(entry.id);
        }
    }
    contacts.setState(contact, store::ContactState::Gone);
    m_parts.membership.gone(contact, after);
    if (!context.commit(transaction, std::move(after))) {
        m_refusals[contact] = {diskPatience, context.now + diskPatience};
        return;
    }
    context.contactChanged(contact);
    m_parts.secret.contactRemoved();
}

void Outgoing::stored(const ContactId& contact, const std::vector<EnvelopeId>& envelopes) {
    store::Outbox outbox(m_parts.context.database);
    for (const auto& id : envelopes) {
        const auto entry = outbox.find(id);
        if (entry && entry->contact == contact) {
            m_news[id] = {contact, Fate::Stored};
            m_underWay.erase(id);
            m_refusals.erase(contact);  // who receives makes room
        }
    }
}

void Outgoing::receiptArrived(const ContactId& contact, const std::vector<EnvelopeId>& envelopes, AfterCommit& after) {
    store::Outbox outbox(m_parts.context.database);
    for (const auto& id : envelopes) {
        const auto entry = outbox.find(id);
        if (!entry || entry->contact != contact) {
            continue;
        }
        conclude(*entry, Fate::Stored, after);
        after.emplace_back([this, contact, id] {
            m_news.erase(id);
            forget(id);
            m_refusals.erase(contact);
            wake(contact);
        });
    }
}

void Outgoing::missing(const ContactId& contact, const wire::OrderRange& range, AfterCommit& after) {
    store::Outbox outbox(m_parts.context.database);
    if (outbox.hasUnknownSeq(contact)) {
        return;  // it may be among those
    }
    constexpr auto highest = std::uint64_t(1) << 62;
    const auto from = static_cast<std::int64_t>(std::min(range.from, highest));
    const auto end = from + static_cast<std::int64_t>(std::min(range.count, highest));
    const auto kept = std::min(outbox.lowestSeq(contact, from).value_or(end), end);
    if (kept > from) {
        (void)post(contact, wire::SkipContent{{range.from, static_cast<std::uint64_t>(kept - from)}});
    }
    // The hub may have lost it; what lies there already is not stored twice.
    outbox.takeBack(contact, kept, end);
    after.emplace_back([this, contact] { wake(contact); });
}

namespace {

/// Which message an envelope of the outbox is about; nothing where it has no text or sound of it.
std::optional<MessageId> subjectOf(const wire::Content& content) {
    const auto& body = content.body;
    if (const auto* const edit = std::get_if<wire::EditContent>(&body)) {
        return edit->message;
    }
    if (const auto* const part = std::get_if<wire::NotePartContent>(&body)) {
        return part->message;
    }
    return std::nullopt;
}

}  // namespace

void Outgoing::withdraw(const store::MessageRecord& message, AfterCommit& after) {
    if (!message.mine) {
        return;
    }
    auto& context = m_parts.context;
    store::Outbox outbox(context.database);
    std::vector<store::OutboxRecord> entries;
    for (const auto& session : m_parts.group.sessions(message.contact)) {
        for (auto& entry : outbox.forMessage(session, message.id)) {
            entries.push_back(std::move(entry));
        }
        const auto also = [&](std::uint8_t kind) {
            for (auto& entry : outbox.ofKind(session, kind)) {
                const auto content = wire::decodeContent(entry.content);
                if (content && subjectOf(*content) == message.id) {
                    entries.push_back(std::move(entry));
                }
            }
        };
        if (message.editSeq != 0) {
            also(wire::EditContent::type);
        }
        if (message.kind == store::MessageKind::Note) {
            also(wire::NotePartContent::type);
        }
    }
    for (const auto& entry : entries) {
        // The number in the order must not be missing there.
        const auto content =
            wire::encodeContent({static_cast<std::uint64_t>(entry.seq), context.now, wire::DeleteContent{message.id}});
        if (entry.seq > 0) {
            outbox.replace(entry, wire::DeleteContent::type, content, EnvelopeId::draw(context.random));
        }
        after.emplace_back([this, id = entry.id, who = entry.contact] {
            forget(id);
            wake(who);
        });
    }
}

void Outgoing::conclude(const store::OutboxRecord& entry, Fate fate, AfterCommit& after) {
    auto& context = m_parts.context;
    const bool atHub = fate == Fate::AtHub;
    store::Outbox outbox(context.database);
    // Who gives no receipts gets it twice: that covers twice the time for which a hub keeps it.
    const bool hadIt = entry.againMs != 0;
    const bool last = endsAtHub(entry.kind) || (hadIt && !givesReceipts(entry.contact));
    if (atHub && !last) {
        outbox.setAtHub(entry.id, toUnixMs(context.now + hubMemory));
    } else {
        outbox.remove(entry.id);
        if (atHub && endsAtHub(entry.kind) && entry.kind != wire::renewKind) {
            store::SentNotes(context.database).add(entry.contact, entry.id);
        }
    }
    if (entry.message) {
        m_parts.life.arrived(entry.contact, *entry.message, atHub, after);
        m_parts.group.advance(entry.contact, *entry.message, atHub ? MessageState::Sent : MessageState::Delivered,
                              ErrorCode::None, after);
    }
}

void Outgoing::forget(const EnvelopeId& envelope) {
    m_underWay.erase(envelope);
    m_linkFailed.erase(envelope);
}

void Outgoing::takeNews() {
    auto& context = m_parts.context;
    AfterCommit after;
    store::Transaction transaction(context.database);
    store::Outbox outbox(context.database);
    for (const auto& [id, news] : m_news) {
        if (const auto entry = outbox.find(id)) {
            conclude(*entry, news.fate, after);
        }
    }
    if (!context.commit(transaction, std::move(after))) {
        m_newsAt = context.now + diskPatience;
        return;
    }
    for (const auto& [id, news] : std::exchange(m_news, {})) {
        forget(id);
        wake(news.contact);
    }
    m_takeBackAt = std::min(m_takeBackAt, context.now + hubMemory);
}

// ---- what happens around

void Outgoing::hubCameOnline(const std::string& hub) {
    for (const auto& contact : store::Contacts(m_parts.context.database).all()) {
        if (contact.send && contact.send->hub == hub) {
            wake(contact.id);
        }
    }
}

void Outgoing::linkRaised(const ContactId& contact) {
    std::erase_if(m_linkFailed, [&](const auto& entry) { return entry.second == contact; });
    wake(contact);
}

void Outgoing::linkClosed(const ContactId& contact) {
    std::erase_if(m_underWay,
                  [&](const auto& entry) { return entry.second.contact == contact && entry.second.byLink; });
    std::erase_if(m_linkFailed, [&](const auto& entry) { return entry.second == contact; });
    wake(contact);
}

void Outgoing::contactRemoved(const ContactId& contact) {
    std::erase_if(m_underWay, [&](const auto& entry) { return entry.second.contact == contact; });
    std::erase_if(m_linkFailed, [&](const auto& entry) { return entry.second == contact; });
    std::erase_if(m_news, [&](const auto& entry) { return entry.second.contact == contact; });
    m_refusals.erase(contact);
    m_awake.erase(contact);
}

void Outgoing::start() {
    if (const auto again = store::Outbox(m_parts.context.database).nextAgainMs()) {
        m_takeBackAt = fromUnixMs(*again);
    }
}

void Outgoing::tick() {
    auto& context = m_parts.context;
    std::set<ContactId> doubtful;
    for (auto it = m_underWay.begin(); it != m_underWay.end();) {
        auto& [id, way] = *it;
        if (way.giveUpAt > context.now) {
            ++it;
            continue;
        }
        const bool alive = m_parts.links.isAlive(way.contact);
        if (alive && context.now - way.since < linkLimit) {
            way.giveUpAt = context.now + m_parts.links.patience(way.contact);
            ++it;
            continue;
        }
        if (!alive) {
            doubtful.insert(way.contact);
        }
        m_linkFailed.emplace(id, way.contact);
        wake(way.contact);
        it = m_underWay.erase(it);
    }
    for (const auto& contact : doubtful) {
        m_parts.links.doubt(contact);
    }
    for (const auto& [contact, refusal] : m_refusals) {
        if (refusal.until <= context.now) {
            wake(contact);
        }
    }
    if (m_expireAt <= context.now) {
        expire();
    }
    if (m_takeBackAt <= context.now) {
        store::Transaction transaction(context.database);
        store::Outbox outbox(context.database);
        const auto whose = outbox.takeBack(context.nowMs());
        const auto again = outbox.nextAgainMs();
        if (context.commit(transaction)) {
            m_takeBackAt = again ? fromUnixMs(*again) : never;
            m_awake.insert(whose.begin(), whose.end());
        } else {
            m_takeBackAt = context.now + diskPatience;
        }
    }
}

void Outgoing::expire() {
    auto& context = m_parts.context;
    constexpr std::size_t portion = 256;
    m_expireAt = context.now + expireEvery;
    AfterCommit after;
    store::Transaction transaction(context.database);
    store::Outbox outbox(context.database);
    for (const auto& entry : outbox.waitingSince(toUnixMs(m_parts.age.now() - queuedLife), portion)) {
        // What a hub had is at least Sent: it goes on. What waits for the answer of a hub that is away does not; should
        // it arrive all the same, a second sending is recognised by the message's id.
        const auto message =
            store::Messages(context.database).find(m_parts.group.conversation(entry.contact), *entry.message);
        if (!message || message->state != store::MessageState::Queued) {
            continue;
        }
        outbox.remove(entry.id);
        after.emplace_back([this, id = entry.id] { forget(id); });
        m_parts.group.advance(entry.contact, *entry.message, MessageState::Failed, ErrorCode::MessageExpired, after);
    }
    if (!context.commit(transaction, std::move(after))) {
        m_expireAt = context.now + diskPatience;
    }
}

bool Outgoing::drain() {
    const bool news = !m_news.empty() && m_newsAt <= m_parts.context.now;
    if (news) {
        takeNews();
    }
    const auto awake = std::exchange(m_awake, {});
    for (const auto& contact : awake) {
        pump(contact);
    }
    return news || !awake.empty();
}

Instant Outgoing::nextDeadline() const {
    Instant next = m_awake.empty() ? std::min(m_takeBackAt, m_expireAt) : Instant{};
    if (!m_news.empty()) {
        next = std::min(next, m_newsAt);
    }
    for (const auto& [id, way] : m_underWay) {
        next = std::min(next, way.giveUpAt);
    }
    for (const auto& [contact, refusal] : m_refusals) {
        if (refusal.until > m_parts.context.now) {
            next = std::min(next, refusal.until);
        }
    }
    return next;
}

}  // namespace nightjar::engine
