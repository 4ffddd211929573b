// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "invitationsmodel.h"

#include <algorithm>

#include "clipboard.h"
#include "names.h"

namespace nightjar {

InvitationsModel::InvitationsModel(Courier& courier, QObject* parent) : QAbstractListModel(parent), m_courier(courier) {
    connect(&m_courier, &Courier::news, this, &InvitationsModel::hear);
}

int InvitationsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant InvitationsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& invitation = m_invitations[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case InvitationRole:
            return toQt(invitation.id);
        case CreatedRole:
            return toQt(invitation.created);
        case ExpiresRole:
            return toQt(invitation.expires);
        default:
            return {};
    }
}

QHash<int, QByteArray> InvitationsModel::roleNames() const {
    return {{InvitationRole, "invitation"}, {CreatedRole, "created"}, {ExpiresRole, "expires"}};
}

void InvitationsModel::leaveOut(const std::optional<InvitationId>& invitation) {
    m_leftOut = invitation;
    reload();
}

void InvitationsModel::reload() {
    m_courier.ask(ListInvitations{}, this, [this](const Event& answer) {
        if (const auto* all = std::get_if<InvitationsAnswer>(&answer)) {
            reset(all->invitations);
        }
    });
}

void InvitationsModel::copy(const QString& invitation) {
    const auto found = std::ranges::find(m_invitations, invitation, [](const Invitation& i) { return toQt(i.id); });
    if (found != m_invitations.end()) {
        copySensitive(toQt(found->link));
    }
}

void InvitationsModel::revoke(const QString& invitation) {
    const auto id = InvitationId::parse(invitation.toStdString());
    if (!id) {
        return;
    }
    RevokeInvitation command;
    command.invitation = *id;
    m_courier.ask(command, this, [this](const Event& answer) {
        m_problem = toQt(failureOf(answer));
        Q_EMIT problemChanged();
        reload();
    });
}

void InvitationsModel::hear(const Event& event) {
    if (std::holds_alternative<InvitationEnded>(event)) {
        reload();
    }
}

void InvitationsModel::reset(const std::vector<Invitation>& oldestFirst) {
    beginResetModel();
    m_invitations.assign(oldestFirst.rbegin(), oldestFirst.rend());
    std::erase_if(m_invitations, [this](const Invitation& invitation) { return invitation.id == m_leftOut; });
    endResetModel();
    Q_EMIT countChanged();
}

}  // namespace nightjar
