// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "store/messages.h"

namespace nightjar::store {

/// Names one person to everybody in a group (docs/protocol.md, Groups).
using MemberId = StrongId<struct MemberTag, 16>;
/// What makes the id of a group's message, together with who wrote it.
using MessageNonce = ByteArray<8>;

/// Everybody who was ever in a group, as one of it keeps them: whoever puts people in and out for ever must not fill
/// the disk.
inline constexpr std::size_t maxMembersEver = 64;

/// The group of this container; there is at most one.
struct GroupRecord {
    ContactId contact;     ///< the conversation that people see
    bool founder = false;  ///< we made it
    MemberId own;          ///< who we are to the others
};

/// Stored as numbers: append only.
enum class MemberState : std::uint8_t {
    Coming,  ///< no session with them yet
    In,
    Out,  ///< left, or was removed: what they wrote stays
};

/// Somebody in the group besides us.
struct MemberRecord {
    MemberId id;
    std::optional<ContactId> contact;  ///< the session with them
    std::string name;                  ///< the same for everybody
    MemberState state = MemberState::Coming;
    bool founder = false;
    std::string link;                        ///< of one who is Coming: their invitation for us
    bool weInvite = false;                   ///< of one who is Coming: the invitation is ours to make
    std::optional<InvitationId> invitation;  ///< … and this is it
    std::int64_t offers = 0;                 ///< invitations that were passed on for them
};

/// What is written to a member who is Coming.
struct WaitingContent {
    std::optional<MessageId> message;  ///< whose state it carries
    std::int64_t timeMs = 0;
    Bytes content;  ///< as wire/ encodes it
};

/// How a message of ours stands with one member.
struct MemberDelivery {
    MemberId member;
    MessageState state = MessageState::Queued;
    std::int32_t reason = 0;
};

/// Who is in the group of this container, and what there is to know of its messages besides what Messages keeps.
class Group {
public:
    explicit Group(Database& database) : m_database(database) {}

    [[nodiscard]] std::optional<GroupRecord> find() const;
    void found(const GroupRecord& group);
    /// Nothing of it is left but the messages, which go with the conversation.
    void forget();

    // ---- people

    /// Everybody who ever was in it, in the order in which they came.
    [[nodiscard]] std::vector<MemberRecord> members() const;
    [[nodiscard]] std::optional<MemberRecord> member(const MemberId& id) const;
    [[nodiscard]] std::optional<MemberRecord> member(const ContactId& contact) const;
    [[nodiscard]] std::optional<MemberRecord> byLink(std::string_view link) const;
    [[nodiscard]] std::optional<MemberRecord> byInvitation(const InvitationId& invitation) const;
    void add(const MemberRecord& member);
    void update(const MemberRecord& member);

    // ---- messages

    /// Who wrote a message: nothing for ourselves.
    void addMessage(const MessageId& message, const std::optional<MemberId>& author, const MessageNonce& nonce);
    /// Nothing for ours and for what is no message of the group.
    [[nodiscard]] std::optional<MemberId> authorOf(const MessageId& message) const;
    [[nodiscard]] std::optional<MessageNonce> nonceOf(const MessageId& message) const;
    /// The latest of those of each member among these, in the order of `messages`.
    [[nodiscard]] std::vector<std::pair<MemberId, MessageId>> latestOfEach(
        const std::vector<MessageId>& messages) const;
    /// What a member put under this message.
    [[nodiscard]] std::vector<std::pair<MemberId, std::vector<std::string>>> reactions(const MessageId& message) const;
    /// What hangs on a message besides its row goes.
    void removeMessage(const MessageId& message);
    /// Messages with files, the newest first; voice notes, whose files have no name, are none.
    [[nodiscard]] std::vector<MessageRecord> fileMessages(std::size_t limit) const;
    /// What came from this session's other end stays, when the session goes; what has not come whole fails for this
    /// reason (the numbers are the caller's).
    void keepFilesOf(const ContactId& contact, std::int32_t reason);

    // ---- how own messages stand

    /// It is to reach this member (once more).
    void expect(const MessageId& message, const MemberId& member);
    /// As Messages::advance. False when it changed nothing.
    bool advance(const MessageId& message, const MemberId& member, MessageState state, std::int32_t reason);
    /// Of a message: everybody whom it was for and who is not Out.
    [[nodiscard]] std::vector<MemberDelivery> deliveries(const MessageId& message) const;
    /// Messages of ours that are not Read by this member.
    [[nodiscard]] std::vector<MessageId> unreadBy(const MemberId& member) const;
    /// Those of them up to this one, oldest first.
    [[nodiscard]] std::vector<MessageId> unreadBy(const MemberId& member, const MessageId& last) const;

    // ---- what waits for a session

    void wait(const MemberId& member, const WaitingContent& content);
    /// The oldest first; it waits no more.
    std::vector<WaitingContent> takeWaiting(const MemberId& member);

private:
    Database& m_database;
};

}  // namespace nightjar::store
