// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "hub/sessiontable.h"

#include <algorithm>

namespace nightjar::hub {

SessionTable::SessionTable(const Limits& limits, AddressTable& addresses, RandomSource& random)
    : m_limits(limits), m_addresses(addresses), m_random(random) {
}

bool SessionTable::hasRoom(const Endpoint& from, Session*& evicted) {
    evicted = nullptr;
    if (!from.isLoopback() && m_addresses.slotOf(from).sessions >= m_limits.sessionsPerAddress) {
        return false;
    }
    if (m_sessions.size() < m_limits.sessions && m_halfOpen < m_limits.halfOpen) {
        return true;
    }
    evicted = oldestHalfOpen();
    return evicted != nullptr;
}

Session* SessionTable::oldestHalfOpen() {
    while (!m_arrivals.empty()) {
        auto* const session = find(m_arrivals.front());
        if (session != nullptr && !session->proven) {
            return session;
        }
        m_arrivals.pop_front();
    }
    return nullptr;
}

wire::ChannelId SessionTable::freeId() {
    // The limit on sessions is far below 2^24, so this ends soon.
    for (;;) {
        const auto id = wire::ChannelId::draw(m_random);
        if (!m_sessions.contains(id)) {
            return id;
        }
    }
}

Session& SessionTable::add(std::unique_ptr<Session> session, const Endpoint& from) {
    const auto id = session->channel.localId();
    session->address = from;
    ++m_addresses.slotOf(from).sessions;
    ++m_halfOpen;
    (void)oldestHalfOpen();  // drops what is not half-open any more from the front
    m_arrivals.push_back(id);
    return *(m_sessions[id] = std::move(session));
}

Session* SessionTable::find(const wire::ChannelId& id) {
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

Session* SessionTable::prove(Session& session) {
    session.proven = true;
    --m_halfOpen;
    auto& newest = m_byKey[session.clientKey];
    return std::exchange(newest, &session);
}

void SessionTable::move(Session& session, const Endpoint& to) {
    if (session.address == to) {
        return;
    }
    --m_addresses.slotOf(session.address).sessions;
    ++m_addresses.slotOf(to).sessions;
    session.address = to;
}

void SessionTable::remove(Session& session) {
    --m_addresses.slotOf(session.address).sessions;
    if (!session.proven) {
        --m_halfOpen;
    } else if (const auto found = m_byKey.find(session.clientKey);
               found != m_byKey.end() && found->second == &session) {
        m_byKey.erase(found);
    }
    m_held -= session.held;
    schedule(session, never);
    m_sessions.erase(wire::ChannelId(session.channel.localId()));
}

void SessionTable::touch(Session& session) {
    if (!session.touched) {
        session.touched = true;
        m_touched.push_back(session.channel.localId());
    }
}

std::vector<Session*> SessionTable::takeTouched() {
    std::vector<Session*> out;
    for (const auto& id : std::exchange(m_touched, {})) {
        if (auto* const session = find(id); session != nullptr && session->touched) {
            session->touched = false;
            out.push_back(session);
        }
    }
    return out;
}

void SessionTable::schedule(Session& session, Instant deadline) {
    if (session.deadline == deadline) {
        return;
    }
    const auto& id = session.channel.localId();
    if (session.deadline != never) {
        m_deadlines.erase({session.deadline, id});
    }
    if (deadline != never) {
        m_deadlines.insert({deadline, id});
    }
    session.deadline = deadline;
}

void SessionTable::account(Session& session) {
    const auto held = session.channel.bytesIncomplete() + session.channel.bytesPending();
    m_held = m_held - session.held + held;
    session.held = held;
}

Session* SessionTable::heaviest() {
    const auto lighter = [](const auto& a, const auto& b) { return a.second->held < b.second->held; };
    const auto found = std::max_element(m_sessions.begin(), m_sessions.end(), lighter);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

Session* SessionTable::due(Instant now) {
    return !m_deadlines.empty() && m_deadlines.begin()->first <= now ? find(m_deadlines.begin()->second) : nullptr;
}

Instant SessionTable::nextDeadline() const {
    return m_deadlines.empty() ? never : m_deadlines.begin()->first;
}

std::vector<Session*> SessionTable::all() {
    std::vector<Session*> out;
    for (const auto& [id, session] : m_sessions) {
        out.push_back(session.get());
    }
    return out;
}

}  // namespace nightjar::hub
