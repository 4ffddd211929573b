// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "courier.h"

namespace nightjar {

/// The own invitations that can still be used, the newest first.
class InvitationsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by InviteViewModel")
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged FINAL)

public:
    enum Role {
        InvitationRole = Qt::UserRole + 1,
        CreatedRole,
        ExpiresRole,
    };

    explicit InvitationsModel(Courier& courier, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_invitations.size()); }
    [[nodiscard]] QString problem() const { return m_problem; }

    /// The one that is shown by itself is left out of the list.
    void leaveOut(const std::optional<InvitationId>& invitation);
    void reload();
    /// Puts the link on the clipboard, from which it is taken again after a minute.
    Q_INVOKABLE void copy(const QString& invitation);
    /// From now on nobody can use it.
    Q_INVOKABLE void revoke(const QString& invitation);

Q_SIGNALS:
    void countChanged();
    void problemChanged();

private:
    void hear(const Event& event);
    void reset(const std::vector<Invitation>& oldestFirst);

    Courier& m_courier;
    std::vector<Invitation> m_invitations;
    std::optional<InvitationId> m_leftOut;
    QString m_problem;
};

}  // namespace nightjar
