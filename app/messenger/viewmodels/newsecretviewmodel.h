// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "gate.h"

namespace nightjar {

/// Makes a secret chat: under which name, how long what lives, and for how many.
class NewSecretViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by SessionViewModel::startSecret")
    Q_PROPERTY(QString nickname READ nickname WRITE setNickname NOTIFY changed FINAL)
    Q_PROPERTY(QString from READ from NOTIFY changed FINAL)
    Q_PROPERTY(int seconds READ seconds NOTIFY changed FINAL)
    Q_PROPERTY(bool group READ isGroup WRITE setGroup NOTIFY changed FINAL)
    Q_PROPERTY(bool possible READ isPossible NOTIFY changed FINAL)
    Q_PROPERTY(bool working READ isWorking NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    explicit NewSecretViewModel(Gate& gate, QObject* parent = nullptr);

    [[nodiscard]] QString nickname() const { return m_nickname; }
    void setNickname(const QString& nickname);
    /// lifeFromName(LifeFrom): "sent", "read" or "creation".
    [[nodiscard]] QString from() const;
    [[nodiscard]] int seconds() const { return static_cast<int>(m_rule.life / std::chrono::seconds(1)); }
    [[nodiscard]] bool isGroup() const { return m_group; }
    void setGroup(bool group);
    /// There is a nickname.
    [[nodiscard]] bool isPossible() const { return !m_nickname.trimmed().isEmpty(); }
    [[nodiscard]] bool isWorking() const { return m_working; }
    [[nodiscard]] QString problem() const { return m_problem; }

    Q_INVOKABLE void setRule(const QString& from, int seconds);
    Q_INVOKABLE void create();

Q_SIGNALS:
    void changed();
    /// It is there and open.
    void made(const QString& container);

private:
    Gate& m_gate;
    QString m_nickname;
    LifeRule m_rule{LifeFrom::Read, std::chrono::hours(24)};
    bool m_group = false;
    bool m_working = false;
    QString m_problem;
};

}  // namespace nightjar
