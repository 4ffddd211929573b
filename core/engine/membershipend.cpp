// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// How people get out of a group: they leave, or its founder removes them.

#include <algorithm>

#include "chat/sessions.h"
#include "engine/membership.h"
#include "engine/parts.h"

namespace nightjar::engine {

using store::MemberState;

void Membership::putOut(Member member, std::string_view notice, bool drop, AfterCommit& after) {
    store::Group group(m_parts.context.database);
    const auto invitation = member.invitation;
    member.state = MemberState::Out;
    member.link.clear();
    member.invitation.reset();
    group.update(member);
    (void)group.takeWaiting(member.id);
    if (member.contact) {
        group.keepFilesOf(*member.contact, static_cast<std::int32_t>(ErrorCode::FileWithdrawn));
    }
    m_parts.group.withoutMember(member.id, after);
    addNotice(notice, member.id, after);
    after.emplace_back([this, drop, invitation, contact = member.contact] {
        endInvitation(invitation);
        if (drop && contact) {
            dropSession(*contact);
        }
    });
    tellConversation(after);
}

void Membership::gone(const ContactId& contact, AfterCommit& after) {
    const auto member = store::Group(m_parts.context.database).member(contact);
    if (member && member->state == MemberState::In) {
        putOut(*member, noticeMemberLeft, true, after);
    }
}

void Membership::weAreOut(AfterCommit& after) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    for (auto& member : group.members()) {
        if (member.state == MemberState::Out) {
            continue;
        }
        if (member.contact) {
            group.keepFilesOf(*member.contact, static_cast<std::int32_t>(ErrorCode::FileWithdrawn));
        }
        const auto invitation = member.invitation;
        member.state = MemberState::Out;
        member.link.clear();
        member.invitation.reset();
        group.update(member);
        (void)group.takeWaiting(member.id);
        after.emplace_back([this, invitation, contact = member.contact] {
            endInvitation(invitation);
            if (contact) {
                dropSession(*contact);
            }
        });
    }
    if (const auto found = group.find()) {
        store::Contacts(context.database).setState(found->contact, store::ContactState::Gone);
    }
    addNotice(noticeMemberRemoved, std::nullopt, after);
    tellConversation(after);
}

void Membership::remove(const RemoveMember& command) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    const auto found = group.find();
    if (!found || found->contact != command.contact) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    if (!found->founder) {
        return context.fail(command.request, ErrorCode::NotFounder);
    }
    const auto members = group.members();
    const auto member = std::find_if(members.begin(), members.end(), [&](const auto& one) {
        return one.name == command.name && one.state == MemberState::In;
    });
    const auto contact = member != members.end() && member->contact
                             ? store::Contacts(context.database).find(*member->contact)
                             : std::nullopt;
    if (!contact || !contact->send) {
        return context.fail(command.request, ErrorCode::UnknownContact);
    }
    // They must have it at their server before the session goes: nothing else would tell them.
    if (!m_parts.hubs.isOnline(contact->send->hub)) {
        return context.fail(command.request, ErrorCode::HubUnreachable);
    }
    AfterCommit after;
    store::Transaction transaction(context.database);
    auto sealed = chat::Sessions(context.database, context.random)
                      .seal(contact->id, wire::RemovedContent{member->id.value}, context.now);
    for (const auto& other : members) {
        if (other.id != member->id && other.state == MemberState::In && other.contact) {
            (void)m_parts.outgoing.post(*other.contact, wire::RemovedContent{member->id.value});
            after.emplace_back([this, to = *other.contact] { m_parts.outgoing.wake(to); });
        }
    }
    putOut(*member, noticeMemberRemoved, false, after);
    if (!context.commit(transaction, command.request)) {
        return;
    }
    for (const auto& what : after) {
        what();
    }
    context.done(command.request);
    const auto drop = [this, id = contact->id](const link::HubAnswer&) { dropSession(id); };
    sealed ? m_parts.hubs.put(*contact->send, std::move(sealed->bytes), false, drop) : drop({});
}

void Membership::leave(const DeleteContact& command) {
    auto& context = m_parts.context;
    const auto sessions = m_parts.group.sessions(command.contact);
    const auto& home = m_parts.hubs.home();
    const bool online = home && m_parts.hubs.isOnline(home->toString());
    if (!sessions.empty() && !online && command.both) {
        return context.fail(command.request, ErrorCode::HubUnreachable);
    }
    const auto owed = std::make_shared<std::size_t>(1);
    const auto one = [this, owed, request = command.request] {
        if (--*owed == 0) {
            finishLeaving(request);
        }
    };
    if (online) {
        std::vector<std::pair<store::QueueEnd, Bytes>> letters;
        store::Transaction transaction(context.database);
        for (const auto& session : sessions) {
            auto contact = store::Contacts(context.database).find(session);
            auto sealed =
                chat::Sessions(context.database, context.random).seal(session, wire::LeaveContent{}, context.now);
            if (contact && contact->send && sealed) {
                letters.emplace_back(std::move(*contact->send), std::move(sealed->bytes));
            }
        }
        if (!context.commit(transaction, command.request)) {
            return;
        }
        *owed += letters.size();
        for (auto& [queue, bytes] : letters) {
            m_parts.hubs.put(queue, std::move(bytes), false, [one](const link::HubAnswer&) { one(); });
        }
    }
    one();
}

void Membership::finishLeaving(RequestId request) {
    auto& context = m_parts.context;
    store::Group group(context.database);
    const auto found = group.find();
    if (!found) {
        return context.done(request);
    }
    for (const auto& member : group.members()) {
        endInvitation(member.invitation);
        if (member.contact) {
            dropSession(*member.contact);
        }
    }
    store::Transaction transaction(context.database);
    group.forget();
    if (!context.commit(transaction, request)) {
        return;
    }
    m_lookAt = never;
    dropSession(found->contact);
    context.done(request);
    m_parts.secret.over();
}

void Membership::dropSession(const ContactId& contact) {
    m_parts.people.drop(contact);
}

void Membership::endInvitation(const std::optional<InvitationId>& invitation) {
    const auto record = invitation ? store::Invitations(m_parts.context.database).find(*invitation) : std::nullopt;
    if (record && record->state == store::InvitationState::Open) {
        (void)m_parts.people.end(*record, store::InvitationState::Revoked);
    }
}

}  // namespace nightjar::engine
