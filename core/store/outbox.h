// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Stored as numbers: append only.
enum class OutboxState : std::uint8_t {
    Waiting,  ///< to be handed to the peer or their hub
    AtHub,    ///< the hub has it on its disk; a receipt of the peer ends it
};

/// A sealed envelope on its way to a contact. Its bytes never change, so sending it twice is harmless; only when both
/// sides agreed on fresh keys it is sealed anew, and then it is another envelope.
struct OutboxRecord {
    EnvelopeId id;
    ContactId contact;
    std::optional<MessageId> message;  ///< whose state it carries
    std::uint8_t kind = 0;             ///< what is inside; the numbers are the caller's
    std::int64_t createdMs = 0;
    OutboxState state = OutboxState::Waiting;
    std::int64_t seq = 0;      ///< number of the ordered content inside; 0: none, -1: not known
    std::int64_t againMs = 0;  ///< of AtHub: when the hub may have forgotten it, so that it waits again
    Bytes bytes;               ///< empty: to be sealed when its turn comes, under the keys that hold then
    std::int64_t row = 0;      ///< its place in the order of creation; add() gives it
    Bytes content;             ///< what is inside, so that it can be sealed again; empty when it cannot
};

/// What was promised to be delivered. Per contact in the order of creation.
class Outbox {
public:
    explicit Outbox(Database& database) : m_database(database) {}

    /// False when an envelope of that id is there already.
    bool add(const OutboxRecord& entry);
    [[nodiscard]] std::optional<OutboxRecord> find(const EnvelopeId& id) const;
    /// Those of one contact that nobody but us has yet and that came after this row, oldest first. Costs what it
    /// returns, however many there are.
    [[nodiscard]] std::vector<OutboxRecord> waiting(const ContactId& contact, std::int64_t after,
                                                    std::size_t limit) const;
    /// All of one contact, oldest first.
    [[nodiscard]] std::vector<OutboxRecord> forContact(const ContactId& contact, std::size_t limit) const;
    /// Messages made before then that nobody but us has, the oldest first.
    [[nodiscard]] std::vector<OutboxRecord> waitingSince(std::int64_t createdBeforeMs, std::size_t limit) const;
    [[nodiscard]] std::int64_t count() const;
    /// Those that nobody but us has yet.
    [[nodiscard]] std::int64_t countWaiting() const;
    [[nodiscard]] std::int64_t countFor(const ContactId& contact) const;

    [[nodiscard]] bool has(const ContactId& contact, std::uint8_t kind) const;
    /// The lowest order number of this contact from `from` on; nothing when there is none.
    [[nodiscard]] std::optional<std::int64_t> lowestSeq(const ContactId& contact, std::int64_t from) const;
    /// Whether there are envelopes whose order number is not known: written by an earlier version.
    [[nodiscard]] bool hasUnknownSeq(const ContactId& contact) const;
    /// Lets wait again what the hub has of these.
    void takeBack(const ContactId& contact, std::int64_t fromSeq, std::int64_t endSeq);

    /// The hub has it. It waits again from `againMs` on if no receipt ended it by then.
    void setAtHub(const EnvelopeId& id, std::int64_t againMs);
    /// Lets wait again what the hub may have forgotten; whose it is.
    std::vector<ContactId> takeBack(std::int64_t nowMs);
    /// When takeBack() has something to do next.
    [[nodiscard]] std::optional<std::int64_t> nextAgainMs() const;
    /// Delivered, or given up. True when it was there.
    bool remove(const EnvelopeId& id);

    /// What is inside the envelopes of one contact, as far as that is kept, oldest first.
    struct Inside {
        std::int64_t row = 0;
        bool sealed = false;
        Bytes content;
    };
    [[nodiscard]] std::vector<Inside> withContent(const ContactId& contact) const;
    /// What is inside is forgotten; a sealed one can then no more be sealed again. One that is not sealed yet becomes
    /// another content under the same number, so that the order has no gap.
    void redact(std::int64_t row);
    void replace(std::int64_t row, std::uint8_t kind, ByteView content);

    // ---- after fresh keys

    /// Goes out before everything else of its contact.
    bool addFirst(const OutboxRecord& entry);
    /// Takes the seals off: whatever can be sealed again waits for that, under ids that nobody knows.
    void unseal(const ContactId& contact, RandomSource& random);
    [[nodiscard]] bool hasUnsealed(const ContactId& contact) const;
    /// Those to be sealed that have an order number and came after this row, oldest first.
    [[nodiscard]] std::vector<OutboxRecord> unsealedOrdered(const ContactId& contact, std::int64_t after,
                                                            std::size_t limit) const;
    void renumber(std::int64_t row, std::int64_t seq, ByteView content);
    void setSealed(std::int64_t row, const EnvelopeId& id, ByteView bytes);
    void removeKind(const ContactId& contact, std::uint8_t kind);

    // ---- after the life of a message

    /// Those that carry the state of this message.
    [[nodiscard]] std::vector<OutboxRecord> forMessage(const ContactId& contact, const MessageId& message) const;
    /// All of one contact and kind, oldest first.
    [[nodiscard]] std::vector<OutboxRecord> ofKind(const ContactId& contact, std::uint8_t kind) const;
    /// Something else takes the place of what is inside. What nobody but us has is sealed anew, under this id.
    void replace(const OutboxRecord& entry, std::uint8_t kind, ByteView content, const EnvelopeId& id);

private:
    Database& m_database;
};

/// Envelopes that ended when the hub took them, because nobody answers them: the ids of the latest, so that we know our
/// own when the other side says that it could not open them.
class SentNotes {
public:
    explicit SentNotes(Database& database) : m_database(database) {}

    void add(const ContactId& contact, const EnvelopeId& envelope);
    [[nodiscard]] bool has(const ContactId& contact, const EnvelopeId& envelope) const;
    void forget(const ContactId& contact);

private:
    Database& m_database;
};

}  // namespace nightjar::store
