// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QTimer>

#include "gate.h"
#include "secretbuffer.h"

namespace nightjar {

/// A chat with a PIN of its own: sets that PIN, opens the chat with it, takes it away again.
class ChatPinViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by IdentitiesModel")
    Q_PROPERTY(nightjar::SecretBuffer* entry READ entry CONSTANT FINAL)
    Q_PROPERTY(Step step READ step NOTIFY changed FINAL)
    Q_PROPERTY(QString name READ name NOTIFY changed FINAL)
    Q_PROPERTY(bool hidden READ isHidden WRITE setHidden NOTIFY changed FINAL)
    Q_PROPERTY(int openSeconds READ openSeconds WRITE setOpenSeconds NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(int waitSeconds READ waitSeconds NOTIFY changed FINAL)

public:
    /// What the PIN that is being entered is for.
    enum class Step {
        None,
        Set,         ///< of a chat that is to be locked
        SetAgain,    ///< the same once more
        Open,        ///< of a locked chat
        OpenHidden,  ///< of one that is in no list
        TakeAway,    ///< the chat goes back among the others
    };
    Q_ENUM(Step)

    explicit ChatPinViewModel(Gate& gate, QObject* parent = nullptr);

    [[nodiscard]] SecretBuffer* entry() { return &m_entry; }
    [[nodiscard]] Step step() const { return m_step; }
    /// Of whom the chat is with.
    [[nodiscard]] QString name() const { return m_name; }
    /// Of one that is to be locked: it will be in no list.
    [[nodiscard]] bool isHidden() const { return m_hidden; }
    void setHidden(bool hidden);
    /// For so long it stays open; zero: until Nightjar is locked.
    [[nodiscard]] int openSeconds() const { return m_openSeconds; }
    void setOpenSeconds(int seconds);
    [[nodiscard]] bool isWorking() const { return m_working; }
    /// A stable name such as "wrong-pin", or "pins-differ".
    [[nodiscard]] QString problem() const { return m_problem; }
    /// How long the next attempt has to wait; zero: not at all.
    [[nodiscard]] int waitSeconds() const { return m_waitSeconds; }

    Q_INVOKABLE void beginLock(const QString& contact, const QString& name);
    Q_INVOKABLE void beginOpen(const QString& container, const QString& name);
    Q_INVOKABLE void beginOpenHidden();
    Q_INVOKABLE void beginTakeAway(const QString& container, const QString& name);
    /// The PIN is complete.
    Q_INVOKABLE void submit();
    Q_INVOKABLE void cancel();

Q_SIGNALS:
    void changed();
    /// The page has done its work.
    void finished();
    void opened(const nightjar::ContainerId& container);

private:
    void begin(Step step, const QString& name);
    [[nodiscard]] Household::Done told(bool opens);
    void countDown();

    Gate& m_gate;
    SecretBuffer m_entry;
    SecretBytes m_first;  ///< of a new PIN, until it was entered once more
    QTimer m_second;
    Step m_step = Step::None;
    ContactId m_contact;
    ContainerId m_container;
    QString m_name;
    QString m_problem;
    bool m_hidden = false;
    bool m_working = false;
    int m_openSeconds = 300;
    int m_waitSeconds = 0;
};

}  // namespace nightjar
