// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <map>

#include "engine/context.h"
#include "store/places.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Places, and those that move for a while (docs/protocol.md section 19).
///
/// A live place of ours is, towards one session:
///   still    they know where we are, as far as that matters
///   waiting  we have moved, and it is too soon, or there is no way, or what was said last has not arrived
///   told     MOVED is on its way; nothing follows it until it has arrived, so that only the newest place waits
class Places {
public:
    /// Not more often than this, which costs a GPRS link a hundredth of what it carries …
    static constexpr Duration leastInterval = 30s;
    /// … to those of whom we never hear that it arrived.
    static constexpr Duration blindInterval = 5min;
    /// Not for less than this, in metres.
    static constexpr double leastMove = 50;

    explicit Places(Parts& parts) : m_parts(parts) {}

    void send(const SendLocation& command);
    void move(const MoveLocation& command);
    void stop(const StopLocation& command);
    void list(const ListLive& command);

    void arrived(const ContactId& contact, const wire::Content& content, const wire::LocationContent& location,
                 AfterCommit& after);
    void movedArrived(const ContactId& contact, const wire::Content& content, const wire::MovedContent& moved,
                      AfterCommit& after);

    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const;

private:
    struct Position {
        GeoPoint point;
        Instant at;
    };
    /// In the transaction under way. `tell`: the other side does not know it.
    void end(store::PlaceRecord place, bool tell, AfterCommit& after);
    void pump(const store::PlaceRecord& place);
    [[nodiscard]] bool mayTell(const ContactId& session) const;
    void look();
    [[nodiscard]] std::vector<store::PlaceRecord> inSight() const;

    Parts& m_parts;
    std::optional<Position> m_here;
    /// What each session was told last, of one message.
    std::map<std::pair<ContactId, MessageId>, Position> m_told;
    bool m_any = false;     ///< something of anybody is live
    bool m_wanted = false;  ///< something of ours is
    Instant m_endsAt = never;
    Instant m_dueAt = never;
};

}  // namespace nightjar::engine
