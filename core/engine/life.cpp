// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/life.h"

#include <algorithm>
#include <map>

#include "engine/lifeterms.h"
#include "engine/parts.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

/// A message that waits to be read waits no longer than this.
constexpr Duration unreadLife = longestLife;
/// Their clock and ours need not agree better than this.
constexpr Duration clockTolerance = 2s;
/// A side cannot have changed the rule so often while the other heard nothing of it; whoever claims that wants to have
/// the last word for ever.
constexpr std::uint32_t mostTurns = 64;
constexpr std::size_t portion = 32;

/// Of two rules for one turn: the shorter life stands, then the one that begins earlier.
std::pair<std::int64_t, int> strictness(const store::LifeTerm& term) {
    const bool never = term.from == store::LifeFrom::Never;
    return {never ? std::numeric_limits<std::int64_t>::min() : -term.ms, term.from == store::LifeFrom::Sent ? 1 : 0};
}

}  // namespace

Life::Life(Parts& parts) : m_parts(parts), m_clock(parts.context) {
}

// ---- the rule

Bytes Life::Said::encode() const {
    ByteWriter out;
    out.u32(turn);
    wire::writeLifeTerm(out, toWire(term));
    out.u8(tellsRead ? 1 : 0);
    out.u64(static_cast<std::uint64_t>(behind.count()));
    return out.take();
}

Life::Said Life::Said::decode(ByteView bytes) {
    ByteReader in(bytes);
    Said said;
    said.turn = in.u32();
    const auto term = wire::readLifeTerm(in);
    said.tellsRead = in.u8() != 0;
    said.behind = Duration(static_cast<Duration::rep>(in.u64()));
    if (!in.complete() || !term) {
        return {};
    }
    said.term = toStore(*term);
    return said;
}

bool Life::tellsRead(const ContactId& contact) const {
    auto& database = m_parts.context.database;
    return store::Contacts(database).rules(contact).read &&
           store::Profile(database).text("setting/read-receipts") != "off";
}

Life::Said Life::present(const ContactId& contact, const store::LifeRecord& record) const {
    return {record.turn, record.rule, tellsRead(contact), m_clock.behind().value_or(Duration{})};
}

bool Life::say(const ContactId& contact, store::LifeRecord& record) {
    const auto now = present(contact, record);
    const auto network = m_clock.behind() ? m_clock.network() : Instant{};
    if (!m_parts.outgoing.post(contact, wire::LifeContent{now.turn, toWire(now.term), now.tellsRead, network})) {
        return false;
    }
    record.said = now.encode();
    store::Lives(m_parts.context.database).set(contact, record);
    return true;
}

void Life::set(const SetLife& command) {
    auto& context = m_parts.context;
    if (!isRule(command.rule) || command.rule.from == LifeFrom::Creation) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    if (!context.recipient(command.request, command.contact)) {
        return;
    }
    auto record = store::Lives(context.database).find(command.contact).value_or(store::LifeRecord{});
    const auto rule = toStore(command.rule);
    if (record.rule == rule) {
        return context.done(command.request);
    }
    AfterCommit after;
    store::Transaction transaction(context.database);
    ++record.turn;
    record.rule = rule;
    if (!say(command.contact, record) && !context.database.error()) {
        return context.fail(command.request, ErrorCode::Internal);
    }
    addNotice(command.contact, true, rule, after);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    for (const auto& what : after) {
        what();
    }
    context.done(command.request);
    m_parts.links.want(command.contact);
    m_parts.outgoing.wake(command.contact);
}

void Life::announce(const ContactId& contact) {
    auto& context = m_parts.context;
    if (m_parts.group.isGroup(contact)) {
        for (const auto& session : m_parts.group.sessions(contact)) {
            announce(session);
        }
        return;
    }
    auto record = store::Lives(context.database).find(contact);
    if (!record) {
        return;
    }
    const auto said = Said::decode(record->said);
    const auto now = present(contact, *record);
    const bool known = said.turn == now.turn && said.term == now.term;
    const bool details = now.term.from == store::LifeFrom::Never ||
                         (said.tellsRead == now.tellsRead &&
                          (!m_clock.behind() || std::chrono::abs(now.behind - said.behind) <= clockTolerance));
    if (known && details) {
        return;
    }
    store::Transaction transaction(context.database);
    if (say(contact, *record)) {
        (void)context.commit(transaction);  // else the message follows what they know
    }
}

