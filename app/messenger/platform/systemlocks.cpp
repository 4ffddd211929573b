// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "systemlocks.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusUnixFileDescriptor>

namespace nightjar {

namespace {

const QString loginService = QStringLiteral("org.freedesktop.login1");
const QString loginPath = QStringLiteral("/org/freedesktop/login1");
const QString loginManager = QStringLiteral("org.freedesktop.login1.Manager");

}  // namespace

struct SystemLocks::Delay {
    QDBusUnixFileDescriptor descriptor;  ///< the system waits while it is open
};

SystemLocks::SystemLocks(QObject* parent) : QObject(parent), m_delay(std::make_unique<Delay>()) {
    auto session = QDBusConnection::sessionBus();
    for (const auto& [path, interface] :
         {std::pair(QStringLiteral("/org/freedesktop/ScreenSaver"), QStringLiteral("org.freedesktop.ScreenSaver")),
          std::pair(QStringLiteral("/ScreenSaver"), QStringLiteral("org.freedesktop.ScreenSaver")),
          std::pair(QStringLiteral("/org/gnome/ScreenSaver"), QStringLiteral("org.gnome.ScreenSaver"))}) {
        session.connect(QString(), path, interface, QStringLiteral("ActiveChanged"), this,
                        SLOT(screenSaverChanged(bool)));
    }
    auto system = QDBusConnection::systemBus();
    system.connect(loginService, loginPath, loginManager, QStringLiteral("PrepareForSleep"), this,
                   SLOT(prepareForSleep(bool)));
    // Of whichever session: there is no harm in one lock too many.
    system.connect(loginService, QString(), QStringLiteral("org.freedesktop.login1.Session"), QStringLiteral("Lock"),
                   this, SLOT(lockAsked()));
    if (system.isConnected()) {
        holdSleep();
    }
}

SystemLocks::~SystemLocks() = default;

void SystemLocks::screenSaverChanged(bool active) {
    if (active) {
        Q_EMIT screenLocked();
    }
}

void SystemLocks::lockAsked() {
    Q_EMIT screenLocked();
}

void SystemLocks::prepareForSleep(bool begins) {
    if (begins) {
        Q_EMIT sleeping();
        m_delay->descriptor = {};
    } else {
        holdSleep();
    }
}

void SystemLocks::holdSleep() {
    auto call = QDBusMessage::createMethodCall(loginService, loginPath, loginManager, QStringLiteral("Inhibit"));
    call.setArguments(
        {QStringLiteral("sleep"), QStringLiteral("Nightjar"), QStringLiteral("Locking"), QStringLiteral("delay")});
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::systemBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* finished) {
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *finished;
        if (reply.isValid()) {
            m_delay->descriptor = reply.value();
        }
        finished->deleteLater();
    });
}

}  // namespace nightjar

#include "moc_systemlocks.cpp"
