// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QDBusServiceWatcher>
#include <QHash>
#include <QStringList>
#include <map>

#include "desktopports.h"

namespace nightjar {

/// Notifications through the daemon of the desktop (Desktop Notifications Specification 1.2, org.freedesktop.
/// Notifications on the session bus). All are transient: no daemon that keeps to the specification stores them. Where
/// no daemon runs and none can be started, nothing is shown.
class DBusNotifications final : public NotificationPort {
    Q_OBJECT

public:
    explicit DBusNotifications(QObject* parent = nullptr);
    /// Takes back what is shown, and waits until the bus has it.
    ~DBusNotifications() override;

    void show(const QString& key, const Notification& what) override;
    void withdraw(const QString& key) override;

private Q_SLOTS:
    void actionInvoked(uint id, const QString& action);
    void notificationReplied(uint id, const QString& text);
    void activationToken(uint id, const QString& token);
    void notificationClosed(uint id, uint reason);

private:
    struct Shown {
        uint id = 0;           ///< zero: the daemon has not answered yet
        bool wanted = true;    ///< withdrawn while its id is not known
        bool waiting = false;  ///< `next` is to be shown once the id is known, in its place
        Notification next;
    };

    void send(const QString& key, const Notification& what, uint replaces);
    void answered(const QString& key, uint id);
    void close(uint id);
    [[nodiscard]] QString keyOf(uint id) const;

    QDBusServiceWatcher m_daemon;
    QStringList m_can;  ///< its capabilities
    std::map<QString, Shown> m_shown;
    QByteArray m_token;
};

}  // namespace nightjar