void Life::heard(const ContactId& contact, const wire::Content& content, AfterCommit& after, bool quietly) {
    auto& context = m_parts.context;
    const auto& life = std::get<wire::LifeContent>(content.body);
    auto record = store::Lives(context.database).find(contact).value_or(store::LifeRecord{});
    record.theyTellRead = life.tellsRead;
    if (life.network != Instant{}) {
        record.theirClockAheadMs = toMs(content.time - life.network);
    }
    if (m_parts.secret.is()) {  // its rule was agreed when it was made
        return store::Lives(context.database).set(contact, record);
    }
    const auto term = toStore(life.term);
    record.theirs = term;
    const bool later = life.turn > record.turn && life.turn - record.turn <= mostTurns;
    const bool stricter = life.turn == record.turn && strictness(term) > strictness(record.rule);
    if (later || stricter) {
        if (record.rule != term && !quietly) {
            addNotice(contact, false, term, after);
        }
        record.turn = life.turn;
        record.rule = term;
    } else if (life.turn < record.turn) {
        record.said.clear();  // they do not know what holds, perhaps not any more
    }
    store::Lives(context.database).set(contact, record);
}

void Life::agree(const ContactId& contact, const LifeRule& rule) {
    const auto term = toStore(rule);
    store::Lives(m_parts.context.database)
        .set(contact, {0, term, Said{0, term, true, {}}.encode(), term, true, std::nullopt});
}

void Life::privacyChanged() {
    for (const auto& contact : store::Contacts(m_parts.context.database).all()) {
        const auto record = store::Lives(m_parts.context.database).find(contact.id);
        if (record && record->rule.from == store::LifeFrom::Read &&
            m_parts.context.whyNot(contact) == ErrorCode::None) {
            announce(contact.id);
            m_parts.outgoing.wake(contact.id);
        }
    }
}

void Life::addNotice(const ContactId& contact, bool mine, const store::LifeTerm& rule, AfterCommit& after) {
    auto& context = m_parts.context;
    store::MessageRecord notice;
    notice.id = MessageId::draw(context.random);
    notice.contact = contact;
    notice.kind = store::MessageKind::Notice;
    notice.mine = mine;
    notice.text = noticeLifeChanged;
    notice.timeMs = context.nowMs();
    notice.receivedMs = context.nowMs();
    notice.state = mine ? store::MessageState::Delivered : store::MessageState::Received;
    notice.life = rule;
    store::Messages(context.database).add(notice);
    after.emplace_back([this, notice = std::move(notice)] {
        auto& now = m_parts.context;
        now.emit(MessageAdded{toMessage(now.database, notice)});
        now.contactChanged(notice.contact);
    });
}

// ---- the life of a message

void Life::give(store::MessageRecord& message) {
    const auto record = store::Lives(m_parts.context.database).find(message.contact);
    if (!record) {
        return;
    }
    const auto term = Said::decode(record->said).term;
    if (term.from == store::LifeFrom::Never) {
        return;
    }
    message.life = term;
    message.lifeWaits = term.from == store::LifeFrom::Read && message.kind != store::MessageKind::Call;
    message.endsMs = m_parts.context.nowMs() + term.ms + (message.lifeWaits ? toMs(unreadLife) : 0);
    watch(message.endsMs);
}

bool Life::receive(const ContactId& contact, const wire::Content& content, store::MessageRecord& message) {
    auto& context = m_parts.context;
    const auto record = store::Lives(context.database).find(contact);
    if (!record || record->theirs.from == store::LifeFrom::Never) {
        return true;
    }
    const auto& term = record->theirs;
    message.life = term;
    message.lifeWaits = term.from == store::LifeFrom::Read;
    const auto life = message.lifeWaits ? toMs(unreadLife) : term.ms;
    const auto sent = toUnixMs(content.time) - record->theirClockAheadMs.value_or(0);
    const auto left = life - std::max(toUnixMs(m_clock.network()) - sent, std::int64_t{0});
    if (left > 0) {
        message.endsMs = context.nowMs() + left;
        watch(message.endsMs);
        return true;
    }
    store::MessageRecord absent;
    absent.id = message.id;
    absent.contact = message.contact;
    absent.state = store::MessageState::Received;
    store::Messages messages(context.database);
    if (messages.add(absent)) {
        messages.remove(absent.contact, absent.id);
    }
    return false;
}

