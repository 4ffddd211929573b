// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/invitations.h"

namespace nightjar::store {

namespace {

// In the order in which readInvitation() and readAccept() take them.
#define NIGHTJAR_INVITATION_COLUMNS                                                                                  \
    "id, link_key, hub, queue, queue_secret, secrets, created_ms, expires_ms, state, published, contact, requests, " \
    "address, may_erase"
#define NIGHTJAR_ACCEPT_COLUMNS "token, link, name, state, secrets, created_ms, contact, may_erase"

InvitationRecord readInvitation(const Statement& row) {
    InvitationRecord invitation;
    invitation.id = row.id<InvitationId>(0);
    invitation.linkKey = row.secret(1);
    invitation.queue = {row.text(2), row.id<QueueId>(3), row.secret(4)};
    invitation.secrets = row.secret(5);
    invitation.createdMs = row.integer(6);
    invitation.expiresMs = row.integer(7);
    invitation.state = row.enumeration(8, InvitationState::Expired);
    invitation.published = row.boolean(9);
    invitation.contact = row.optionalId<ContactId>(10);
    invitation.requests = row.boolean(11);
    invitation.address = row.optionalId<AddressId>(12);
    invitation.mayErase = row.boolean(13);
    return invitation;
}

AcceptRecord readAccept(const Statement& row) {
    AcceptRecord accept;
    accept.token = row.array<16>(0);
    accept.link = row.text(1);
    accept.name = row.text(2);
    accept.state = row.enumeration(3, AcceptState::Answering);
    accept.secrets = row.secret(4);
    accept.createdMs = row.integer(5);
    accept.contact = row.optionalId<ContactId>(6);
    accept.mayErase = row.boolean(7);
    return accept;
}

}  // namespace

void Invitations::add(const InvitationRecord& invitation) {
    m_database.run("INSERT INTO invitations (" NIGHTJAR_INVITATION_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                   invitation.id, invitation.linkKey, invitation.queue.hub, invitation.queue.id,
                   invitation.queue.secret, invitation.secrets, invitation.createdMs, invitation.expiresMs,
                   invitation.state, invitation.published, invitation.contact, invitation.requests, invitation.address,
                   invitation.mayErase);
}

std::optional<InvitationRecord> Invitations::find(const InvitationId& id) const {
    auto row = m_database.query("SELECT " NIGHTJAR_INVITATION_COLUMNS " FROM invitations WHERE id = ?1", id);
    return row.next() ? std::optional(readInvitation(row)) : std::nullopt;
}

std::optional<InvitationRecord> Invitations::byQueue(const QueueId& queue) const {
    auto row = m_database.query("SELECT " NIGHTJAR_INVITATION_COLUMNS " FROM invitations WHERE queue = ?1", queue);
    return row.next() ? std::optional(readInvitation(row)) : std::nullopt;
}

std::vector<InvitationRecord> Invitations::open() const {
    std::vector<InvitationRecord> out;
    auto row = m_database.query("SELECT " NIGHTJAR_INVITATION_COLUMNS " FROM invitations WHERE state = ?1 ORDER BY row",
                                InvitationState::Open);
    while (row.next()) {
        out.push_back(readInvitation(row));
    }
    return out;
}

std::vector<InvitationRecord> Invitations::openOf(const AddressId& address) const {
    std::vector<InvitationRecord> out;
    for (auto& invitation : open()) {
        if (invitation.address == address) {
            out.push_back(std::move(invitation));
        }
    }
    return out;
}

void Invitations::setPublished(const InvitationId& id) {
    m_database.run("UPDATE invitations SET published = 1 WHERE id = ?1", id);
}

void Invitations::end(const InvitationId& id, InvitationState state, const std::optional<ContactId>& contact) {
    m_database.run(
        "UPDATE invitations SET state = ?2, contact = ?3, link_key = x'', queue_secret = x'', secrets = x'' "
        "WHERE id = ?1 AND state = ?4",
        id, state, contact, InvitationState::Open);
}

void Invitations::forget(std::int64_t createdBeforeMs) {
    m_database.run("DELETE FROM invitations WHERE state <> ?1 AND created_ms < ?2", InvitationState::Open,
                   createdBeforeMs);
}

void Accepts::put(const AcceptRecord& accept) {
    m_database.run("INSERT INTO accepts (" NIGHTJAR_ACCEPT_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (token) DO UPDATE SET link = ?2, name = ?3, "
                   "state = ?4, secrets = ?5, created_ms = ?6, contact = ?7, may_erase = ?8",
                   accept.token, accept.link, accept.name, accept.state, accept.secrets, accept.createdMs,
                   accept.contact, accept.mayErase);
}

std::optional<AcceptRecord> Accepts::find(const ByteArray<16>& token) const {
    auto row = m_database.query("SELECT " NIGHTJAR_ACCEPT_COLUMNS " FROM accepts WHERE token = ?1", token);
    return row.next() ? std::optional(readAccept(row)) : std::nullopt;
}

std::optional<AcceptRecord> Accepts::byLink(std::string_view link) const {
    auto row = m_database.query("SELECT " NIGHTJAR_ACCEPT_COLUMNS " FROM accepts WHERE link = ?1 ORDER BY row", link);
    return row.next() ? std::optional(readAccept(row)) : std::nullopt;
}

std::vector<AcceptRecord> Accepts::all() const {
    std::vector<AcceptRecord> out;
    auto row = m_database.query("SELECT " NIGHTJAR_ACCEPT_COLUMNS " FROM accepts ORDER BY row");
    while (row.next()) {
        out.push_back(readAccept(row));
    }
    return out;
}

void Accepts::remove(const ByteArray<16>& token) {
    m_database.run("DELETE FROM accepts WHERE token = ?1", token);
}

#undef NIGHTJAR_INVITATION_COLUMNS
#undef NIGHTJAR_ACCEPT_COLUMNS

}  // namespace nightjar::store
