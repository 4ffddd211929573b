// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>

#include "invitationsmodel.h"

namespace nightjar {

/// Makes one invitation and shows it until somebody used it; and the others that are still open.
class InviteViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::startInvite")
    Q_PROPERTY(QString link READ link NOTIFY changed FINAL)
    Q_PROPERTY(QDateTime expires READ expires NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(bool used READ isUsed NOTIFY changed FINAL)
    Q_PROPERTY(QString end READ end NOTIFY changed FINAL)
    Q_PROPERTY(int hours READ hours WRITE setHours NOTIFY changed FINAL)
    Q_PROPERTY(bool mayErase READ lets WRITE setMayErase NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::InvitationsModel* others READ others CONSTANT FINAL)
    Q_PROPERTY(QString contact READ contact NOTIFY changed FINAL)
    Q_PROPERTY(QString contactName READ contactName NOTIFY changed FINAL)

public:
    explicit InviteViewModel(Courier& courier, QObject* parent = nullptr);

    [[nodiscard]] QString link() const { return m_link; }
    [[nodiscard]] QDateTime expires() const { return m_expires; }
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// Somebody came with it, or it is over.
    [[nodiscard]] bool isUsed() const { return m_used; }
    /// endName(InvitationEnd) of the one that is over; empty while it is not.
    [[nodiscard]] QString end() const { return m_end; }
    /// How long it can be used.
    [[nodiscard]] int hours() const { return m_hours; }
    /// Makes another one of this life; the one on show, which may have been passed on, is withdrawn.
    void setHours(int hours);
    /// Whoever uses it may delete here what is between us.
    [[nodiscard]] bool lets() const { return m_mayErase; }
    /// Makes another one, as setHours() does.
    void setMayErase(bool on);
    /// Those made before that are still open.
    [[nodiscard]] InvitationsModel* others() { return &m_others; }
    /// Who came, once they did.
    [[nodiscard]] QString contact() const { return m_contact; }
    [[nodiscard]] QString contactName() const { return m_contactName; }

    /// Asks for an invitation (again, after a problem or when the last one was used).
    Q_INVOKABLE void create();
    /// Puts the link on the clipboard, from which it is taken again after a minute.
    Q_INVOKABLE void copy();
    Q_INVOKABLE void revoke();

Q_SIGNALS:
    void changed();

private:
    void hear(const Event& event);
    /// There may be no further one: shows that which is open.
    void showOpen();

    Courier& m_courier;
    InvitationsModel m_others;
    InvitationId m_invitation;
    QString m_link;
    QDateTime m_expires;
    QString m_problem;
    QString m_contact;
    QString m_contactName;
    QString m_end;
    int m_hours = static_cast<int>(std::chrono::duration_cast<std::chrono::hours>(longestInvitation).count());
    bool m_mayErase = true;
    bool m_working = false;
    bool m_used = false;
};

}  // namespace nightjar
