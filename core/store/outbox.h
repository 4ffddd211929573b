// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Stored as numbers: append only.
enum class OutboxState : std::uint8_t {
    Waiting,  ///< to be handed to the peer or their hub
    AtHub,    ///< the hub has it on its disk; a receipt of the peer ends it
    Refused,  ///< the hub will not take it now (mailbox full); retried slowly
};

/// A sealed envelope on its way to a contact. Its bytes never change, so sending it twice is harmless.
struct OutboxRecord {
    EnvelopeId id;
    ContactId contact;
    std::optional<MessageId> message;  ///< whose state it carries
    std::uint8_t kind = 0;             ///< what is inside; the numbers are the caller's
    Bytes bytes;
    std::int64_t createdMs = 0;
    std::uint32_t attempts = 0;
    std::int64_t nextAttemptMs = 0;
    OutboxState state = OutboxState::Waiting;
};

/// What was promised to be delivered. Per contact in the order of creation.
class Outbox {
public:
    explicit Outbox(Database& database) : m_database(database) {}

    /// False when an envelope of that id is there already.
    bool add(const OutboxRecord& entry);
    [[nodiscard]] std::optional<OutboxRecord> find(const EnvelopeId& id) const;
    /// Entries that are not at the hub and whose time has come, oldest first.
    [[nodiscard]] std::vector<OutboxRecord> due(std::int64_t nowMs, std::size_t limit) const;
    /// All of one contact, oldest first.
    [[nodiscard]] std::vector<OutboxRecord> forContact(const ContactId& contact, std::size_t limit) const;
    /// When the next entry that is not at the hub becomes due.
    [[nodiscard]] std::optional<std::int64_t> nextDueMs() const;
    [[nodiscard]] std::int64_t count() const;
    /// Those that nobody but us has yet.
    [[nodiscard]] std::int64_t countUnsent() const;
    [[nodiscard]] std::int64_t countFor(const ContactId& contact) const;

    void reschedule(const EnvelopeId& id, std::uint32_t attempts, std::int64_t nextAttemptMs);
    void setState(const EnvelopeId& id, OutboxState state);
    /// A path to the contact opened: everything of theirs that is not at the hub is due now.
    void wake(const ContactId& contact, std::int64_t nowMs);
    /// Delivered, or given up. True when it was there.
    bool remove(const EnvelopeId& id);
    void removeForMessage(const ContactId& contact, const MessageId& message);

private:
    Database& m_database;
};

}  // namespace nightjar::store
