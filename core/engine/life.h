// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/lifeclock.h"
#include "store/lives.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// The text of a Notice: how long messages live from here on is another; its `life` says how long.
inline constexpr std::string_view noticeLifeChanged = "life-changed";

/// Messages that delete themselves on both sides (docs/protocol.md section 15). The rule of a message is what its
/// sender had said last, in the sender's order, so that both sides agree on it; each removes its copy by its own clock.
class Life {
public:
    explicit Life(Parts& parts);

    void set(const SetLife& command);

    /// Before an own message gets its number: tells them what holds from here on, unless they know. A transaction of
    /// its own.
    void announce(const ContactId& contact);

    // In the transaction under way.

    /// A message or call of ours that is about to be stored.
    void give(store::MessageRecord& message);
    /// One of theirs, by this session. False when its life is over already: then it is known as deleted, and there is
    /// nothing to store.
    [[nodiscard]] bool receive(const ContactId& contact, const wire::Content& content, store::MessageRecord& message);
    /// LIFE of the other side. `quietly`: nobody listens to them, but the count of their messages goes on.
    void heard(const ContactId& contact, const wire::Content& content, AfterCommit& after, bool quietly = false);
    /// What is unread is about to be read.
    void readHere(const ContactId& contact, AfterCommit& after);
    /// They have read up to here.
    void readThere(const ContactId& contact, const MessageId& last, AfterCommit& after);
    /// A message of ours is at their hub, or with them.
    void arrived(const ContactId& contact, const MessageId& message, bool atHub, AfterCommit& after);
    /// A rule that both sides know without LIFE.
    void agree(const ContactId& contact, const LifeRule& rule);

    /// We tell, or do not tell any more, when we read.
    void privacyChanged();
    /// What the home hub says the time is.
    void hubTold(Instant network);
    [[nodiscard]] const LifeClock& clock() const { return m_clock; }

    /// There is something that has an end: what time it is must be remembered.
    void keepClock() { m_clock.keep(); }

    void start();
    /// The program ends.
    void leave();
    void tick();
    [[nodiscard]] Instant nextDeadline() const { return m_firstEnd; }

private:
    /// What they were told last.
    struct Said {
        std::uint32_t turn = 0;
        store::LifeTerm term;
        bool tellsRead = true;
        Duration behind{};  ///< of our clock

        [[nodiscard]] Bytes encode() const;
        [[nodiscard]] static Said decode(ByteView bytes);
    };
    /// What they would be told now.
    [[nodiscard]] Said present(const ContactId& contact, const store::LifeRecord& record) const;
    /// Posts LIFE and notes that; false when that cannot be.
    [[nodiscard]] bool say(const ContactId& contact, store::LifeRecord& record);
    [[nodiscard]] bool tellsRead(const ContactId& contact) const;
    void addNotice(const ContactId& contact, bool mine, const store::LifeTerm& rule, AfterCommit& after);
    void began(const ContactId& contact, const std::vector<MessageId>& messages, AfterCommit& after);
    /// Something has this end.
    void watch(std::int64_t endsMs);
    void look();
    void shift(Duration by);

    Parts& m_parts;
    LifeClock m_clock;
    Instant m_firstEnd = never;
    std::int64_t m_lastRow = 0;  ///< messages up to here were timed before the clock was looked at last
};

}  // namespace nightjar::engine
