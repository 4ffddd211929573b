// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// The part of the fake messenger that knows who may do what, and the invitations.

#include <algorithm>

#include "fakemessenger.h"

namespace nightjar::test {

void FakeMessenger::answer(const BlockContact& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        contact(c.contact)->blocked = true;
        tellContact(c.contact);
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const UnblockContact& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        contact(c.contact)->blocked = false;
        tellContact(c.contact);
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const SetContactPrivacy& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        contact(c.contact)->privacy = c.privacy;
        tellContact(c.contact);
        say(CommandDone{c.request});
    }
}

void FakeMessenger::answer(const CreateInvitation& c) {
    if (fails(c.request)) {
        return;
    }
    Invitation made;
    made.id = InvitationId::draw(m_random);
    made.link = std::string(link);
    made.created = present();
    made.expires = present() + c.life;
    m_invitations.push_back(made);
    say(InvitationAnswer{c.request, made.id, made.link, made.expires});
}

void FakeMessenger::answer(const ListInvitations& c) {
    say(InvitationsAnswer{c.request, m_invitations});
}

void FakeMessenger::answer(const RevokeInvitation& c) {
    if (fails(c.request)) {
        return;
    }
    say(CommandDone{c.request});
    endInvitation(c.invitation, InvitationEnd::Revoked);
}

void FakeMessenger::endInvitation(const InvitationId& invitation, InvitationEnd end) {
    if (std::erase_if(m_invitations, [&](const Invitation& one) { return one.id == invitation; }) > 0) {
        say(InvitationEnded{invitation, end});
    }
}

ContactId FakeMessenger::acceptOurInvitation(const std::string& name) {
    const auto id = addContact(name);
    if (!m_invitations.empty()) {
        endInvitation(m_invitations.back().id, InvitationEnd::Used);
    }
    say(ContactAdded{*contact(id)});
    return id;
}

}  // namespace nightjar::test
