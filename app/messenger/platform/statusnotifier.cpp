// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "statusnotifier.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include "trayitem.h"
#include "traymenu.h"

namespace nightjar {

namespace {

const QString watcherService = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString watcherPath = QStringLiteral("/StatusNotifierWatcher");
const QString itemPath = QStringLiteral("/StatusNotifierItem");
const QString menuPath = QString::fromLatin1(TrayItem::menuPath);

QString itemService() {
    return QStringLiteral("org.kde.StatusNotifierItem-%1-1").arg(QCoreApplication::applicationPid());
}

}  // namespace

StatusNotifier::StatusNotifier(QObject* parent)
    : TrayPort(parent),
      m_item(new TrayItem(&m_icon, [this] { Q_EMIT showWanted(); })),
      m_menu(new TrayMenu(&m_popup, [this](TrayMenu::Entry entry) { choose(entry); })),
      m_watcher(watcherService, QDBusConnection::sessionBus(), QDBusServiceWatcher::WatchForOwnerChange) {
    auto bus = QDBusConnection::sessionBus();
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, &StatusNotifier::probe);
    for (const auto* const signal : {"StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"}) {
        bus.connect(watcherService, watcherPath, watcherService, QString::fromLatin1(signal), this, SLOT(probe()));
    }
}

StatusNotifier::~StatusNotifier() = default;

void StatusNotifier::choose(int entry) {
    if (entry == TrayMenu::Show) {
        Q_EMIT showWanted();
    } else if (entry == TrayMenu::Lock) {
        Q_EMIT lockWanted();
    } else if (entry == TrayMenu::Quit) {
        Q_EMIT quitWanted();
    }
}

void StatusNotifier::setShown(bool shown) {
    if (m_shown == shown && m_probed) {
        return;
    }
    m_shown = shown;
    auto bus = QDBusConnection::sessionBus();
    if (!shown) {
        bus.unregisterObject(itemPath);
        bus.unregisterObject(menuPath);
        bus.unregisterService(itemService());  // by which watchers notice that it is gone
    }
    probe();
}

void StatusNotifier::setState(bool unread, bool lockable) {
    m_item->setUnread(unread);
    m_menu->setLockable(lockable);
}

void StatusNotifier::setWords(const Words& words) {
    m_menu->setWords(words);
}

void StatusNotifier::probe() {
    if (!m_shown) {
        return become(false);
    }
    auto ask = QDBusMessage::createMethodCall(watcherService, watcherPath,
                                              QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    ask.setArguments({watcherService, QStringLiteral("IsStatusNotifierHostRegistered")});
    ask.setAutoStartService(false);
    auto* const asked = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(ask), this);
    connect(asked, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* finished) {
        finished->deleteLater();
        const QDBusPendingReply<QVariant> reply = *finished;
        if (!m_shown || !reply.isValid() || !reply.value().toBool()) {
            return become(false);
        }
        auto bus = QDBusConnection::sessionBus();
        bus.registerObject(itemPath, &m_icon, QDBusConnection::ExportAdaptors);
        bus.registerObject(menuPath, &m_popup, QDBusConnection::ExportAdaptors);
        bus.registerService(itemService());
        auto tell = QDBusMessage::createMethodCall(watcherService, watcherPath, watcherService,
                                                   QStringLiteral("RegisterStatusNotifierItem"));
        tell.setArguments({itemService()});
        auto* const told = new QDBusPendingCallWatcher(bus.asyncCall(tell), this);
        connect(told, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
            become(m_shown && !done->isError());
            done->deleteLater();
        });
    });
}

void StatusNotifier::become(bool there) {
    const bool first = !std::exchange(m_probed, true);
    if (std::exchange(m_there, there) != there) {
        Q_EMIT thereChanged();
    }
    if (first) {
        Q_EMIT probed();
    }
}

}  // namespace nightjar

#include "moc_statusnotifier.cpp"