void Life::readHere(const ContactId& contact, AfterCommit& after) {
    began(contact, store::Lives(m_parts.context.database).beginUnread(contact, m_parts.context.nowMs()), after);
}

void Life::readThere(const ContactId& contact, const MessageId& last, AfterCommit& after) {
    began(contact, store::Lives(m_parts.context.database).beginReadUpTo(contact, last, m_parts.context.nowMs()), after);
}

void Life::arrived(const ContactId& contact, const MessageId& message, bool atHub, AfterCommit& after) {
    auto& database = m_parts.context.database;
    const auto record = store::Lives(database).find(contact);
    if (!record || record->theyTellRead || (atHub && store::Contacts(database).rules(contact).givesReceipts)) {
        return;
    }
    const auto conversation = m_parts.group.conversation(contact);
    if (store::Lives(database).begin(conversation, message, m_parts.context.nowMs())) {
        began(conversation, {message}, after);
    }
}

void Life::began(const ContactId& contact, const std::vector<MessageId>& messages, AfterCommit& after) {
    if (messages.empty()) {
        return;
    }
    look();
    m_parts.secret.active();
    after.emplace_back([this, contact, messages] {
        for (const auto& message : messages) {
            m_parts.context.messageChanged(contact, message);
        }
    });
}

// ---- time

void Life::watch(std::int64_t endsMs) {
    m_firstEnd = std::min(m_firstEnd, fromUnixMs(endsMs));
    m_clock.keep();
    m_parts.secret.active();
}

void Life::look() {
    const auto first = store::Lives(m_parts.context.database).firstEndMs();
    m_firstEnd = first ? fromUnixMs(*first) : never;
}

void Life::shift(Duration by) {
    auto& context = m_parts.context;
    if (by == Duration{}) {
        return;
    }
    store::Transaction transaction(context.database);
    store::Lives(context.database).shift(toMs(by), m_lastRow);
    m_parts.secret.shift(by);
    m_clock.keep(true);
    (void)context.commit(transaction);  // a disk that takes nothing now: found again at the next start
    look();
}

void Life::start() {
    m_lastRow = store::Lives(m_parts.context.database).lastRow();
    shift(m_clock.start());
    look();
}

void Life::hubTold(Instant network) {
    // What came since the program started was timed by a clock that stood right.
    shift(m_clock.hubTold(network));
    m_lastRow = store::Lives(m_parts.context.database).lastRow();
    m_parts.secret.networkTold();
}

void Life::leave() {
    if (m_firstEnd != never || m_parts.secret.is()) {
        m_clock.keep(true);
    }
}

void Life::tick() {
    auto& context = m_parts.context;
    if (m_firstEnd == never) {
        return;
    }
    if (m_firstEnd > context.now) {
        return m_clock.keep();
    }
    AfterCommit after;
    std::map<ContactId, std::vector<MessageId>> touched;
    store::Transaction transaction(context.database);
    const auto due = store::Lives(context.database).due(context.nowMs(), portion);
    for (const auto& message : due) {
        // It ends at both sides: there is nobody for whom it should still go out.
        m_parts.outgoing.withdraw(message, after);
        touched[message.contact].push_back(message.id);
    }
    for (const auto& [contact, messages] : touched) {
        m_parts.erasing.eraseMessages(contact, messages, after);
    }
    if (!context.commit(transaction)) {
        m_firstEnd = context.now + diskPatience;
        return;
    }
    m_parts.erasing.erased();
    for (const auto& what : after) {
        what();
    }
    for (const auto& message : due) {
        context.emit(MessageRemoved{message.id, message.contact});
        context.messageChanged(message.contact, message.id);
    }
    for (const auto& [contact, messages] : touched) {
        context.contactChanged(contact);
        m_parts.group.wake(contact);
    }
    look();
}

}  // namespace nightjar::engine
