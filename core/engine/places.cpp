// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/places.h"

#include <algorithm>

#include "engine/parts.h"
#include "engine/smallmessages.h"
#include "store/outbox.h"

namespace nightjar::engine {

namespace {

static_assert(maxPlaceLabelBytes == wire::maxPlaceLabelBytes &&
              shortestLive == std::chrono::seconds(wire::minLiveSeconds) &&
              longestLive == std::chrono::seconds(wire::maxLiveSeconds));

}  // namespace

// ---- commands

void Places::send(const SendLocation& command) {
    auto& context = m_parts.context;
    const bool once = command.live == Duration::zero();
    const bool whole = command.live % 1s == Duration::zero();
    if (!command.point.isValid() || command.label.size() > maxPlaceLabelBytes || !isUtf8(asBytes(command.label)) ||
        (!once && (command.live < shortestLive || command.live > longestLive || !whole))) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    AfterCommit after;
    store::PlaceRecord place;
    place.contact = command.contact;
    place.mine = true;
    place.point = command.point;
    place.measuredMs = context.nowMs();
    place.untilMs = once ? 0 : toUnixMs(context.now + command.live);
    place.ended = once;
    const auto seconds = static_cast<std::uint32_t>(command.live / 1s);
    const auto sent = sendSmall(
        m_parts, command.request, command.contact, {store::MessageKind::Location, command.label},
        [&](const MessageId& onWire) {
            return wire::LocationContent{onWire, command.point, seconds, command.label};
        },
        [&](const MessageId& id) {
            for (auto& earlier : store::Places(context.database).live()) {
                if (!once && earlier.mine && earlier.contact == command.contact) {
                    end(std::move(earlier), true, after);
                }
            }
            place.message = id;
            store::Places(context.database).add(place);
        });
    if (!sent) {
        return;
    }
    for (const auto& what : after) {
        what();
    }
    if (!once) {
        for (const auto& session : m_parts.group.sessions(command.contact)) {
            m_told[{session, *sent}] = {command.point, context.now};
        }
    }
    look();
}

void Places::move(const MoveLocation& command) {
    auto& context = m_parts.context;
    if (!command.point.isValid()) {
        return context.fail(command.request, ErrorCode::BadArgument);
    }
    m_here = {command.point, context.now};
    context.done(command.request);
}

void Places::stop(const StopLocation& command) {
    auto& context = m_parts.context;
    const auto place = store::Places(context.database).find(command.contact, command.message);
    if (!place || !place->mine) {
        return context.fail(command.request, ErrorCode::UnknownMessage);
    }
    if (!place->ended) {
        AfterCommit after;
        store::Transaction transaction(context.database);
        end(*place, true, after);
        if (!context.commit(transaction, command.request)) {
            return;
        }
        for (const auto& what : after) {
            what();
        }
        look();
    }
    context.done(command.request);
}

void Places::list(const ListLive& command) {
    auto& context = m_parts.context;
    MessagesAnswer answer{command.request, {}, false};
    for (const auto& place : inSight()) {
        const auto message = store::Messages(context.database).find(place.contact, place.message);
        if (place.mine && message) {
            answer.messages.push_back(toMessage(context.database, *message));
        }
    }
    context.emit(std::move(answer));
}

void Places::end(store::PlaceRecord place, bool tell, AfterCommit& after) {
    auto& context = m_parts.context;
    place.ended = true;
    ++place.turn;
    store::Places(context.database).update(place);
    if (tell) {
        (void)m_parts.group.post(place.contact, wire::MovedContent{place.message, place.turn, true, place.point});
    }
    after.emplace_back([this, contact = place.contact, message = place.message] {
        std::erase_if(m_told, [&](const auto& told) { return told.first.second == message; });
        m_parts.context.messageChanged(contact, message);
        m_parts.group.wake(contact);
    });
}

// ---- of others

void Places::arrived(const ContactId& contact, const wire::Content& content, const wire::LocationContent& location,
                     AfterCommit& after) {
    takeSmall(m_parts, contact, content, location.message, {store::MessageKind::Location, location.label}, after,
              [&](const ContactId& conversation, const MessageId& id) {
                  store::PlaceRecord place;
                  place.contact = conversation;
                  place.message = id;
                  place.point = location.point;
                  place.measuredMs = toUnixMs(content.time);
                  const auto live = std::chrono::seconds(location.liveSeconds);
                  place.untilMs = location.liveSeconds == 0 ? 0 : toUnixMs(content.time + live);
                  place.ended = content.time + live <= m_parts.context.now;
                  store::Places(m_parts.context.database).add(place);
              });
    after.emplace_back([this] { look(); });
}

void Places::movedArrived(const ContactId& contact, const wire::Content& content, const wire::MovedContent& moved,
                          AfterCommit& after) {
    store::Places places(m_parts.context.database);
    const auto conversation = m_parts.group.conversation(contact);
    const auto& id = moved.message;
    const auto message = store::Messages(m_parts.context.database).find(conversation, id);
    auto place = message && m_parts.group.wrote(contact, *message) ? places.find(conversation, id) : std::nullopt;
    // What was live keeps the place that was told last, also when that comes after its end.
    if (!place || place->untilMs == 0 || moved.turn <= place->turn || toUnixMs(content.time) > place->untilMs) {
        return;
    }
    place->turn = moved.turn;
    place->point = moved.point;
    place->measuredMs = moved.ended ? place->measuredMs : toUnixMs(content.time);
    place->ended = place->ended || moved.ended;
    places.update(*place);
    after.emplace_back([this, conversation, id = id] {
        m_parts.context.messageChanged(conversation, id);
        look();
    });
}

// ---- time

void Places::start() {
    look();
}

/// Those that still move. Of a conversation that was deleted some are here until it is emptied.
std::vector<store::PlaceRecord> Places::inSight() const {
    auto live = store::Places(m_parts.context.database).live();
    std::erase_if(live, [this](const store::PlaceRecord& place) {
        return !store::Messages(m_parts.context.database).find(place.contact, place.message);
    });
    return live;
}

/// Finds out what there is to be watched.
void Places::look() {
    auto& context = m_parts.context;
    const auto live = inSight();
    m_any = !live.empty();
    m_endsAt = m_any ? fromUnixMs(live.front().untilMs) : never;
    const bool wanted = std::any_of(live.begin(), live.end(), [](const auto& place) { return place.mine; });
    if (wanted != m_wanted) {
        m_wanted = wanted;
        m_here = wanted ? m_here : std::nullopt;
        context.emit(PositionWanted{wanted});
    }
}

void Places::tick() {
    auto& context = m_parts.context;
    if (!m_any) {
        return;
    }
    m_dueAt = never;
    if (m_endsAt <= context.now) {
        AfterCommit after;
        store::Transaction transaction(context.database);
        for (auto& place : store::Places(context.database).live()) {
            if (fromUnixMs(place.untilMs) <= context.now) {
                end(std::move(place), false, after);
            }
        }
        if (!context.commit(transaction, std::move(after))) {
            m_endsAt = context.now + diskPatience;
            return;
        }
        look();
    }
    if (m_wanted && m_here && !m_parts.meter.isSpent()) {
        for (const auto& place : inSight()) {
            if (place.mine) {
                pump(place);
            }
        }
    }
}

/// Whether what is said now goes out now: said later, it would be older than what is known then.
bool Places::mayTell(const ContactId& session) const {
    const store::Outbox outbox(m_parts.context.database);
    const auto contact = store::Contacts(m_parts.context.database).find(session);
    const bool way =
        m_parts.links.isUp(session) || (contact && contact->send && m_parts.hubs.isOnline(contact->send->hub));
    return way && !outbox.has(session, wire::LocationContent::type) && !outbox.has(session, wire::MovedContent::type);
}

void Places::pump(const store::PlaceRecord& place) {
    auto& context = m_parts.context;
    std::vector<ContactId> due;
    for (const auto& session : m_parts.group.sessions(place.contact)) {
        const auto told =
            m_told.try_emplace({session, place.message}, Position{place.point, fromUnixMs(place.measuredMs)});
        const auto& [point, at] = told.first->second;
        if (point.metresTo(m_here->point) < leastMove) {
            continue;
        }
        const bool receipts = store::Contacts(context.database).rules(session).givesReceipts;
        const auto next = at + (receipts ? leastInterval : blindInterval);
        if (next > context.now) {
            m_dueAt = std::min(m_dueAt, next);
        } else if (mayTell(session)) {
            due.push_back(session);
        }
    }
    if (due.empty()) {
        return;
    }
    auto moved = place;
    ++moved.turn;
    moved.point = m_here->point;
    moved.measuredMs = toUnixMs(m_here->at);
    store::Transaction transaction(context.database);
    store::Places(context.database).update(moved);
    for (const auto& session : due) {
        (void)m_parts.outgoing.post(session, wire::MovedContent{place.message, moved.turn, false, moved.point}, {},
                                    m_here->at);
    }
    if (!context.commit(transaction)) {
        m_dueAt = context.now + diskPatience;
        return;
    }
    for (const auto& session : due) {
        m_told[{session, place.message}] = {moved.point, context.now};
        m_parts.outgoing.wake(session);
    }
    context.messageChanged(place.contact, place.message);
}

Instant Places::nextDeadline() const {
    return std::min(m_endsAt, m_dueAt);
}

}  // namespace nightjar::engine
