// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What the system tells by D-Bus, on a bus of its own.

#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include "systemlocks.h"

using namespace nightjar;

class TestSystemLocks : public QObject {
    Q_OBJECT

    QProcess m_bus;
    QString m_address;

    QDBusConnection system() const { return QDBusConnection::connectToBus(m_address, QStringLiteral("other")); }
    void tell(const char* path, const char* interface, const char* member, const QVariantList& arguments) const {
        auto signal = QDBusMessage::createSignal(QString::fromLatin1(path), QString::fromLatin1(interface),
                                                 QString::fromLatin1(member));
        signal.setArguments(arguments);
        QVERIFY(system().send(signal));
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
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", address);
        QVERIFY(system().registerService(QStringLiteral("org.freedesktop.login1")));
    }
    void cleanupTestCase() {
        QDBusConnection::disconnectFromBus(QStringLiteral("other"));
        m_bus.kill();
        m_bus.waitForFinished();
    }

    void screenAndSleepAreHeard() {
        const SystemLocks locks;
        int screens = 0;
        int sleeps = 0;
        connect(&locks, &SystemLocks::screenLocked, this, [&screens] { ++screens; });
        connect(&locks, &SystemLocks::sleeping, this, [&sleeps] { ++sleeps; });
        QTest::qWait(200);  // the bus has to know what we listen to
        tell("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", {false});
        tell("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", {true});
        QTRY_COMPARE(screens, 1);
        tell("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", {true});
        QTRY_COMPARE(screens, 2);
        tell("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock", {});
        QTRY_COMPARE(screens, 3);
        tell("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", {true});
        QTRY_COMPARE(sleeps, 1);
        tell("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", {false});
        QTest::qWait(100);
        QCOMPARE(sleeps, 1);
    }
};

QTEST_GUILESS_MAIN(TestSystemLocks)
#include "tst_systemlocks.moc"
