// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "inviteviewmodel.h"

#include "clipboard.h"
#include "names.h"

namespace nightjar {

InviteViewModel::InviteViewModel(Courier& courier, QObject* parent)
    : QObject(parent), m_courier(courier), m_others(courier) {
    connect(&m_courier, &Courier::news, this, &InviteViewModel::hear);
    create();
}

void InviteViewModel::create() {
    if (m_working) {
        return;
    }
    m_working = true;
    m_used = false;
    m_problem.clear();
    m_link.clear();
    m_contact.clear();
    m_contactName.clear();
    m_end.clear();
    Q_EMIT changed();
    CreateInvitation command;
    command.life = std::chrono::hours(m_hours);
    command.mayErase = m_mayErase;
    m_courier.ask(command, this, [this](const Event& answer) {
        m_working = false;
        if (const auto* made = std::get_if<InvitationAnswer>(&answer)) {
            m_invitation = made->invitation;
            m_link = toQt(made->link);
            m_expires = toQt(made->expires);
            m_others.leaveOut(m_invitation);
        } else if (failureOf(answer) == ErrorCode::GroupFull) {
            return showOpen();
        } else {
            m_others.leaveOut({});
            m_problem = toQt(failureOf(answer));
        }
        Q_EMIT changed();
    });
}

void InviteViewModel::showOpen() {
    m_courier.ask(ListInvitations{}, this, [this](const Event& answer) {
        const auto* all = std::get_if<InvitationsAnswer>(&answer);
        if (all && !all->invitations.empty()) {
            const auto& newest = all->invitations.back();
            m_invitation = newest.id;
            m_link = toQt(newest.link);
            m_expires = toQt(newest.expires);
            m_others.leaveOut(m_invitation);
        } else {
            m_problem = toQt(ErrorCode::GroupFull);
        }
        Q_EMIT changed();
    });
}

void InviteViewModel::setHours(int hours) {
    if (m_working || hours == m_hours) {
        return;
    }
    m_hours = hours;
    revoke();
    create();
}

void InviteViewModel::setMayErase(bool on) {
    if (m_working || on == m_mayErase) {
        return;
    }
    m_mayErase = on;
    revoke();
    create();
}

void InviteViewModel::copy() {
    if (!m_link.isEmpty()) {
        copySensitive(m_link);
    }
}

void InviteViewModel::revoke() {
    if (m_link.isEmpty() || m_used) {
        return;
    }
    RevokeInvitation revoke;
    revoke.invitation = m_invitation;
    m_courier.tell(revoke);
}

void InviteViewModel::hear(const Event& event) {
    if (const auto* ended = std::get_if<InvitationEnded>(&event)) {
        if (!m_link.isEmpty() && ended->invitation == m_invitation) {
            m_used = true;
            m_end = toQt(endName(ended->end));
            Q_EMIT changed();
        }
    } else if (const auto* added = std::get_if<ContactAdded>(&event)) {
        // While this page is open a new contact is the one who was invited: nothing else on it makes one.
        if (!m_link.isEmpty() && m_contact.isEmpty()) {
            m_contact = toQt(added->contact.id);
            m_contactName = toQt(added->contact.name);
            m_used = true;
            Q_EMIT changed();
        }
    }
}

}  // namespace nightjar
