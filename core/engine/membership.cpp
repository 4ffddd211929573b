// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "engine/membership.h"

#include <algorithm>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/log.h"
#include "engine/parts.h"
#include "store/profile.h"

namespace nightjar::engine {

namespace {

using store::MemberId;
using store::MemberState;

/// What a link leads to, until the session stands.
constexpr auto expectedKey = "group/expected";
/// Introductions that did not come about are looked at so often.
constexpr Duration lookInterval = 60s;
/// Invitations of one member that the founder passes on in all: a week each, for everybody, and some more.
constexpr std::int64_t maxOffers = 64;

/// Who the other end of a session with the founder is to everybody: nobody can choose it.
MemberId memberIdOf(ByteView identity) {
    ByteWriter out;
    out.bytes(asBytes("NJ1 group member"));
    out.bytes(identity);
    const auto hash = blake2b256(out.view());
    return {toArray<MemberId::length>(ByteView(hash).first(MemberId::length))};
}

}  // namespace

// ---- what there is

std::optional<Membership::Member> Membership::founder() const {
    const auto members = store::Group(m_parts.context.database).members();
    const auto found = std::find_if(members.begin(), members.end(), [](const auto& member) {
        return member.founder && member.state == MemberState::In && member.contact;
    });
    return found == members.end() ? std::nullopt : std::optional(*found);
}

std::size_t Membership::present() const {
    const auto members = store::Group(m_parts.context.database).members();
    return static_cast<std::size_t>(std::count_if(members.begin(), members.end(),
                                                  [](const auto& member) { return member.state != MemberState::Out; }));
}

bool Membership::hasRoomFor(const MemberId& id) const {
    const store::Group group(m_parts.context.database);
    const auto found = group.find();
    return found && id != found->own && !group.member(id) && present() + 1 < maxGroupMembers &&
           group.members().size() < store::maxMembersEver;
}

std::string Membership::freeName(const std::string& wanted) const {
    std::vector<std::string> taken{store::Profile(m_parts.context.database).text("name")};
    for (const auto& member : store::Group(m_parts.context.database).members()) {
        taken.push_back(member.name);
    }
    const auto base = wanted.empty() ? std::string("?") : wanted;
    auto name = base;
    for (int number = 2; std::find(taken.begin(), taken.end(), name) != taken.end(); ++number) {
        const auto suffix = " " + std::to_string(number);
        auto room = std::min(base.size(), maxNameBytes - suffix.size());
        while (room > 0 && room < base.size() && (static_cast<unsigned char>(base[room]) & 0xc0) == 0x80) {
            --room;
        }
        name = base.substr(0, room) + suffix;
    }
    return name;
}

bool Membership::isAtHome(const std::string& hub) const {
    const auto& home = m_parts.hubs.home();
    return home && home->toString() == hub;
}

bool Membership::isIntroduction(const InvitationId& invitation) const {
    return store::Group(m_parts.context.database).byInvitation(invitation).has_value();
}

bool Membership::isOut(const ContactId& contact) const {
    const auto member = store::Group(m_parts.context.database).member(contact);
    return member && member->state == MemberState::Out;
}

ErrorCode Membership::whyNoInvitation(std::size_t asked) const {
    const auto group = store::Group(m_parts.context.database).find();
    if (!group) {
        return ErrorCode::None;
    }
    if (!group->founder) {
        return ErrorCode::NotFounder;
    }
    const auto open = store::Invitations(m_parts.context.database).open();
    return present() + open.size() + asked + 1 < maxGroupMembers ? ErrorCode::None : ErrorCode::GroupFull;
}

// ---- the group begins

void Membership::makeGroup(bool founder, const MemberId& own, AfterCommit& after) {
    auto& context = m_parts.context;
    store::ContactRecord conversation;
    conversation.id = ContactId::draw(context.random);
    conversation.createdMs = context.nowMs();
    conversation.state = store::ContactState::Active;
    conversation.ownSecret = SecretBytes(32);  // it has no session of its own
    conversation.ownPublic = Bytes(32);
    conversation.peerPublic = Bytes(32);
    store::Contacts(context.database).add(conversation);
    store::Group(context.database).found({conversation.id, founder, own});
    m_parts.secret.contactAdded(conversation.id);
    after.emplace_back([this, id = conversation.id] {
        m_parts.group.start();
        if (auto contact = contactOf(m_parts.context.database, id)) {
            m_parts.context.emit(ContactAdded{std::move(*contact)});
        }
    });
}

void Membership::found(AfterCommit& after) {
    makeGroup(true, {}, after);  // the founder is member zero: known to everybody before anybody is told
}

void Membership::expect(const std::string& link) {
    store::Profile(m_parts.context.database).setText(expectedKey, link);
}

bool Membership::accepted(const std::string& link, const store::ContactRecord& contact, AfterCommit& after) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    if (group.find()) {
        auto member = group.byLink(link);
        if (!member || member->state != MemberState::Coming) {
            return false;
        }
        admit(std::move(*member), contact.id, after);
        return true;
    }
    store::Profile profile(context.database);
    if (profile.text(expectedKey) != link) {
        return true;  // a contact like any other
    }
    profile.remove(expectedKey);
    makeGroup(false, memberIdOf(contact.ownPublic), after);
    Member founder;
    founder.contact = contact.id;
    founder.name = contact.name.empty() ? "?" : contact.name;
    founder.state = MemberState::In;
    founder.founder = true;
    group.add(founder);
    return true;
}

