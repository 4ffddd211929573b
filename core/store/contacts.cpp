// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/contacts.h"

#include "store/leaving.h"

namespace nightjar::store {

namespace {

// In the order in which readContact() takes them.
#define NIGHTJAR_CONTACT_COLUMNS                                                                                   \
    "id, name, local_name, created_ms, state, own_secret, own_public, peer_public, receive_hub, receive_queue, "   \
    "receive_secret, send_hub, send_queue, send_secret, next_out_seq, next_in_seq, last_read_ms, muted_until_ms, " \
    "link_memory"

std::optional<QueueEnd> readQueue(const Statement& row, int column) {
    if (row.isNull(column + 1)) {
        return std::nullopt;
    }
    return QueueEnd{row.text(column), row.id<QueueId>(column + 1), row.secret(column + 2)};
}

ContactRecord readContact(const Statement& row) {
    ContactRecord contact;
    contact.id = row.id<ContactId>(0);
    contact.name = row.text(1);
    contact.localName = row.text(2);
    contact.createdMs = row.integer(3);
    contact.state = row.enumeration(4, ContactState::Requested);
    contact.ownSecret = row.secret(5);
    contact.ownPublic = row.bytes(6);
    contact.peerPublic = row.bytes(7);
    contact.receive = readQueue(row, 8);
    contact.send = readQueue(row, 11);
    contact.nextOutSeq = static_cast<std::uint64_t>(row.integer(14));
    contact.nextInSeq = static_cast<std::uint64_t>(row.integer(15));
    contact.lastReadMs = row.integer(16);
    contact.mutedUntilMs = row.integer(17);
    contact.linkMemory = row.bytes(18);
    return contact;
}

/// The three columns of a queue end, each NULL when there is none.
struct QueueColumns {
    std::optional<std::string_view> hub;
    std::optional<QueueId> id;
    std::optional<ByteView> secret;

