// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "desktopservices.h"

#include <QCoreApplication>
#include <QDBusConnection>

#include "appviewmodel.h"
#include "dbusnotifications.h"
#include "statusnotifier.h"

namespace nightjar {

DesktopServices::DesktopServices(AppViewModel& app, const QString& profile, QObject* parent)
    : QObject(parent), m_app(app), m_autostart(QCoreApplication::applicationFilePath(), profile) {
    connect(&m_locks, &SystemLocks::screenLocked, &m_app, &AppViewModel::coverWithSystem);
    connect(&m_locks, &SystemLocks::sleeping, &m_app, &AppViewModel::lockWithSystem);
    DesktopViewModel::Ports ports;
    ports.spelling = &m_spelling;
#ifdef Q_OS_LINUX
    ports.autostart = &m_autostart;
#endif
    if (QDBusConnection::sessionBus().isConnected()) {
        m_badge = std::make_unique<LauncherBadge>();
        m_notifications = std::make_unique<DBusNotifications>();
        m_tray = std::make_unique<StatusNotifier>();
        connect(m_tray.get(), &StatusNotifier::probed, this, [this] { Q_EMIT trayProbed(m_tray->isThere()); });
        ports.badge = m_badge.get();
        ports.notifications = m_notifications.get();
        ports.tray = m_tray.get();
    } else {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT trayProbed(false); }, Qt::QueuedConnection);
    }
    m_app.desktop()->use(ports);
}

DesktopServices::~DesktopServices() {
    m_app.desktop()->use({});
}

}  // namespace nightjar

#include "moc_desktopservices.cpp"
