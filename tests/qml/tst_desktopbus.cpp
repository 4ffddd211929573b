// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Notifications, tray and badge on a message bus of its own, with a daemon and a tray that keep what they are told; and
// the file that starts the program.

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusVariant>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "autostartfile.h"
#include "dbusnotifications.h"
#include "launcherbadge.h"
#include "statusnotifier.h"
#include "trayitem.h"
#include "traymenu.h"

using namespace nightjar;

namespace {

struct Told {
    QString app;
    uint replaces = 0;
    QString heading;
    QString text;
    QStringList actions;
    QVariantMap hints;
    int timeout = 0;
};

/// A notification daemon.
class Daemon : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QMap<uint, Told> shown;
    QStringList capabilities{QStringLiteral("body"), QStringLiteral("actions"), QStringLiteral("body-markup"),
                             QStringLiteral("inline-reply")};
    uint last = 0;

public Q_SLOTS:
    QStringList GetCapabilities() { return capabilities; }
    uint Notify(const QString& app, uint replaces, const QString&, const QString& heading, const QString& text,
                const QStringList& actions, const QVariantMap& hints, int timeout) {
        const auto id = replaces ? replaces : ++last;
        shown[id] = {app, replaces, heading, text, actions, hints, timeout};
        return id;
    }
    void CloseNotification(uint id) { shown.remove(id); }
};

/// Where icons are shown.
class Watcher : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered MEMBER host)

public:
    bool host = true;
    QStringList items;

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString& item) { items.append(item); }
};

}  // namespace

class TestDesktopBus : public QObject {
    Q_OBJECT

    QProcess m_bus;
    QString m_address;
    Daemon m_daemon;
    Watcher m_watcher;
    QStringList m_badges;

    QDBusConnection other() const { return QDBusConnection::connectToBus(m_address, QStringLiteral("other")); }
    void tell(const char* member, const QVariantList& arguments) const {
        auto signal =
            QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/Notifications"),
                                       QStringLiteral("org.freedesktop.Notifications"), QString::fromLatin1(member));
        signal.setArguments(arguments);
        QVERIFY(other().send(signal));
    }
    /// Asks the icon or its menu something, as a tray would.
    QDBusMessage ask(const char* path, const char* interface, const char* method, const QVariantList& arguments) const {
        auto call =
            QDBusMessage::createMethodCall(QDBusConnection::sessionBus().baseService(), QString::fromLatin1(path),
                                           QString::fromLatin1(interface), QString::fromLatin1(method));
        call.setArguments(arguments);
        auto pending = other().asyncCall(call);
        [&] { QTRY_VERIFY(pending.isFinished()); }();
        return pending.reply();
    }

    static Notification note(const QString& text) {
        Notification out;
        out.heading = QStringLiteral("Anna");
        out.text = text;
        out.actions = {{QStringLiteral("open"), QStringLiteral("Open")}};
        out.replyWords = QStringLiteral("Reply");
        out.category = QStringLiteral("im.received");
        return out;
    }

