// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "dbusnotifications.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace nightjar {

namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
/// What a click on the notification itself means, in the specification.
const QString defaultAction = QStringLiteral("default");
/// With this action a field to write in is shown (KDE, and what follows it), and NotificationReplied tells the text.
const QString replyAction = QStringLiteral("inline-reply");
constexpr int daemonDecides = -1;
constexpr int never = 0;
/// Of the last words before the program ends, in milliseconds.
constexpr int lastWait = 500;

QDBusMessage call(const char* method) {
    return QDBusMessage::createMethodCall(service, path, service, QString::fromLatin1(method));
}

}  // namespace

DBusNotifications::DBusNotifications(QObject* parent)
    : NotificationPort(parent),
      m_daemon(service, QDBusConnection::sessionBus(), QDBusServiceWatcher::WatchForOwnerChange) {
    auto bus = QDBusConnection::sessionBus();
    bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
    bus.connect(service, path, service, QStringLiteral("NotificationReplied"), this,
                SLOT(notificationReplied(uint, QString)));
    bus.connect(service, path, service, QStringLiteral("ActivationToken"), this, SLOT(activationToken(uint, QString)));
    bus.connect(service, path, service, QStringLiteral("NotificationClosed"), this,
                SLOT(notificationClosed(uint, uint)));
    const auto ask = [this] {
        auto* const watcher =
            new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call("GetCapabilities")), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* finished) {
            const QDBusPendingReply<QStringList> reply = *finished;
            m_can = reply.isValid() ? reply.value() : QStringList();
            finished->deleteLater();
        });
    };
    // Another daemon knows nothing of what this one shows.
    connect(&m_daemon, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this, ask](const QString&, const QString&, const QString& now) {
                m_can.clear();
                for (const auto& [key, shown] : std::exchange(m_shown, {})) {
                    Q_EMIT closed(key);
                }
                if (!now.isEmpty()) {
                    ask();
                }
            });
    ask();
}

DBusNotifications::~DBusNotifications() {
    for (const auto& [key, shown] : m_shown) {
        if (shown.id != 0) {
            auto message = call("CloseNotification");
            message.setArguments({shown.id});
            QDBusConnection::sessionBus().call(message, QDBus::Block, lastWait);
        }
    }
}

void DBusNotifications::show(const QString& key, const Notification& what) {
    const auto [at, isNew] = m_shown.try_emplace(key);
    auto& shown = at->second;
    shown.wanted = true;
    if (isNew || shown.id != 0) {
        send(key, what, shown.id);
    } else {
        shown.waiting = true;
        shown.next = what;
    }
}

void DBusNotifications::withdraw(const QString& key) {
    const auto at = m_shown.find(key);
    if (at == m_shown.end()) {
        return;
    }
    if (at->second.id == 0) {
        at->second.wanted = false;
        at->second.waiting = false;
        return;
    }
    close(at->second.id);
    m_shown.erase(at);
}

void DBusNotifications::send(const QString& key, const Notification& what, uint replaces) {
    QStringList actions;
    if (m_can.contains(QStringLiteral("actions"))) {
        for (const auto& action : what.actions) {
            if (action.id == u"open") {
                actions += {defaultAction, action.words};
            }
            // With a field to reply in there is no need of a button besides.
            if (action.id != u"open" || what.replyWords.isEmpty() || !m_can.contains(replyAction)) {
                actions += {action.id, action.words};
            }
        }
        if (!what.replyWords.isEmpty() && m_can.contains(replyAction)) {
            actions += {replyAction, what.replyWords};
        }
    }
    const auto text = m_can.contains(QStringLiteral("body-markup")) ? what.text.toHtmlEscaped() : what.text;
    const QVariantMap hints{
        {QStringLiteral("transient"), true},  // not into any history
        {QStringLiteral("urgency"), QVariant::fromValue(static_cast<uchar>(what.urgent ? 2 : 1))},
        {QStringLiteral("category"), what.category},
        // By it daemons find name and icon, and people turn off our notifications in the system's settings.
        {QStringLiteral("desktop-entry"), QStringLiteral("nightjar")},
    };
    auto message = call("Notify");
    message.setArguments({QStringLiteral("Nightjar"), replaces, QStringLiteral("nightjar"), what.heading, text, actions,
                          hints, what.urgent ? never : daemonDecides});
    auto* const watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher* finished) {
        const QDBusPendingReply<uint> reply = *finished;
        answered(key, reply.isValid() ? reply.value() : 0);
        finished->deleteLater();
    });
}

void DBusNotifications::answered(const QString& key, uint id) {
    const auto at = m_shown.find(key);
    if (at == m_shown.end() || id == 0 || !at->second.wanted) {
        // Nobody shows it, or nobody wants it any more.
        if (id != 0) {
            close(id);
        }
        if (at != m_shown.end()) {
            m_shown.erase(at);
            Q_EMIT closed(key);
        }
        return;
    }
    at->second.id = id;
    if (std::exchange(at->second.waiting, false)) {
        send(key, std::exchange(at->second.next, {}), id);
    }
}

void DBusNotifications::close(uint id) {
    auto message = call("CloseNotification");
    message.setArguments({id});
    QDBusConnection::sessionBus().asyncCall(message);
}

QString DBusNotifications::keyOf(uint id) const {
    for (const auto& [key, shown] : m_shown) {
        if (shown.id == id && id != 0) {
            return key;
        }
    }
    return {};
}

void DBusNotifications::activationToken(uint id, const QString& token) {
    if (!keyOf(id).isEmpty()) {
        m_token = token.left(200).toLatin1();
    }
}

void DBusNotifications::actionInvoked(uint id, const QString& action) {
    // Signals of a daemon go to every program: those of others mean nothing here.
    const auto key = keyOf(id);
    const auto token = std::exchange(m_token, QByteArray());
    if (!key.isEmpty() && action != replyAction) {
        Q_EMIT acted(key, action == defaultAction ? QStringLiteral("open") : action, token);
    }
}

void DBusNotifications::notificationReplied(uint id, const QString& text) {
    if (const auto key = keyOf(id); !key.isEmpty()) {
        Q_EMIT replied(key, text);
    }
}

void DBusNotifications::notificationClosed(uint id, uint reason) {
    Q_UNUSED(reason)
    if (const auto key = keyOf(id); !key.isEmpty()) {
        m_shown.erase(key);
        Q_EMIT closed(key);
    }
}

}  // namespace nightjar

#include "moc_dbusnotifications.cpp"
