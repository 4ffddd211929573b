// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "engine/context.h"
#include "store/group.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// The one conversation that many pairwise sessions make up (docs/protocol.md section 18, docs/decisions/0032). What is
/// written to it goes to every member by the session with them; what they write is stored under it, with its author.
/// Without a group in this container everything here is about the contact itself.
class Group {
public:
    explicit Group(Parts& parts) : m_parts(parts) {}

    [[nodiscard]] bool exists() const;
    /// Whether this is the conversation of the group.
    [[nodiscard]] bool isGroup(const ContactId& contact) const;
    /// Whether this is a session with somebody in the group.
    [[nodiscard]] bool isMember(const ContactId& contact) const;
    /// Where what this contact writes is shown.
    [[nodiscard]] ContactId conversation(const ContactId& contact) const;
    /// Answers a command that makes no sense in a group. False when it is none.
    [[nodiscard]] bool refuses(RequestId request, const ContactId& contact);

    // ---- names of messages. Whoever writes one draws a nonce; with their member id it makes the message's id, so that
    // nobody can give a message the id of somebody else's.

    struct Named {
        MessageId id;
        MessageId onWire;  ///< what the content that makes it carries
    };
    /// For a message of ours.
    [[nodiscard]] Named newMessage() const;
    /// As the content that makes it carries it.
    [[nodiscard]] MessageId onWire(const ContactId& conversation, const MessageId& id) const;
    /// The id of a message that came from this contact. In the transaction under way, which remembers who wrote it.
    [[nodiscard]] MessageId received(const ContactId& contact, const MessageId& onWire);
    /// Whether this contact wrote that message of their conversation.
    [[nodiscard]] bool wrote(const ContactId& contact, const store::MessageRecord& message) const;
    /// Those whose changes may have overtaken a message of this conversation.
    [[nodiscard]] std::vector<ContactId> sessions(const ContactId& conversation) const;

    // ---- out, in the transaction under way; then deliver()

    /// Makes what one session carries; nothing: it carries nothing. No contact: a member who is still coming.
    using Make = std::function<std::optional<wire::ContentBody>(const std::optional<ContactId>& session)>;
    /// To everybody in the conversation. False when it can go to nobody.
    [[nodiscard]] bool post(const ContactId& conversation, wire::ContentBody body,
                            std::optional<MessageId> message = {});
    [[nodiscard]] bool postEach(const ContactId& conversation, const Make& make, std::optional<MessageId> message);
    /// There is a session with this member now: what waited for it goes.
    void stands(const store::MemberRecord& member, AfterCommit& after);
    /// After the commit: lets it go; deliver() also sees to a link where there is to be one.
    void wake(const ContactId& conversation);
    void deliver(const ContactId& conversation);
    /// "Shown up to here", to whoever wrote these.
    void postRead(const ContactId& conversation, const std::vector<MessageId>& read);

    // ---- how own messages stand, in the transaction under way

    /// What became of one at this contact.
    void advance(const ContactId& contact, const MessageId& message, MessageState state, ErrorCode reason,
                 AfterCommit& after);
    /// They have looked at our messages up to this one.
    void readUpTo(const ContactId& contact, const MessageId& last, AfterCommit& after);
    /// Takes a message away, and what hangs on it; its file is transfers' to take.
    void erase(const ContactId& conversation, const MessageId& message);
    /// A member is out: nobody waits for them any more.
    void withoutMember(const store::MemberId& member, AfterCommit& after);
    void states(const GetMessageStates& command);

    /// Tells it as people see it: sessions with members are no contacts.
    [[nodiscard]] std::optional<Event> shown(Event event) const;
    /// There is a group, or may be.
    void start();

private:
    void settle(const MessageId& message, AfterCommit& after);

    Parts& m_parts;
};

}  // namespace nightjar::engine
