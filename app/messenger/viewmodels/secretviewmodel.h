// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>
#include <QTimer>

#include "courier.h"

namespace nightjar {

/// What is different in a session that is a secret chat: its rule and the time that is left of it.
class SecretViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by SessionViewModel")
    Q_PROPERTY(bool active READ isActive NOTIFY changed FINAL)
    Q_PROPERTY(QString from READ from NOTIFY changed FINAL)
    Q_PROPERTY(int seconds READ seconds NOTIFY changed FINAL)
    Q_PROPERTY(bool group READ isGroup NOTIFY changed FINAL)
    Q_PROPERTY(bool founder READ isFounder NOTIFY changed FINAL)
    Q_PROPERTY(double secondsLeft READ secondsLeft NOTIFY ticked FINAL)
    Q_PROPERTY(QDateTime ends READ ends NOTIFY changed FINAL)

public:
    explicit SecretViewModel(Courier& courier, QObject* parent = nullptr);

    /// This session is a secret chat; all else means nothing when it is not.
    [[nodiscard]] bool isActive() const { return m_chat.has_value(); }
    /// lifeFromName(LifeFrom) of the rule.
    [[nodiscard]] QString from() const;
    [[nodiscard]] int seconds() const;
    [[nodiscard]] bool isGroup() const { return m_chat && m_chat->group; }
    [[nodiscard]] bool isFounder() const { return m_chat && m_chat->founder; }
    /// Until everything goes, as far as is known now; never below zero.
    [[nodiscard]] double secondsLeft() const;
    [[nodiscard]] QDateTime ends() const;

Q_SIGNALS:
    void changed();
    void ticked();

private:
    void ask();
    void schedule();

    Courier& m_courier;
    std::optional<SecretChat> m_chat;
    QTimer m_second;
};

}  // namespace nightjar
