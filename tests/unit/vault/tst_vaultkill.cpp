// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Real processes on a real file system, killed while they unlock, wipe or change a PIN.

#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include "runtime/disk.h"
#include "runtime/keystore.h"
#include "vault/vault.h"

using namespace nightjar;
using namespace nightjar::vault;

namespace {

// So quick that most kills strike the writing and not the derivation.
constexpr KdfCost cheap{8, 1};

SecretBytes pinOf(std::string_view text) {
    return SecretBytes(asBytes(text));
}

/// A process's view of the profile.
struct Session {
    explicit Session(const QString& folder) : disk(folder.toStdString()) {}
    runtime::FolderDisk disk;
    SystemRandom random;
    runtime::FileKeystore keystore{disk, random};
    Vault vault{disk, keystore, random};
};

void copyTree(const QString& from, const QString& to) {
    QDir().mkpath(to);
    const QDir source(from);
    for (const auto& name : source.entryList(QDir::Files | QDir::Hidden)) {
        QVERIFY(QFile::copy(source.filePath(name), to + QLatin1Char('/') + name));
    }
    for (const auto& name : source.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        copyTree(source.filePath(name), to + QLatin1Char('/') + name);
    }
}

}  // namespace

class TestVaultKill : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ContainerId m_own;
    ContainerId m_decoy;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    /// "main", "decoy" or the error, tried on a copy after the sweep of a start.
    std::string tryPin(std::string_view pin) const {
        QDir(path("copy")).removeRecursively();
        copyTree(path("victim"), path("copy"));
        Session session(path("copy"));
        (void)session.vault.sweep();
        const auto opened = session.vault.unlock(pinOf(pin), fromUnixMs(4'000'000'000'000));
        if (!opened) {
            return std::string(vaultErrorName(opened.error().code));
        }
        return opened->own.name == m_own ? "main" : opened->own.name == m_decoy ? "decoy" : "something else";
    }

    /// Runs the work in a process that is killed after a while, which grows from nothing to what the work takes.
    void killWhile(const std::function<void(Session&)>& work, const std::vector<std::array<std::string, 3>>& legal) {
        QDir(path("victim")).removeRecursively();
        copyTree(path("profile"), path("victim"));
        QElapsedTimer timer;
        timer.start();
        {
            Session whole(path("victim"));
            work(whole);
            (void)whole.vault.sweep();
        }
        const auto duration = timer.nsecsElapsed() / 1000;
        constexpr int rounds = 8;
        for (int round = 0; round < rounds; ++round) {
            QDir(path("victim")).removeRecursively();
            copyTree(path("profile"), path("victim"));
            int ready[2];
            QVERIFY(::pipe(ready) == 0);
            const auto child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                Session session(path("victim"));
                (void)!::write(ready[1], "+", 1);
                work(session);
                (void)session.vault.sweep();
                ::_exit(0);
            }
            char byte = 0;
            QVERIFY(::read(ready[0], &byte, 1) == 1);
            ::usleep(static_cast<useconds_t>(duration * round / rounds));
            ::kill(child, SIGKILL);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            ::close(ready[0]);
            ::close(ready[1]);
            const std::array<std::string, 3> outcome{tryPin("1234"), tryPin("9999"), tryPin("5555")};
            QVERIFY2(std::find(legal.begin(), legal.end(), outcome) != legal.end(),
                     (outcome[0] + " " + outcome[1] + " " + outcome[2]).c_str());
        }
    }

private Q_SLOTS:
    void initTestCase() {
        Session session(path("profile"));
        const auto made = session.vault.create(cheap, pinOf("1234"), pinOf("9999"));
        QVERIFY(made.has_value());
        m_own = made->own.name;
        m_decoy = made->decoy.name;
    }

    void unlock() {
        killWhile([](Session& s) { (void)s.vault.unlock(pinOf("1234"), fromUnixMs(1)); },
                  {{"main", "decoy", "wrong-pin"}});
    }

    void wipe() {
        killWhile([](Session& s) { (void)s.vault.unlock(pinOf("9999"), fromUnixMs(1)); },
                  {{"main", "decoy", "wrong-pin"}, {"wrong-pin", "decoy", "wrong-pin"}});
    }

    void changePin() {
        killWhile([](Session& s) { (void)s.vault.changePin(pinOf("1234"), pinOf("5555"), fromUnixMs(1)); },
                  {{"main", "decoy", "wrong-pin"}, {"wrong-pin", "decoy", "main"}});
    }
};

QTEST_GUILESS_MAIN(TestVaultKill)
#include "tst_vaultkill.moc"
