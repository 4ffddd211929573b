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

void FakeMessenger::answer(const SetLife& c) {
    if (!fails(c.request) && !missing(c.request, c.contact)) {
        contact(c.contact)->life = c.rule;
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

void FakeMessenger::answer(const CreatePublicAddress& c) {
    if (fails(c.request)) {
        return;
    }
    PublicAddress made;
    made.id = AddressId::draw(m_random);
    made.link = "nightjar:1p/" + std::string(link.substr(link.find('/') + 1));
    made.created = present();
    made.perHour = c.perHour;
    made.perDay = c.perDay;
    made.effort = c.effort;
    made.inStock = 32;
    m_addresses.push_back(made);
    say(PublicAddressAnswer{c.request, made});
}

void FakeMessenger::answer(const ListPublicAddresses& c) {
    say(PublicAddressesAnswer{c.request, m_addresses});
}

void FakeMessenger::answer(const ChangePublicAddress& c) {
    if (fails(c.request)) {
        return;
    }
    const auto found = std::ranges::find(m_addresses, c.address, &PublicAddress::id);
    if (found == m_addresses.end()) {
        say(CommandFailed{c.request, ErrorCode::AddressGone});
        return;
    }
    found->perHour = c.perHour;
    found->perDay = c.perDay;
    say(PublicAddressAnswer{c.request, *found});
}

void FakeMessenger::answer(const DeletePublicAddress& c) {
    if (!fails(c.request)) {
        std::erase_if(m_addresses, [&](const PublicAddress& one) { return one.id == c.address; });
        say(CommandDone{c.request});
    }
}

void FakeMessenger::loseAddress() {
    const auto lost = m_addresses.front().id;
    m_addresses.erase(m_addresses.begin());
    say(PublicAddressEnded{lost});
}

void FakeMessenger::answer(const SetTurnServer& c) {
    if (!fails(c.request)) {
        status.turnServer = c.server;
        status.turnState = c.server.empty() ? "" : "idle";
        say(CommandDone{c.request});
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