private Q_SLOTS:
    void initTestCase() {
        if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty()) {
            QSKIP("dbus-daemon is not installed");
        }
        m_bus.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                                    QStringLiteral("--nopidfile"), QStringLiteral("--print-address")});
        QVERIFY(m_bus.waitForStarted() && m_bus.waitForReadyRead(10000));
        const auto address = m_bus.readLine().trimmed();
        m_address = QString::fromUtf8(address);
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        auto bus = other();
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_daemon,
                                   QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerObject(QStringLiteral("/StatusNotifierWatcher"), &m_watcher,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllProperties));
        QVERIFY(bus.connect(QString(), QStringLiteral("/com/canonical/unity/launcherentry/1"),
                            QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"), this,
                            SLOT(badge(QString, QVariantMap))));
    }
    void cleanupTestCase() {
        QDBusConnection::disconnectFromBus(QStringLiteral("other"));
        m_bus.kill();
        m_bus.waitForFinished();
    }
    void init() {
        m_daemon.shown.clear();
        m_badges.clear();
    }
    void badge(const QString& uri, const QVariantMap& values) {
        m_badges.append(QStringLiteral("%1 %2 %3")
                            .arg(uri)
                            .arg(values.value(QStringLiteral("count")).toInt())
                            .arg(values.value(QStringLiteral("count-visible")).toBool()));
    }

    void aNotificationIsShownReplacedAndTakenBack() {
        DBusNotifications port;
        QTest::qWait(200);  // what the daemon can do is told by then
        port.show(QStringLiteral("a"), note(QStringLiteral("<b>1 & 2</b>")));
        QTRY_COMPARE(m_daemon.shown.size(), 1);
        const auto told = m_daemon.shown.first();
        QCOMPARE(told.heading, QStringLiteral("Anna"));
        QCOMPARE(told.text, QStringLiteral("&lt;b&gt;1 &amp; 2&lt;/b&gt;"));  // markup is never theirs to write
        QCOMPARE(told.actions, QStringList({QStringLiteral("default"), QStringLiteral("Open"),
                                            QStringLiteral("inline-reply"), QStringLiteral("Reply")}));
        QCOMPARE(told.hints.value(QStringLiteral("transient")).toBool(), true);
        QCOMPARE(told.hints.keys(), QStringList({QStringLiteral("category"), QStringLiteral("desktop-entry"),
                                                 QStringLiteral("transient"), QStringLiteral("urgency")}));
        QTest::qWait(50);
        port.show(QStringLiteral("a"), note(QStringLiteral("2")));
        QTRY_COMPARE(m_daemon.shown.first().text, QStringLiteral("2"));
        QCOMPARE(m_daemon.shown.size(), 1);
        port.withdraw(QStringLiteral("a"));
        QTRY_VERIFY(m_daemon.shown.isEmpty());

        // Before the daemon has answered, too: the last word counts.
        for (int i = 0; i < 5; ++i) {
            port.show(QStringLiteral("b"), note(QString::number(i)));
        }
        port.show(QStringLiteral("c"), note(QStringLiteral("gone")));
        port.withdraw(QStringLiteral("c"));
        QTRY_COMPARE(m_daemon.shown.size(), 1);
        QTRY_COMPARE(m_daemon.shown.first().text, QStringLiteral("4"));
    }

    void whatIsShownEndsWithTheProgram() {
        // The daemon of this test is in the same thread and cannot answer a call that waits; the message is on its way.
        {
            DBusNotifications port;
            port.show(QStringLiteral("a"), note(QStringLiteral("1")));
            QTRY_COMPARE(m_daemon.shown.size(), 1);
            QTest::qWait(100);
        }
        QTRY_VERIFY(m_daemon.shown.isEmpty());
    }

    void answersComeBackToWhoAsked() {
        DBusNotifications port;
        QTest::qWait(200);
        QSignalSpy acted(&port, &NotificationPort::acted);
        QSignalSpy replied(&port, &NotificationPort::replied);
        QSignalSpy closed(&port, &NotificationPort::closed);
        port.show(QStringLiteral("a"), note(QStringLiteral("1")));
        QTRY_COMPARE(m_daemon.shown.size(), 1);
        QTest::qWait(100);
        const auto id = m_daemon.shown.firstKey();
        // Of another program.
        tell("ActionInvoked", {id + 1000, QStringLiteral("default")});
        tell("NotificationReplied", {id + 1000, QStringLiteral("not ours")});
        tell("ActivationToken", {id, QStringLiteral("token-7")});
        tell("ActionInvoked", {id, QStringLiteral("default")});
        QTRY_COMPARE(acted.count(), 1);
        QCOMPARE(acted.at(0), QVariantList({QStringLiteral("a"), QStringLiteral("open"), QByteArray("token-7")}));
        tell("NotificationReplied", {id, QStringLiteral("yes")});
        QTRY_COMPARE(replied.count(), 1);
        QCOMPARE(replied.at(0), QVariantList({QStringLiteral("a"), QStringLiteral("yes")}));
        tell("NotificationClosed", {id, 2U});
        QTRY_COMPARE(closed.count(), 1);
        tell("ActionInvoked", {id, QStringLiteral("default")});
        QTest::qWait(100);
        QCOMPARE(acted.count(), 1);
    }

    void aPlainDaemonGetsNoMarkupAndNoField() {
        m_daemon.capabilities = {QStringLiteral("body"), QStringLiteral("actions")};
        DBusNotifications port;
        QTest::qWait(200);
        port.show(QStringLiteral("a"), note(QStringLiteral("1 < 2")));
        QTRY_COMPARE(m_daemon.shown.size(), 1);
        QCOMPARE(m_daemon.shown.first().text, QStringLiteral("1 < 2"));
        QCOMPARE(m_daemon.shown.first().actions, QStringList({QStringLiteral("default"), QStringLiteral("Open"),
                                                              QStringLiteral("open"), QStringLiteral("Open")}));
    }

    void withoutATrayThereIsNoIcon() {
        StatusNotifier tray;
        QSignalSpy probed(&tray, &StatusNotifier::probed);
        tray.setShown(true);
        QTRY_COMPARE(probed.count(), 1);
        QVERIFY(!tray.isThere());
    }

    void theTrayShowsIconAndMenu() {
        QVERIFY(other().registerService(QStringLiteral("org.kde.StatusNotifierWatcher")));
        StatusNotifier tray;
        tray.setWords({QStringLiteral("Show_it"), QStringLiteral("Lock"), QStringLiteral("Quit")});
        tray.setShown(true);
        QTRY_VERIFY(tray.isThere());
        QCOMPARE(m_watcher.items.size(), 1);
        QVERIFY(other().interface()->isServiceRegistered(m_watcher.items.first()));

        const auto all = ask("/StatusNotifierItem", "org.freedesktop.DBus.Properties", "GetAll",
                             {QStringLiteral("org.kde.StatusNotifierItem")});
        QCOMPARE(all.type(), QDBusMessage::ReplyMessage);
        const auto values = qdbus_cast<QVariantMap>(all.arguments().first().value<QDBusArgument>());
        QCOMPARE(values.value(QStringLiteral("Id")).toString(), QStringLiteral("nightjar"));
        QCOMPARE(values.value(QStringLiteral("Category")).toString(), QStringLiteral("Communications"));
        QCOMPARE(values.value(QStringLiteral("Menu")).value<QDBusObjectPath>().path(), QStringLiteral("/MenuBar"));
        const auto pictures =
            qdbus_cast<QList<TrayPicture>>(values.value(QStringLiteral("IconPixmap")).value<QDBusArgument>());
        QCOMPARE(pictures.size(), 3);
        QCOMPARE(pictures.first().bytes.size(), 22 * 22 * 4);
        tray.setState(true, false);
        const auto marked = ask("/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get",
                                {QStringLiteral("org.kde.StatusNotifierItem"), QStringLiteral("IconPixmap")});
        const auto markedPictures = qdbus_cast<QList<TrayPicture>>(
            marked.arguments().first().value<QDBusVariant>().variant().value<QDBusArgument>());
        QCOMPARE(markedPictures.size(), 3);
        QVERIFY(markedPictures.first().bytes != pictures.first().bytes);

        const auto layout = ask("/MenuBar", "com.canonical.dbusmenu", "GetLayout", {0, -1, QStringList()});
        QCOMPARE(layout.type(), QDBusMessage::ReplyMessage);
        QCOMPARE(layout.signature(), QStringLiteral("u(ia{sv}av)"));
        const auto root = qdbus_cast<MenuNode>(layout.arguments().at(1).value<QDBusArgument>());
        QCOMPARE(root.children.size(), 4);
        QCOMPARE(root.children.at(0).properties.value(QStringLiteral("label")).toString(), QStringLiteral("Show__it"));
        QCOMPARE(root.children.at(1).properties.value(QStringLiteral("enabled")).toBool(), false);

        QSignalSpy show(&tray, &TrayPort::showWanted);
        QSignalSpy lock(&tray, &TrayPort::lockWanted);
        QSignalSpy quit(&tray, &TrayPort::quitWanted);
        ask("/StatusNotifierItem", "org.kde.StatusNotifierItem", "Activate", {1, 1});
        QCOMPARE(show.count(), 1);
        const auto click = [this](int id) {
            ask("/MenuBar", "com.canonical.dbusmenu", "Event",
                {id, QStringLiteral("clicked"), QVariant::fromValue(QDBusVariant(0)), 0U});
        };
        click(TrayMenu::Lock);  // nothing to lock
        QCOMPARE(lock.count(), 0);
        tray.setState(true, true);
        click(TrayMenu::Lock);
        click(TrayMenu::Quit);
        click(4711);
        QCOMPARE(lock.count(), 1);
        QCOMPARE(quit.count(), 1);

        // A tray that comes back is told again; one that goes away is noticed.
        QVERIFY(other().unregisterService(QStringLiteral("org.kde.StatusNotifierWatcher")));
        QTRY_VERIFY(!tray.isThere());
        QVERIFY(other().registerService(QStringLiteral("org.kde.StatusNotifierWatcher")));
        QTRY_VERIFY(tray.isThere());
        QCOMPARE(m_watcher.items.size(), 2);
        const auto name = m_watcher.items.first();
        tray.setShown(false);
        QVERIFY(!tray.isThere());
        QTRY_VERIFY(!other().interface()->isServiceRegistered(name));
    }

    void theBadgeIsANumberAndGoes() {
        {
            LauncherBadge badge;
            badge.show(3);
            badge.show(3);
        }
        QTRY_COMPARE(m_badges, QStringList({QStringLiteral("application://nightjar.desktop 3 1"),
                                            QStringLiteral("application://nightjar.desktop 0 0")}));
    }

    void theFileThatStartsIsWrittenAndRemoved() {
        const QTemporaryDir folder;
        AutostartFile plain(QStringLiteral("/opt/night jar/$x"), {}, folder.filePath(QStringLiteral("new/autostart")));
        QVERIFY(!plain.isOn());
        QVERIFY(plain.set(true));
        QVERIFY(plain.isOn());
        QFile file(plain.file());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto text = file.readAll();
        QVERIFY2(text.contains("\nExec=\"/opt/night jar/\\\\$x\" --background\n"), text);
        QVERIFY(plain.set(false));
        QVERIFY(!plain.isOn() && !QFile::exists(plain.file()));
        QVERIFY(plain.set(false));

        AutostartFile named(QStringLiteral("/usr/bin/nightjar"), QStringLiteral("/home/me/100%"), folder.path());
        QVERIFY(named.file() != plain.file());
        QVERIFY(named.set(true));
        QFile other(named.file());
        QVERIFY(other.open(QIODevice::ReadWrite));
        QVERIFY(other.readAll().contains(" --profile \"/home/me/100%%\"\n"));
        other.write("Hidden=true\n");  // so desktops turn it off
        other.close();
        QVERIFY(!named.isOn());

        AutostartFile nowhere(QStringLiteral("/x"), {}, QStringLiteral("/proc/no/such"));
        QVERIFY(!nowhere.set(true));
        QVERIFY(!nowhere.isOn());
    }
};

QTEST_MAIN(TestDesktopBus)
#include "tst_desktopbus.moc"
