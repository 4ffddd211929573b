// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "runtime/disk.h"

using namespace nightjar;
using namespace nightjar::runtime;
using vault::DiskError;

class TestDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreMadeReadAndReplaced() {
        QTemporaryDir folder;
        FolderDisk disk(folder.filePath(QStringLiteral("deep/profile")).toStdString());
        QCOMPARE(disk.list("").error(), DiskError::NotFound);
        QCOMPARE(disk.read("a", 100).error(), DiskError::NotFound);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("deep"))));  // looking makes nothing
        QVERIFY(disk.create("a", Bytes{1, 2, 3}).has_value());
        QCOMPARE(disk.create("a", Bytes{9}).error(), DiskError::Exists);
        QCOMPARE(*disk.read("a", 3), (Bytes{1, 2, 3}));
        QCOMPARE(disk.read("a", 2).error(), DiskError::TooLarge);
        QVERIFY(disk.overwrite("a", 1, Bytes{7}).has_value());
        QCOMPARE(*disk.read("a", 3), (Bytes{1, 7, 3}));
        QCOMPARE(disk.overwrite("b", 0, Bytes{7}).error(), DiskError::NotFound);
        QVERIFY(disk.create("b", Bytes{}).has_value());
        QVERIFY(disk.rename("a", "b").has_value());
        QCOMPARE(*disk.read("b", 3), (Bytes{1, 7, 3}));
        QCOMPARE(disk.rename("a", "c").error(), DiskError::NotFound);
        QVERIFY(disk.makeFolder("f").has_value());
        QVERIFY(disk.makeFolder("f").has_value());
        QVERIFY(disk.create("f/x", Bytes{1}).has_value());
        QCOMPARE(*disk.list(""), (std::vector<std::string>{"b", "f"}));
        QCOMPARE(*disk.list("f"), (std::vector<std::string>{"x"}));
        QVERIFY(*disk.freeSpace() > 0);
    }

    void onlyTheOwnerMayLook() {
        QTemporaryDir folder;
        FolderDisk disk(folder.filePath(QStringLiteral("profile")).toStdString());
        QVERIFY(disk.create("a", Bytes{1}).has_value());
        QVERIFY(disk.makeFolder("f").has_value());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
        for (const auto* name : {"", "a", "f"}) {
            QVERIFY(!(QFile::permissions(QString::fromStdString(disk.pathOf(name))) & others));
        }
    }

    void shreddingOverwritesBeforeItRemoves() {
        QTemporaryDir folder;
        FolderDisk disk(folder.path().toStdString());
        const Bytes needle(100'000, 'n');
        QVERIFY(disk.makeFolder("c/d").has_value());
        QVERIFY(disk.create("c/d/x", needle).has_value());
        QVERIFY(disk.create("c/y", needle).has_value());
        // A second name keeps the content in view after the first is gone.
        QVERIFY(::link(disk.pathOf("c/d/x").c_str(), disk.pathOf("kept").c_str()) == 0);
        QVERIFY(::symlink(disk.pathOf("outside").c_str(), disk.pathOf("c/link").c_str()) == 0);
        QVERIFY(disk.create("outside", needle).has_value());
        QVERIFY(disk.shred("c").has_value());
        QCOMPARE(*disk.list(""), (std::vector<std::string>{"kept", "outside"}));
        const auto left = *disk.read("kept", needle.size());
        QCOMPARE(left.size(), needle.size());
        QVERIFY(toText(left).find("nnnn") == std::string::npos);
        QCOMPARE(*disk.read("outside", needle.size()), needle);  // links are not followed
        QVERIFY(disk.shred("c").has_value());
    }

    void whatMayNotBeWrittenIsToldApart() {
        if (::geteuid() == 0) {
            QSKIP("for root everything may be written");
        }
        QTemporaryDir folder;
        QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::ExeOwner);
        FolderDisk disk(folder.path().toStdString());
        QCOMPARE(disk.create("a", Bytes{1}).error(), DiskError::ReadOnly);
        QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void aProfileBelongsToOneProcess() {
        QTemporaryDir folder;
        const auto profile = folder.filePath(QStringLiteral("p")).toStdString();
        {
            const auto first = ProfileLock::take(profile);
            QVERIFY(first.has_value());
            const auto second = ProfileLock::take(profile);
            QVERIFY(!second.has_value());
            QVERIFY(second.error() == ProfileLock::Error::InUse);
        }
        QVERIFY(ProfileLock::take(profile).has_value());
        QVERIFY(ProfileLock::take("/proc/nowhere").error() == ProfileLock::Error::Disk);
    }

    void aDeadProcessHoldsNoLock() {
        QTemporaryDir folder;
        int ready[2];
        QVERIFY(::pipe(ready) == 0);
        const auto child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const auto lock = ProfileLock::take(folder.path().toStdString());
            const char answer = lock.has_value() ? '+' : '-';
            (void)!::write(ready[1], &answer, 1);
            ::pause();
        }
        char answer = 0;
        QVERIFY(::read(ready[0], &answer, 1) == 1 && answer == '+');
        QVERIFY(!ProfileLock::take(folder.path().toStdString()));
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(ProfileLock::take(folder.path().toStdString()).has_value());
        ::close(ready[0]);
        ::close(ready[1]);
    }
};

QTEST_GUILESS_MAIN(TestDisk)
#include "tst_disk.moc"
