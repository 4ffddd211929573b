// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/database.h"

namespace nightjar::store {

/// Stored as numbers: append only.
enum class ContactState : std::uint8_t {
    Pending,  ///< we accepted their invitation and have not heard from them
    Active,
    Gone,       ///< they removed us
    Requested,  ///< they came through our public address and wait for our answer
};

/// One end of a queue and the secret that gives the right to use it.
struct QueueEnd {
    std::string hub;  ///< nightjar-hub://HOST:PORT/KEY
    QueueId id;
    SecretBytes secret;
};

struct ContactRecord {
    ContactId id;
    std::string name;       ///< as they call themselves
    std::string localName;  ///< as we call them; empty: use `name`
    std::int64_t createdMs = 0;
    ContactState state = ContactState::Pending;
    SecretBytes ownSecret;  ///< our key pair that only this contact knows
    Bytes ownPublic;
    Bytes peerPublic;
    std::optional<QueueEnd> receive;  ///< ours: they put, we fetch
    std::optional<QueueEnd> send;     ///< theirs
    std::uint64_t nextOutSeq = 1;     ///< number of the next content we send
    std::uint64_t nextInSeq = 1;      ///< number of the content we expect next
    std::int64_t lastReadMs = 0;      ///< when we last looked at the conversation
    std::int64_t mutedUntilMs = 0;    ///< notifications are held back until then; INT64_MAX: for good
    Bytes linkMemory;                 ///< what the link learned about the way to them; opaque here
};

/// What holds between us and a contact.
struct ContactRules {
    bool blocked = false;       ///< we do not listen to them
    bool receipts = true;       ///< we tell that something arrived
    bool read = true;           ///< we tell that it was looked at
    bool typing = true;         ///< we tell that we are writing
    bool givesReceipts = true;  ///< they tell us that something arrived
    bool mayErase = true;       ///< what they ask to be deleted here is deleted
    bool letsErase = true;      ///< what we ask to be deleted there is, as they told
};

/// The people of one identity. The ratchet's state is kept beside the record, because it changes with every message and
/// may be large.
class Contacts {
public:
    explicit Contacts(Database& database) : m_database(database) {}

    void add(const ContactRecord& contact);
    /// Everything but the ratchet. False when there is no such contact.
    bool update(const ContactRecord& contact);
    [[nodiscard]] std::optional<ContactRecord> find(const ContactId& id) const;
    [[nodiscard]] std::optional<ContactRecord> byReceiveQueue(const QueueId& queue) const;
    /// The oldest first.
    [[nodiscard]] std::vector<ContactRecord> all() const;
    [[nodiscard]] std::int64_t count() const;

    [[nodiscard]] std::optional<SecretBytes> ratchet(const ContactId& id) const;
    void setRatchet(const ContactId& id, ByteView state);
    void setState(const ContactId& id, ContactState state);
    void setLocalName(const ContactId& id, std::string_view name);
    void setNextOutSeq(const ContactId& id, std::uint64_t seq);
    void setNextInSeq(const ContactId& id, std::uint64_t seq);
    void setLinkMemory(const ContactId& id, ByteView memory);
    /// No direct packets to or from them.
    void setRelayOnly(const ContactId& id, bool relayOnly);
    [[nodiscard]] bool isRelayOnly(const ContactId& id) const;
    /// Of nobody: as of a new contact.
    [[nodiscard]] ContactRules rules(const ContactId& id) const;
    void setBlocked(const ContactId& id, bool blocked);
    void setTold(const ContactId& id, bool receipts, bool read, bool typing);
    void setMayErase(const ContactId& id, bool mayErase);
    /// The public address that we came to them by; empty: none.
    void setAddress(const ContactId& id, std::string_view link);
    [[nodiscard]] std::string address(const ContactId& id) const;
    /// What they said under this number of their order. False when a later word of theirs stands.
    bool setTheirRules(const ContactId& id, bool givesReceipts, bool letsErase, std::uint64_t seq);

    /// The contact with its ratchet, messages (search index included), outbox and held content. Its queues at the hub
    /// are the caller's to bury (DeadQueues). Call Database::truncateWal() after the commit.
    bool remove(const ContactId& id);

private:
    Database& m_database;
};

}  // namespace nightjar::store
