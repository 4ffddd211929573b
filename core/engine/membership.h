// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <set>

#include "engine/context.h"
#include "store/group.h"
#include "store/invitations.h"
#include "wire/content.h"

namespace nightjar::engine {

struct Parts;

/// Who is in the group: docs/protocol.md section 18. Its founder invites one by one, and introduces whoever came to
/// everybody who is there: the newcomer makes an invitation for each of them, which the founder passes on. Only the
/// founder is believed in this, and all live at one server, so that nobody can lure anybody to another.
class Membership {
public:
    explicit Membership(Parts& parts) : m_parts(parts) {}

    void remove(const RemoveMember& command);
    /// DeleteContact of the conversation: they are told, all sessions end, and so does the container.
    void leave(const DeleteContact& command);
    /// Why CreateInvitation cannot be; None if it can, and where there is no group.
    /// `asked`: so many more are to be made already.
    [[nodiscard]] ErrorCode whyNoInvitation(std::size_t asked = 0) const;

    // ---- in the transaction under way

    /// We make a group in this container.
    void found(AfterCommit& after);
    /// What this ordinary invitation link leads to is a group.
    void expect(const std::string& link);
    /// Somebody used an invitation of ours. False when they have no business here.
    [[nodiscard]] bool paired(const store::InvitationRecord& invitation, const store::ContactRecord& contact,
                              AfterCommit& after);
    /// We used an invitation. False when it is not wanted any more.
    [[nodiscard]] bool accepted(const std::string& link, const store::ContactRecord& contact, AfterCommit& after);
    /// A content of a member that is about the group itself; false when it is another.
    [[nodiscard]] bool apply(const ContactId& contact, const wire::Content& content, AfterCommit& after);
    /// They ended the session with us without a word.
    void gone(const ContactId& contact, AfterCommit& after);

    /// An invitation of theirs cannot be used.
    void notAccepted(const std::string& link);
    /// Whether it is for somebody who is introduced, and nothing that people see.
    [[nodiscard]] bool isIntroduction(const InvitationId& invitation) const;
    /// What they write is not heeded: they are out.
    [[nodiscard]] bool isOut(const ContactId& contact) const;

    /// Goes on with what a crash interrupted.
    void start();
    void tick();
    [[nodiscard]] Instant nextDeadline() const { return m_lookAt; }

private:
    using Member = store::MemberRecord;

    // In the transaction under way.
    void makeGroup(bool founder, const store::MemberId& own, AfterCommit& after);
    void admit(Member member, const ContactId& contact, AfterCommit& after);
    void memberTold(const wire::MemberContent& told, AfterCommit& after);
    void offered(Member from, const wire::OfferContent& offer, AfterCommit& after);
    void introduced(const wire::IntroduceContent& introduction, AfterCommit& after);
    /// `drop`: their session goes at once.
    void putOut(Member member, std::string_view notice, bool drop, AfterCommit& after);
    void weAreOut(AfterCommit& after);
    void addNotice(std::string_view text, const std::optional<store::MemberId>& author, AfterCommit& after);
    void tellConversation(AfterCommit& after);

    [[nodiscard]] std::optional<Member> founder() const;
    /// Members besides us who are not out.
    [[nodiscard]] std::size_t present() const;
    [[nodiscard]] bool hasRoomFor(const store::MemberId& id) const;
    [[nodiscard]] std::string freeName(const std::string& wanted) const;
    [[nodiscard]] bool isAtHome(const std::string& hub) const;
    /// Makes invitations that are owed, and uses those that were passed on to us.
    void look();
    void makeInvitation(const Member& member);
    void dropSession(const ContactId& contact);
    void endInvitation(const std::optional<InvitationId>& invitation);
    void finishLeaving(RequestId request);

    Parts& m_parts;
    std::set<store::MemberId> m_making;  ///< their invitation is being published
    Instant m_lookAt = never;
};

}  // namespace nightjar::engine
