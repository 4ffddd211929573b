// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QTimer>

#include "gate.h"
#include "secretbuffer.h"

namespace nightjar {

/// The lock screen: takes a PIN, tells in words how it went. Looks the same whatever the PIN does.
class UnlockViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(nightjar::SecretBuffer* pin READ pin CONSTANT FINAL)
    Q_PROPERTY(bool checking READ isChecking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(int waitSeconds READ waitSeconds NOTIFY changed FINAL)
    Q_PROPERTY(bool usable READ isUsable NOTIFY changed FINAL)
    Q_PROPERTY(bool rehearsal READ isRehearsal NOTIFY changed FINAL)

public:
    explicit UnlockViewModel(Gate& gate, QObject* parent = nullptr);

    [[nodiscard]] SecretBuffer* pin() { return &m_pin; }
    [[nodiscard]] bool isChecking() const { return m_checking; }
    /// A stable name such as "wrong-pin", or of why the profile cannot be used; empty: all is well.
    [[nodiscard]] QString problem() const;
    /// How long the next attempt has to wait; zero: not at all.
    [[nodiscard]] int waitSeconds() const { return m_waitSeconds; }
    /// False when there is a profile that no PIN opens (damaged, in use …).
    [[nodiscard]] bool isUsable() const;

    /// The wipe PIN is tried, and everything else is wrong (AppViewModel::rehearse()).
    [[nodiscard]] bool isRehearsal() const { return m_rehearsal; }
    void setRehearsal(bool on);

    Q_INVOKABLE void submit();
    /// The digits 0 … 9 in an order that nobody knows beforehand, for a pad that tells nothing to who sees the finger.
    Q_INVOKABLE [[nodiscard]] QList<int> shuffledDigits() const;

Q_SIGNALS:
    void changed();

private:
    void refuse(const QString& problem, Duration retryAfter);
    void countDown();

    Gate& m_gate;
    SecretBuffer m_pin;
    QTimer m_second;
    QString m_problem;
    bool m_checking = false;
    bool m_rehearsal = false;
    int m_waitSeconds = 0;
};

}  // namespace nightjar
