// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "store/group.h"

#include <algorithm>

#include "base/buffer.h"
#include "store/files.h"

namespace nightjar::store {

namespace {

// In the order in which readMember() takes them.
#define NIGHTJAR_MEMBER_COLUMNS "id, contact, name, state, founder, link, we_invite, invitation, offers"

MemberRecord readMember(const Statement& row) {
    MemberRecord member;
    member.id = row.id<MemberId>(0);
    member.contact = row.optionalId<ContactId>(1);
    member.name = row.text(2);
    member.state = row.enumeration(3, MemberState::Out);
    member.founder = row.boolean(4);
    member.link = row.text(5);
    member.weInvite = row.boolean(6);
    member.invitation = row.optionalId<InvitationId>(7);
    member.offers = row.integer(8);
    return member;
}

std::optional<MemberRecord> readOne(Statement row) {
    return row.next() ? std::optional(readMember(row)) : std::nullopt;
}

std::vector<MessageId> readIds(Statement row) {
    std::vector<MessageId> out;
    while (row.next()) {
        out.push_back(row.id<MessageId>(0));
    }
    return out;
}

}  // namespace

std::optional<GroupRecord> Group::find() const {
    auto row = m_database.query("SELECT contact, founder, own FROM group_chat");
    return row.next() ? std::optional(GroupRecord{row.id<ContactId>(0), row.boolean(1), row.id<MemberId>(2)})
                      : std::nullopt;
}

void Group::found(const GroupRecord& group) {
    m_database.run("INSERT INTO group_chat (contact, founder, own) VALUES (?1, ?2, ?3)", group.contact, group.founder,
                   group.own);
}

void Group::forget() {
    m_database.run("DELETE FROM group_waiting");
    m_database.run("DELETE FROM group_deliveries");
    m_database.run("DELETE FROM group_messages");
    m_database.run("DELETE FROM group_members");
    m_database.run("DELETE FROM group_chat");
}

// ---- people

std::vector<MemberRecord> Group::members() const {
    std::vector<MemberRecord> out;
    auto row = m_database.query("SELECT " NIGHTJAR_MEMBER_COLUMNS " FROM group_members ORDER BY row");
    while (row.next()) {
        out.push_back(readMember(row));
    }
    return out;
}

std::optional<MemberRecord> Group::member(const MemberId& id) const {
    return readOne(m_database.query("SELECT " NIGHTJAR_MEMBER_COLUMNS " FROM group_members WHERE id = ?1", id));
}

std::optional<MemberRecord> Group::member(const ContactId& contact) const {
    return readOne(
        m_database.query("SELECT " NIGHTJAR_MEMBER_COLUMNS " FROM group_members WHERE contact = ?1", contact));
}

std::optional<MemberRecord> Group::byLink(std::string_view link) const {
    return readOne(
        m_database.query("SELECT " NIGHTJAR_MEMBER_COLUMNS " FROM group_members WHERE link = ?1 AND link <> ''", link));
}

std::optional<MemberRecord> Group::byInvitation(const InvitationId& invitation) const {
    return readOne(
        m_database.query("SELECT " NIGHTJAR_MEMBER_COLUMNS " FROM group_members WHERE invitation = ?1", invitation));
}

void Group::add(const MemberRecord& member) {
    m_database.run("INSERT INTO group_members (" NIGHTJAR_MEMBER_COLUMNS
                   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                   member.id, member.contact, member.name, member.state, member.founder, member.link, member.weInvite,
                   member.invitation, member.offers);
}

void Group::update(const MemberRecord& member) {
    m_database.run(
        "UPDATE group_members SET contact = ?2, name = ?3, state = ?4, founder = ?5, link = ?6, "
        "we_invite = ?7, invitation = ?8, offers = ?9 WHERE id = ?1",
        member.id, member.contact, member.name, member.state, member.founder, member.link, member.weInvite,
        member.invitation, member.offers);
}

// ---- messages

void Group::addMessage(const MessageId& message, const std::optional<MemberId>& author, const MessageNonce& nonce) {
    m_database.run(
        "INSERT INTO group_messages (message, author, nonce) VALUES (?1, ?2, ?3) ON CONFLICT (message) DO NOTHING",
        message, author, nonce);
}

std::optional<MemberId> Group::authorOf(const MessageId& message) const {
    auto row = m_database.query("SELECT author FROM group_messages WHERE message = ?1", message);
    return row.next() ? row.optionalId<MemberId>(0) : std::nullopt;
}

std::optional<MessageNonce> Group::nonceOf(const MessageId& message) const {
    auto row = m_database.query("SELECT nonce FROM group_messages WHERE message = ?1", message);
    return row.next() ? std::optional(row.array<8>(0)) : std::nullopt;
}

std::vector<std::pair<MemberId, MessageId>> Group::latestOfEach(const std::vector<MessageId>& messages) const {
    std::vector<std::pair<MemberId, MessageId>> out;
    for (const auto& message : messages) {
        const auto author = authorOf(message);
        if (!author) {
            continue;
        }
        std::erase_if(out, [&](const auto& entry) { return entry.first == *author; });
        out.emplace_back(*author, message);
    }
    return out;
}

std::vector<std::pair<MemberId, std::vector<std::string>>> Group::reactions(const MessageId& message) const {
    std::vector<std::pair<MemberId, std::vector<std::string>>> out;
    auto row = m_database.query(
        "SELECT g.id, r.emoji FROM group_members g JOIN reactions r ON r.contact = g.contact "
        "WHERE r.message = ?1 ORDER BY g.row",
        message);
    while (row.next()) {
        std::vector<std::string> emoji;
        const auto packed = row.bytes(1);
        ByteReader in(packed);
        while (in.ok() && !in.complete()) {
            emoji.push_back(toText(in.sized(packed.size())));
        }
        out.emplace_back(row.id<MemberId>(0), std::move(emoji));
    }
    return out;
}

void Group::removeMessage(const MessageId& message) {
    m_database.run("DELETE FROM reactions WHERE message = ?1", message);
    m_database.run("DELETE FROM early_changes WHERE message = ?1", message);
    m_database.run("DELETE FROM group_deliveries WHERE message = ?1", message);
    m_database.run("DELETE FROM group_waiting WHERE message = ?1", message);
}

std::vector<MessageRecord> Group::fileMessages(std::size_t limit) const {
    std::vector<MessageRecord> out;
    const auto group = find();
    if (!group) {
        return out;
    }
    const auto ids = readIds(m_database.query(
        "SELECT message FROM files WHERE name <> '' GROUP BY message ORDER BY max(row) DESC LIMIT ?1", limit));
    for (const auto& id : ids) {
        if (auto message = Messages(m_database).find(group->contact, id)) {
            out.push_back(std::move(*message));
        }
    }
    return out;
}

void Group::keepFilesOf(const ContactId& contact, std::int32_t reason) {
    m_database.run("UPDATE files SET state = ?2, reason = ?3 WHERE contact = ?1 AND mine = 0 AND state < ?4", contact,
                   FileState::Failed, reason, FileState::Done);
    m_database.run(
        "UPDATE files SET contact = (SELECT contact FROM group_chat) WHERE contact = ?1 AND mine = 0 "
        "AND NOT EXISTS (SELECT 1 FROM files f JOIN group_chat g ON g.contact = f.contact "
        "WHERE f.message = files.message OR f.blob = files.blob)",
        contact);
}

// ---- how own messages stand

void Group::expect(const MessageId& message, const MemberId& member) {
    m_database.run(
        "INSERT INTO group_deliveries (message, member, state, reason) VALUES (?1, ?2, ?3, 0) "
        "ON CONFLICT (message, member) DO UPDATE SET state = ?3, reason = 0",
        message, member, MessageState::Queued);
}

bool Group::advance(const MessageId& message, const MemberId& member, MessageState state, std::int32_t reason) {
    const auto below = state == MessageState::Failed ? MessageState::Delivered : state;
    m_database.run(
        "UPDATE group_deliveries SET state = ?3, reason = ?4 WHERE message = ?1 AND member = ?2 AND state < ?5",
        message, member, state, reason, below);
    return m_database.changes() > 0;
}

std::vector<MemberDelivery> Group::deliveries(const MessageId& message) const {
    std::vector<MemberDelivery> out;
    auto row = m_database.query(
        "SELECT d.member, d.state, d.reason FROM group_deliveries d JOIN group_members g ON g.id = d.member "
        "WHERE d.message = ?1 AND g.state <> ?2 ORDER BY g.row",
        message, MemberState::Out);
    while (row.next()) {
        out.push_back({row.id<MemberId>(0), row.enumeration(1, MessageState::Received),
                       static_cast<std::int32_t>(row.integer(2))});
    }
    return out;
}

std::vector<MessageId> Group::unreadBy(const MemberId& member) const {
    return readIds(m_database.query("SELECT message FROM group_deliveries WHERE member = ?1 AND state <> ?2", member,
                                    MessageState::Read));
}

std::vector<MessageId> Group::unreadBy(const MemberId& member, const MessageId& last) const {
    return readIds(
        m_database.query("SELECT d.message FROM group_deliveries d JOIN messages m ON m.id = d.message "
                         "WHERE d.member = ?1 AND d.state < ?3 AND m.kind = 0 AND m.mine = 1 AND m.row <= "
                         "(SELECT row FROM messages WHERE id = ?2 AND mine = 1) ORDER BY m.row",
                         member, last, MessageState::Read));
}

// ---- what waits for a session

void Group::wait(const MemberId& member, const WaitingContent& content) {
    m_database.run("INSERT INTO group_waiting (member, message, time_ms, content) VALUES (?1, ?2, ?3, ?4)", member,
                   content.message, content.timeMs, content.content);
}

std::vector<WaitingContent> Group::takeWaiting(const MemberId& member) {
    std::vector<WaitingContent> out;
    {
        auto row = m_database.query(
            "SELECT message, time_ms, content FROM group_waiting WHERE member = ?1 ORDER BY row", member);
        while (row.next()) {
            out.push_back({row.optionalId<MessageId>(0), row.integer(1), row.bytes(2)});
        }
    }
    m_database.run("DELETE FROM group_waiting WHERE member = ?1", member);
    return out;
}

#undef NIGHTJAR_MEMBER_COLUMNS

}  // namespace nightjar::store
