// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <map>
#include <memory>

#include "chatpinviewmodel.h"
#include "gate.h"
#include "sessionviewmodel.h"

namespace nightjar {

/// Everything behind one PIN: the identity it opened, and what lives within that one: private identities, locked and
/// secret chats. Each that is open has a session; one of them is on the screen. A row for each, the identity itself
/// first; hidden ones only while they are open.
class IdentitiesModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(int openCount READ openCount NOTIFY changed FINAL)
    Q_PROPERTY(int unreadElsewhere READ unreadElsewhere NOTIFY unreadChanged FINAL)
    Q_PROPERTY(QString current READ current NOTIFY currentChanged FINAL)
    Q_PROPERTY(QString currentKind READ currentKind NOTIFY currentChanged FINAL)
    Q_PROPERTY(QString currentName READ currentName NOTIFY currentChanged FINAL)
    Q_PROPERTY(bool possible READ isPossible CONSTANT FINAL)
    Q_PROPERTY(bool hidden READ isHidden CONSTANT FINAL)
    Q_PROPERTY(bool canHide READ canHide CONSTANT FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::ChatPinViewModel* chatPin READ chatPin CONSTANT FINAL)

public:
    enum Role {
        ContainerRole = Qt::UserRole + 1,  ///< empty: the identity itself
        NameRole,
        KindRole,  ///< kindName(ContainerKind)
        OpenRole,
        CurrentRole,
        UnreadRole,
        LockedRole,  ///< opens with a PIN of its own
        OpensItselfRole,
        EndsRole,  ///< when it destroys itself; invalid: never
    };

    IdentitiesModel(Gate& gate, Messenger& outer, QObject* parent = nullptr);
    ~IdentitiesModel() override;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return 1 + static_cast<int>(m_shown.size()); }
    [[nodiscard]] int openCount() const { return static_cast<int>(m_sessions.size()); }
    /// Messages that wait in the others.
    [[nodiscard]] int unreadElsewhere() const;
    /// Which one is on the screen; empty: the identity itself.
    [[nodiscard]] QString current() const;
    [[nodiscard]] QString currentKind() const;
    /// Of one within, as its label says.
    [[nodiscard]] QString currentName() const;
    [[nodiscard]] bool isPossible() const { return m_gate.household() != nullptr; }
    /// This is all behind the PIN of the hidden identity.
    [[nodiscard]] bool isHidden() const { return m_gate.facts().hidden; }
    /// Whether a hidden identity can be made from here: from the main one, not on a visit to the decoy.
    [[nodiscard]] bool canHide() const { return !m_gate.facts().hidden && !m_gate.facts().visiting; }
    [[nodiscard]] bool isWorking() const { return m_working > 0; }
    /// errorName() or problemName() of the last request that failed.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] ChatPinViewModel* chatPin() { return &m_chatPin; }

    /// What is on the screen; null for the moment in which another one comes, and while a conversation moves.
    [[nodiscard]] SessionViewModel* session() const { return m_session; }

    /// Of the identity itself, whichever is on the screen; null while a conversation moves.
    [[nodiscard]] SessionViewModel* home() const;
    using Sessions = std::map<ContainerId, std::unique_ptr<SessionViewModel>>;
    /// All that are open; the null id: the identity itself.
    [[nodiscard]] const Sessions& sessions() const { return m_sessions; }
    /// Neither locked nor hidden nor secret: what is in it may be told outside the window, if that is wanted.
    [[nodiscard]] bool isOpenlyShown(const ContainerId& container) const;
    /// Closes the open conversations of all of them.
    void closeChats();

    /// Shows another one; opens it before where that needs no PIN.
    Q_INVOKABLE void select(const QString& container);
    /// A new private identity, which is shown then. `hub`: empty: the server of the identity itself.
    Q_INVOKABLE void create(const QString& name, const QString& hub);
    Q_INVOKABLE void open(const QString& container);
    Q_INVOKABLE void close(const QString& container);
    /// For good, with what the server has of it.
    Q_INVOKABLE void remove(const QString& container);
    Q_INVOKABLE void setOpensItself(const QString& container, bool opensItself);
    Q_INVOKABLE void dismissProblem();

Q_SIGNALS:
    void changed();
    void unreadChanged();
    void currentChanged();
    void sessionAdded(const nightjar::ContainerId& container, nightjar::SessionViewModel* session);
    /// The session is gone from sessions() and still whole.
    void sessionDropped(const nightjar::ContainerId& container);
    /// home() came or went; the old one is still whole.
    void homeChanged();

private:
    void add(const ContainerId& container, Messenger& messenger);
    void drop(const ContainerId& container);
    void show(const ContainerId& container);
    void list();
    [[nodiscard]] const ContainerInfo* currentInfo() const;
    /// A call that comes in elsewhere comes to the screen, unless one is talking.
    void watchCalls(const ContainerId& container);
    [[nodiscard]] Household::Done told(std::function<void(const ContainerId&)> then = {});

    Gate& m_gate;
    ChatPinViewModel m_chatPin;
    Sessions m_sessions;
    std::vector<ContainerInfo> m_shown;
    ContainerId m_current;
    SessionViewModel* m_session = nullptr;
    QString m_name;  ///< of the identity itself
    QString m_problem;
    int m_working = 0;
};

}  // namespace nightjar
