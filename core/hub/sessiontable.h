// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "hub/addresstable.h"
#include "hub/limits.h"
#include "hub/session.h"

namespace nightjar::hub {

/// All sessions: found by channel id, by the client's key and by their next deadline, never more than the limits allow.
class SessionTable {
public:
    SessionTable(const Limits& limits, AddressTable& addresses, RandomSource& random);

    /// Room for a session of this address? Takes the place of the oldest half-open one when there are too many:
    /// that one is returned in `evicted` for the caller to remove.
    [[nodiscard]] bool hasRoom(const Endpoint& from, Session*& evicted);
    /// A channel id that no session has.
    [[nodiscard]] wire::ChannelId freeId();
    Session& add(std::unique_ptr<Session> session, const Endpoint& from);
    [[nodiscard]] Session* find(const wire::ChannelId& id);
    /// The client has spoken: the older session with the same key, if there is one, for the caller to remove.
    [[nodiscard]] Session* prove(Session& session);
    void move(Session& session, const Endpoint& to);
    void remove(Session& session);

    /// Marks the session for takeTouched().
    void touch(Session& session);
    /// The sessions that were touched since, each once.
    [[nodiscard]] std::vector<Session*> takeTouched();
    void schedule(Session& session, Instant deadline);

    /// Counts what the session holds in memory now.
    void account(Session& session);
    [[nodiscard]] std::size_t held() const { return m_held; }
    /// The session that holds most.
    [[nodiscard]] Session* heaviest();

    /// A session whose deadline has come.
    [[nodiscard]] Session* due(Instant now);
    [[nodiscard]] Instant nextDeadline() const;

    [[nodiscard]] std::size_t size() const { return m_sessions.size(); }
    [[nodiscard]] std::size_t halfOpen() const { return m_halfOpen; }
    [[nodiscard]] std::vector<Session*> all();

private:
    [[nodiscard]] Session* oldestHalfOpen();

    const Limits& m_limits;
    AddressTable& m_addresses;
    RandomSource& m_random;
    std::unordered_map<wire::ChannelId, std::unique_ptr<Session>> m_sessions;
    /// A client chooses its key, so no hash table: nobody must be able to make it slow.
    std::map<crypto::PublicKey, Session*> m_byKey;
    std::set<std::pair<Instant, wire::ChannelId>> m_deadlines;
    std::deque<wire::ChannelId> m_arrivals;  ///< half-open ones in their order, among others
    std::size_t m_halfOpen = 0;
    std::size_t m_held = 0;
    std::vector<wire::ChannelId> m_touched;
};

}  // namespace nightjar::hub