bool Membership::paired(const store::InvitationRecord& invitation, const store::ContactRecord& contact,
                        AfterCommit& after) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    const auto found = group.find();
    if (!found) {
        return true;
    }
    if (!contact.send || !isAtHome(contact.send->hub)) {
        return false;
    }
    if (auto member = group.byInvitation(invitation.id)) {
        if (member->state != MemberState::Coming) {
            return false;
        }
        admit(std::move(*member), contact.id, after);
        return true;
    }
    Member newcomer;
    newcomer.id = memberIdOf(contact.peerPublic);
    if (!found->founder || !hasRoomFor(newcomer.id)) {
        return false;
    }
    newcomer.name = freeName(contact.name);
    const auto others = group.members();
    group.add(newcomer);
    for (const auto& other : others) {
        if (other.state == MemberState::In) {
            (void)m_parts.outgoing.post(contact.id, wire::MemberContent{other.id.value, other.name});
        }
    }
    admit(std::move(newcomer), contact.id, after);
    return true;
}

void Membership::admit(Member member, const ContactId& contact, AfterCommit& after) {
    member.contact = contact;
    member.state = MemberState::In;
    member.link.clear();
    member.weInvite = false;
    member.invitation.reset();
    store::Group(m_parts.context.database).update(member);
    m_parts.group.stands(member, after);
    after.emplace_back([this, contact] { m_parts.outgoing.wake(contact); });
    addNotice(noticeMemberJoined, member.id, after);
    tellConversation(after);
}

// ---- what members say

bool Membership::apply(const ContactId& contact, const wire::Content& content, AfterCommit& after) {
    const auto& body = content.body;
    const auto type = wire::typeOf(body);
    if (type < wire::MemberContent::type || type > wire::RemovedContent::type) {
        return false;
    }
    store::Group group(m_parts.context.database);
    const auto found = group.find();
    const auto from = group.member(contact);
    if (!found || !from) {
        return true;  // no group, nothing to say about it
    }
    if (std::holds_alternative<wire::LeaveContent>(body)) {
        putOut(*from, noticeMemberLeft, true, after);
    } else if (const auto* const offer = std::get_if<wire::OfferContent>(&body)) {
        if (found->founder) {
            offered(*from, *offer, after);
        }
    } else if (!from->founder) {
        qCWarning(lcChat) << "somebody else than the founder says who is in the group";
    } else if (const auto* const told = std::get_if<wire::MemberContent>(&body)) {
        memberTold(*told, after);
    } else if (const auto* const introduction = std::get_if<wire::IntroduceContent>(&body)) {
        introduced(*introduction, after);
    } else if (const auto* const removed = std::get_if<wire::RemovedContent>(&body)) {
        const MemberId id{removed->member};
        const auto member = group.member(id);
        if (id == found->own) {
            weAreOut(after);
        } else if (member && member->state != MemberState::Out && !member->founder) {
            putOut(*member, noticeMemberRemoved, true, after);
        }
    }
    return true;
}

void Membership::memberTold(const wire::MemberContent& told, AfterCommit& after) {
    Member member;
    member.id = {told.member};
    if (!hasRoomFor(member.id)) {
        return;
    }
    member.name = told.name;
    member.weInvite = true;
    store::Group(m_parts.context.database).add(member);
    after.emplace_back([this] { look(); });
    tellConversation(after);
}

