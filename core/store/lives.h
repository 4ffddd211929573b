// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/messages.h"

namespace nightjar::store {

/// What two sides agreed about how long the messages of their conversation live.
struct LifeRecord {
    std::uint32_t turn = 0;  ///< how often the rule was changed, by whoever
    LifeTerm rule;           ///< as it is now
    Bytes said;              ///< what we told them last, as the caller encodes it; our messages follow that
    LifeTerm theirs;         ///< what their messages follow
    bool theyTellRead = true;
    std::optional<std::int64_t> theirClockAheadMs;  ///< by how much their clock is wrong, if they told
};

/// Rules of conversations, and messages that have an end. Moments are by this device's clock.
class Lives {
public:
    explicit Lives(Database& database) : m_database(database) {}

    [[nodiscard]] std::optional<LifeRecord> find(const ContactId& contact) const;
    void set(const ContactId& contact, const LifeRecord& record);

    /// Messages whose end has come, the earliest first.
    [[nodiscard]] std::vector<MessageRecord> due(std::int64_t nowMs, std::size_t limit) const;
    /// The first end of all; nothing while no message has one. Costs the same however many there are.
    [[nodiscard]] std::optional<std::int64_t> firstEndMs() const;
    [[nodiscard]] std::optional<std::int64_t> lastEndMs() const;
    /// The life of these begins now, where it waits for that: what we have not read yet …
    std::vector<MessageId> beginUnread(const ContactId& contact, std::int64_t nowMs);
    /// … what they have read of ours, up to this one …
    std::vector<MessageId> beginReadUpTo(const ContactId& contact, const MessageId& last, std::int64_t nowMs);
    /// … or this one of ours.
    bool begin(const ContactId& contact, const MessageId& message, std::int64_t nowMs);
    /// The clock was set by so much: the ends of the messages up to this row move with it.
    void shift(std::int64_t byMs, std::int64_t lastRow);
    /// Of the newest message.
    [[nodiscard]] std::int64_t lastRow() const;

private:
    std::vector<MessageId> begin(const std::vector<MessageId>& ids, const ContactId& contact, std::int64_t nowMs);

    Database& m_database;
};

}  // namespace nightjar::store
