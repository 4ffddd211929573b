// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "courier.h"
#include "gate.h"

namespace nightjar {

/// When the open identity locks itself, and what the panic key does. Kept in the identity, so that nothing outside
/// tells; what is in force while locked is the vault's.
class LockingViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(int screenAfter READ screenAfter WRITE setScreenAfter NOTIFY changed FINAL)
    Q_PROPERTY(int vaultAfter READ vaultAfter WRITE setVaultAfter NOTIFY changed FINAL)
    Q_PROPERTY(bool withSystem READ followsSystem WRITE setWithSystem NOTIFY changed FINAL)
    Q_PROPERTY(QString panicKey READ panicKey WRITE setPanicKey NOTIFY changed FINAL)
    Q_PROPERTY(bool panicWipes READ panicWipes WRITE setPanicWipes NOTIFY changed FINAL)
    Q_PROPERTY(bool hasWipePin READ hasWipePin NOTIFY changed FINAL)
    Q_PROPERTY(bool wipesAfterFailures READ wipesAfterFailures NOTIFY changed FINAL)
    Q_PROPERTY(bool canVisitDecoy READ canVisitDecoy NOTIFY changed FINAL)
    Q_PROPERTY(bool hidden READ isHidden CONSTANT FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    static constexpr int screenAfterAtFirst = 15;

    LockingViewModel(Courier& courier, Gate& gate, QObject* parent = nullptr);

    /// Minutes without input until the lock screen is shown while everything goes on; 0: never.
    [[nodiscard]] int screenAfter() const { return m_screenAfter; }
    void setScreenAfter(int minutes);
    /// Minutes without input until the keys go; 0: never.
    [[nodiscard]] int vaultAfter() const { return m_vaultAfter; }
    void setVaultAfter(int minutes);
    /// The lock screen comes with that of the system, and the keys go when it sleeps.
    [[nodiscard]] bool followsSystem() const { return m_withSystem; }
    void setWithSystem(bool on);
    /// "off", "escape" (three times within a second) or "chord" (Ctrl+Shift+X).
    [[nodiscard]] QString panicKey() const { return m_panicKey; }
    void setPanicKey(const QString& key);
    /// It does not only lock, it destroys.
    [[nodiscard]] bool panicWipes() const { return m_panicWipes; }
    void setPanicWipes(bool on);
    [[nodiscard]] bool hasWipePin() const { return m_gate.facts().hasWipePin; }
    [[nodiscard]] bool wipesAfterFailures() const { return m_gate.facts().wipesAfterFailures; }
    [[nodiscard]] bool canVisitDecoy() const { return m_gate.facts().hasDecoy; }
    /// This is the hidden identity, from which nothing is changed that concerns the others.
    [[nodiscard]] bool isHidden() const { return m_gate.facts().hidden; }
    /// errorName() of why a choice was not kept; empty: it was.
    [[nodiscard]] QString problem() const { return m_problem; }

    /// Closes this identity and opens the one that a wipe leaves, to fill it.
    Q_INVOKABLE void visitDecoy();

Q_SIGNALS:
    void changed();

private:
    void read(const std::string& key, std::function<void(const std::string&)> take);
    void write(const std::string& key, const std::string& value);

    Courier& m_courier;
    Gate& m_gate;
    int m_screenAfter = screenAfterAtFirst;
    int m_vaultAfter = 0;
    bool m_withSystem = true;
    QString m_panicKey = QStringLiteral("off");
    bool m_panicWipes = false;
    QString m_problem;
};

}  // namespace nightjar