void Membership::offered(Member from, const wire::OfferContent& offer, AfterCommit& after) {
    store::Group group(m_parts.context.database);
    const auto to = group.member(MemberId{offer.member});
    if (!to || to->state != MemberState::In || !to->contact || to->id == from.id || from.offers >= maxOffers) {
        return;
    }
    ++from.offers;
    group.update(from);
    (void)m_parts.outgoing.post(*to->contact, wire::IntroduceContent{from.id.value, from.name, offer.link});
    after.emplace_back([this, contact = *to->contact] { m_parts.outgoing.wake(contact); });
}

void Membership::introduced(const wire::IntroduceContent& introduction, AfterCommit& after) {
    store::Group group(m_parts.context.database);
    const auto link = wire::InvitationLink::parse(introduction.link);
    if (!link || !isAtHome(link->hub.toString())) {
        return;  // a server of their choice would learn where we are
    }
    const MemberId id{introduction.member};
    if (auto member = group.member(id)) {
        if (member->state != MemberState::Coming || member->weInvite) {
            return;
        }
        member->link = introduction.link;
        group.update(*member);
    } else if (hasRoomFor(id)) {
        Member newcomer;
        newcomer.id = id;
        newcomer.name = introduction.name;
        newcomer.link = introduction.link;
        group.add(newcomer);
    } else {
        return;
    }
    after.emplace_back([this] { look(); });
    tellConversation(after);
}

// ---- introductions

void Membership::look() {
    auto& context = m_parts.context;
    m_lookAt = never;
    store::Group group(context.database);
    for (auto& member : group.members()) {
        if (member.state != MemberState::Coming) {
            continue;
        }
        m_lookAt = context.now + lookInterval;
        if (!member.link.empty()) {
            m_parts.people.acceptQuietly(member.link);
            continue;
        }
        if (!member.weInvite || m_making.contains(member.id)) {
            continue;
        }
        const auto made =
            member.invitation ? store::Invitations(context.database).find(*member.invitation) : std::nullopt;
        if (!made || made->state != store::InvitationState::Open) {
            makeInvitation(member);  // the last one was not used in time
        }
    }
}

void Membership::makeInvitation(const Member& member) {
    if (!founder()) {
        return;  // nobody would pass it on
    }
    m_making.insert(member.id);
    const auto unwanted = std::make_shared<std::optional<InvitationId>>();
    m_parts.people.inviteQuietly(
        [this, unwanted, id = member.id](const chat::NewInvitation& made) {
            store::Group group(m_parts.context.database);
            const auto to = founder();
            auto owed = group.member(id);
            if (to && owed && owed->state == MemberState::Coming) {
                owed->invitation = made.record.id;
                group.update(*owed);
                (void)m_parts.outgoing.post(*to->contact, wire::OfferContent{id.value, made.link});
                m_parts.outgoing.wake(*to->contact);
            } else {
                *unwanted = made.record.id;
            }
        },
        [this, unwanted, id = member.id] {
            m_making.erase(id);
            endInvitation(*unwanted);
        });
}

void Membership::notAccepted(const std::string& link) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    if (auto member = group.byLink(link)) {
        store::Transaction transaction(context.database);
        member->link.clear();
        group.update(*member);
        (void)context.commit(transaction);
    }
}

// ---- telling

void Membership::addNotice(std::string_view text, const std::optional<MemberId>& author, AfterCommit& after) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    const auto found = group.find();
    if (!found) {
        return;
    }
    store::MessageRecord notice;
    notice.id = MessageId::draw(context.random);
    notice.contact = found->contact;
    notice.kind = store::MessageKind::Notice;
    notice.text = text;
    notice.timeMs = context.nowMs();
    notice.receivedMs = context.nowMs();
    notice.state = store::MessageState::Received;
    store::Messages(context.database).add(notice);
    group.addMessage(notice.id, author, {});
    after.emplace_back([this, notice = std::move(notice)] {
        m_parts.context.emit(MessageAdded{toMessage(m_parts.context.database, notice)});
    });
}

void Membership::tellConversation(AfterCommit& after) {
    after.emplace_back([this] {
        if (const auto found = store::Group(m_parts.context.database).find()) {
            m_parts.context.contactChanged(found->contact);
        }
    });
}

// ---- time

void Membership::start() {
    m_parts.group.start();
    const store::Group group(m_parts.context.database);
    for (const auto& member : group.members()) {
        if (member.state == MemberState::Out && member.contact) {
            dropSession(*member.contact);
        }
    }
    look();
}

void Membership::tick() {
    if (m_lookAt <= m_parts.context.now) {
        look();
    }
}

}  // namespace nightjar::engine
