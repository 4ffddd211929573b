// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A real keyring (gnome-keyring-daemon) on a bus of its own, and the vault over it.

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "runtime/disk.h"
#include "runtime/keystore.h"
#include "runtime/secretservice.h"
#include "runtime/vaultservice.h"
#include "vault/vault.h"

using namespace nightjar;
using namespace nightjar::vault;

namespace {

Keyring::Place placeOf(std::uint8_t number) {
    Keyring::Place place{};
    place.fill(number);
    return place;
}

SecretBytes secretOf(std::string_view text) {
    return SecretBytes(asBytes(text));
}

}  // namespace

class TestSecretService : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_daemon;

    QString path(const char* name) const { return m_home.filePath(QString::fromLatin1(name)); }

    /// One that starts nothing by itself.
    bool startBus() {
        QFile config(path("bus.conf"));
        if (!config.open(QIODevice::WriteOnly)) {
            return false;
        }
        config.write(
            "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context=\"default\">"
            "<allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/>"
            "</policy></busconfig>");
        config.close();
        m_bus.start(QStringLiteral("dbus-daemon"),
                    {QStringLiteral("--config-file=") + config.fileName(), QStringLiteral("--nofork"),
                     QStringLiteral("--nopidfile"), QStringLiteral("--print-address")});
        if (!m_bus.waitForStarted() || !m_bus.waitForReadyRead(10000)) {
            return false;
        }
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
        return true;
    }
    /// With a password the login keyring is made, or opened; without one it stays locked.
    bool startDaemon(const char* password) {
        QStringList arguments{QStringLiteral("--foreground"), QStringLiteral("--components=secrets")};
        if (password) {
            arguments.append(QStringLiteral("--unlock"));
        }
        m_daemon.setProcessChannelMode(QProcess::MergedChannels);
        m_daemon.start(QStringLiteral("gnome-keyring-daemon"), arguments);
        if (!m_daemon.waitForStarted()) {
            return false;
        }
        if (password) {
            m_daemon.write(password);
        }
        m_daemon.closeWriteChannel();
        return true;
    }
    void stopDaemon() {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    /// How the keyring answers, once it answers at all.
    static std::optional<KeyringError> answer() {
        const auto keyring = runtime::makeKeyring();
        for (int i = 0; i < 100; ++i) {
            const auto done = keyring->erase(placeOf(0));
            if (done || done.error() != KeyringError::Unavailable) {
                return done ? std::nullopt : std::optional(done.error());
            }
            QTest::qWait(100);
        }
        return KeyringError::Unavailable;
    }

private Q_SLOTS:
    void initTestCase() {
        if (!runtime::makeKeyring()) {
            QSKIP("built without libsecret");
        }
        for (const auto* program : {"dbus-daemon", "gnome-keyring-daemon"}) {
            if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty()) {
                QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(QString::fromLatin1(program))));
            }
        }
        qputenv("HOME", m_home.path().toUtf8());
        qputenv("XDG_DATA_HOME", path("data").toUtf8());
        qputenv("XDG_RUNTIME_DIR", path("run").toUtf8());
        QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("data/keyrings")));
        QVERIFY(QDir(m_home.path()).mkpath(QStringLiteral("run")));
        // The login keyring is the one that applications get.
        QFile which(path("data/keyrings/default"));
        QVERIFY(which.open(QIODevice::WriteOnly) && which.write("login") == 5);
        which.close();
        QVERIFY(startBus());
    }
    void cleanupTestCase() {
        stopDaemon();
        m_bus.kill();
        m_bus.waitForFinished();
    }

    void withoutADaemonNothingIsToBeHad() {
        const auto keyring = runtime::makeKeyring();
        QCOMPARE(keyring->store(placeOf(1), secretOf("half")).error(), KeyringError::Unavailable);
        QCOMPARE(keyring->load(placeOf(1)).error(), KeyringError::Unavailable);
    }

    void whatIsStoredIsReadReplacedAndErased() {
        QVERIFY(startDaemon("login password"));
        QVERIFY2(!answer(), "the keyring is not open");
        const auto keyring = runtime::makeKeyring();
        QCOMPARE(keyring->load(placeOf(1)).error(), KeyringError::NotFound);
        QVERIFY(keyring->store(placeOf(1), secretOf("first")).has_value());
        QVERIFY(keyring->store(placeOf(2), secretOf("other")).has_value());
        QVERIFY(keyring->store(placeOf(1), secretOf("second")).has_value());
        QCOMPARE(toText(keyring->load(placeOf(1))->view()), std::string("second"));
        QVERIFY(keyring->erase(placeOf(1)).has_value());
        QVERIFY(keyring->erase(placeOf(1)).has_value());
        QCOMPARE(keyring->load(placeOf(1)).error(), KeyringError::NotFound);
        QCOMPARE(toText(keyring->load(placeOf(2))->view()), std::string("other"));
        QVERIFY(keyring->erase(placeOf(2)).has_value());
    }

    void aProfileNeedsTheKeyringItWasMadeWith() {
        const auto folder = path("profile");
        const auto unlock = [&folder] {
            VaultService service(folder, {});
            std::string outcome;
            connect(&service, &VaultService::unlocked, &service, [&] { outcome = "open"; });
            connect(&service, &VaultService::failed, &service,
                    [&](const VaultProblem& problem) { outcome = problemName(problem.kind); });
            service.unlock(secretOf("2580"));
            (void)QTest::qWaitFor([&] { return !outcome.empty(); }, 20000);
            return outcome;
        };
        {
            VaultService service(folder, {});
            service.setKdfCost(8, 1);
            service.preferKeyring(true);
            bool made = false;
            connect(&service, &VaultService::created, &service, [&] { made = true; });
            service.create(secretOf("2580"), std::nullopt);
            QTRY_VERIFY_WITH_TIMEOUT(made, 20000);
        }
        QVERIFY(QFile::exists(folder + QStringLiteral("/keyring")));
        QCOMPARE(unlock(), std::string("open"));
        // The same files with a keyring that is locked: told, and nothing is written.
        stopDaemon();
        QVERIFY(startDaemon(nullptr));
        QCOMPARE(answer(), std::optional(KeyringError::Locked));
        QCOMPARE(unlock(), std::string("keyring-locked"));
        stopDaemon();
        QVERIFY(startDaemon("login password"));
        QVERIFY(!answer());
        QCOMPARE(unlock(), std::string("open"));
        // Destroying the profile leaves nothing in the keyring.
        {
            runtime::FolderDisk disk(folder.toStdString());
            SystemRandom random;
            const auto keyring = runtime::makeKeyring();
            runtime::DeviceKeystore keystore(disk, random, keyring.get());
            QVERIFY(keystore.usesKeyring());
            QVERIFY(keystore.destroy(0).has_value());
            QVERIFY(keystore.destroy(1).has_value());
        }
        QVERIFY(!QFile::exists(folder + QStringLiteral("/keyring")));
    }
};

QTEST_GUILESS_MAIN(TestSecretService)
#include "tst_secretservice.moc"