    explicit QueueColumns(const std::optional<QueueEnd>& end) {
        if (end) {
            hub = end->hub;
            id = end->id;
            secret = end->secret.view();
        }
    }
};

}  // namespace

void Contacts::add(const ContactRecord& contact) {
    const QueueColumns receive(contact.receive);
    const QueueColumns send(contact.send);
    m_database.run("INSERT INTO contacts (" NIGHTJAR_CONTACT_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
                   contact.id, contact.name, contact.localName, contact.createdMs, contact.state, contact.ownSecret,
                   contact.ownPublic, contact.peerPublic, receive.hub, receive.id, receive.secret, send.hub, send.id,
                   send.secret, contact.nextOutSeq, contact.nextInSeq, contact.lastReadMs, contact.mutedUntilMs,
                   contact.linkMemory);
}

bool Contacts::update(const ContactRecord& contact) {
    const QueueColumns receive(contact.receive);
    const QueueColumns send(contact.send);
    m_database.run(
        "UPDATE contacts SET name = ?2, local_name = ?3, created_ms = ?4, state = ?5, own_secret = ?6, "
        "own_public = ?7, peer_public = ?8, receive_hub = ?9, receive_queue = ?10, receive_secret = ?11, "
        "send_hub = ?12, send_queue = ?13, send_secret = ?14, next_out_seq = ?15, next_in_seq = ?16, "
        "last_read_ms = ?17, muted_until_ms = ?18, link_memory = ?19 WHERE id = ?1",
        contact.id, contact.name, contact.localName, contact.createdMs, contact.state, contact.ownSecret,
        contact.ownPublic, contact.peerPublic, receive.hub, receive.id, receive.secret, send.hub, send.id, send.secret,
        contact.nextOutSeq, contact.nextInSeq, contact.lastReadMs, contact.mutedUntilMs, contact.linkMemory);
    return m_database.changes() > 0;
}

std::optional<ContactRecord> Contacts::find(const ContactId& id) const {
    auto row = m_database.query("SELECT " NIGHTJAR_CONTACT_COLUMNS " FROM contacts WHERE id = ?1 AND leaving = 0", id);
    return row.next() ? std::optional(readContact(row)) : std::nullopt;
}

std::optional<ContactRecord> Contacts::byReceiveQueue(const QueueId& queue) const {
    auto row = m_database.query(
        "SELECT " NIGHTJAR_CONTACT_COLUMNS " FROM contacts WHERE receive_queue = ?1 AND leaving = 0", queue);
    return row.next() ? std::optional(readContact(row)) : std::nullopt;
}

std::vector<ContactRecord> Contacts::all() const {
    std::vector<ContactRecord> out;
    auto row = m_database.query("SELECT " NIGHTJAR_CONTACT_COLUMNS " FROM contacts WHERE leaving = 0 ORDER BY row");
    while (row.next()) {
        out.push_back(readContact(row));
    }
    return out;
}

std::int64_t Contacts::count() const {
    auto row = m_database.query("SELECT count(*) FROM contacts WHERE leaving = 0");
    return row.next() ? row.integer(0) : 0;
}

std::optional<SecretBytes> Contacts::ratchet(const ContactId& id) const {
    auto row = m_database.query("SELECT state FROM ratchets WHERE contact = ?1", id);
    return row.next() ? std::optional(row.secret(0)) : std::nullopt;
}

void Contacts::setRatchet(const ContactId& id, ByteView state) {
    m_database.run(
        "INSERT INTO ratchets (contact, state) VALUES (?1, ?2) ON CONFLICT (contact) DO UPDATE SET state = ?2", id,
        state);
}

void Contacts::setState(const ContactId& id, ContactState state) {
    m_database.run("UPDATE contacts SET state = ?2 WHERE id = ?1", id, state);
}

void Contacts::setLocalName(const ContactId& id, std::string_view name) {
    m_database.run("UPDATE contacts SET local_name = ?2 WHERE id = ?1", id, name);
}

void Contacts::setNextOutSeq(const ContactId& id, std::uint64_t seq) {
    m_database.run("UPDATE contacts SET next_out_seq = ?2 WHERE id = ?1", id, seq);
}

void Contacts::setNextInSeq(const ContactId& id, std::uint64_t seq) {
    m_database.run("UPDATE contacts SET next_in_seq = ?2 WHERE id = ?1", id, seq);
}

void Contacts::setLinkMemory(const ContactId& id, ByteView memory) {
    m_database.run("UPDATE contacts SET link_memory = ?2 WHERE id = ?1", id, memory);
}

void Contacts::setRelayOnly(const ContactId& id, bool relayOnly) {
    m_database.run("UPDATE contacts SET relay_only = ?2 WHERE id = ?1", id, relayOnly ? 1 : 0);
}

bool Contacts::isRelayOnly(const ContactId& id) const {
    auto row = m_database.query("SELECT relay_only FROM contacts WHERE id = ?1", id);
    return row.next() && row.integer(0) != 0;
}

ContactRules Contacts::rules(const ContactId& id) const {
    auto row = m_database.query(
        "SELECT blocked, tell_receipts, tell_read, tell_typing, gives_receipts, tell_erase, lets_erase FROM contacts "
        "WHERE id = ?1",
        id);
    if (!row.next()) {
        return {};
    }
    return {row.boolean(0), row.boolean(1), row.boolean(2), row.boolean(3),
            row.boolean(4), row.boolean(5), row.boolean(6)};
}

void Contacts::setBlocked(const ContactId& id, bool blocked) {
    m_database.run("UPDATE contacts SET blocked = ?2 WHERE id = ?1", id, blocked);
}

void Contacts::setTold(const ContactId& id, bool receipts, bool read, bool typing) {
    m_database.run("UPDATE contacts SET tell_receipts = ?2, tell_read = ?3, tell_typing = ?4 WHERE id = ?1", id,
                   receipts, read, typing);
}

void Contacts::setAddress(const ContactId& id, std::string_view link) {
    m_database.run("UPDATE contacts SET address = ?2 WHERE id = ?1", id, link);
}

std::string Contacts::address(const ContactId& id) const {
    auto row = m_database.query("SELECT address FROM contacts WHERE id = ?1", id);
    return row.next() ? row.text(0) : std::string();
}

void Contacts::setMayErase(const ContactId& id, bool mayErase) {
    m_database.run("UPDATE contacts SET tell_erase = ?2 WHERE id = ?1", id, mayErase);
}

bool Contacts::setTheirRules(const ContactId& id, bool givesReceipts, bool letsErase, std::uint64_t seq) {
    m_database.run(
        "UPDATE contacts SET gives_receipts = ?2, lets_erase = ?3, gives_receipts_seq = ?4 "
        "WHERE id = ?1 AND gives_receipts_seq < ?4",
        id, givesReceipts, letsErase, seq);
    return m_database.changes() > 0;
}

bool Contacts::remove(const ContactId& id) {
    Leaving leaving(m_database);
    if (leaving.isLong(id)) {
        return leaving.begin(id);
    }
    m_database.run("DELETE FROM contacts WHERE id = ?1", id);
    return m_database.changes() > 0;
}

#undef NIGHTJAR_CONTACT_COLUMNS

}  // namespace nightjar::store
