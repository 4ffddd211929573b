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

    Q_INVOKABLE void submit();

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
    int m_waitSeconds = 0;
};

}  // namespace nightjar
