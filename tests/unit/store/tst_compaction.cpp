// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <sys/wait.h>
#include <unistd.h>

#include <QTest>
#include <filesystem>
#include <fstream>

#include "store/compaction.h"
#include "store/durable.h"
#include "store/keyfile.h"
#include "store/leaving.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

/// Writing a container anew under a fresh key: docs/storage.md, Compaction.
class TestCompaction : public QObject {
    Q_OBJECT

private:
    static Texts allOf(StoreFixture& fixture, const ContactId& contact) {
        return textsOf(Messages(fixture.db()).page(contact, {}, 1000));
    }
    static std::vector<std::string> filesIn(const StoreFixture& fixture) {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator(fixture.folder().toStdString())) {
            out.push_back(entry.path().filename().string());
        }
        std::sort(out.begin(), out.end());
        return out;
    }

private Q_SLOTS:
    void everythingIsThereUnderAFreshKey() {
        StoreFixture fixture;
        const auto ada = fixture.contact();
        Texts said;
        for (int i = 0; i < 300; ++i) {
            said.push_back("message number" + std::to_string(i));
            fixture.say(ada, said.back(), i % 2 == 0);
        }
        const auto doomed = fixture.say(ada, "qwkdoomed");
        Messages(fixture.db()).remove(ada, doomed);
        const auto version = fixture.db().userVersion();
        QVERIFY(compact(fixture.db(), fixture.random()));
        // It goes on as before, in this process and the next.
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(allOf(fixture, ada), said);
            QCOMPARE(fixture.db().userVersion(), version);
            QCOMPARE(textsOf(Messages(fixture.db()).search("number217", {}, 5)), Texts{"message number217"});
            QVERIFY(Messages(fixture.db()).search("qwkdoomed", {}, 5).empty());
            QVERIFY(fixture.db().verify());
            said.push_back("after " + std::to_string(round));
            fixture.say(ada, said.back());
            fixture.reopen();
        }
        const std::vector<std::string> files{"db", "db-key", "db-shm", "db-wal"};
        auto present = filesIn(fixture);
        std::erase_if(present,
                      [&](const auto& name) { return std::find(files.begin(), files.end(), name) != files.end(); });
        QCOMPARE(present, std::vector<std::string>());
    }

    /// The key of before opens nothing any more, and neither does the root alone.
    void theOldKeyIsWorthNothing() {
        StoreFixture fixture;
        fixture.contact();
        const auto first = chooseKey(fixture.path(), fixture.key());
        QVERIFY(compact(fixture.db(), fixture.random()));
        fixture.close();
        QCOMPARE(Database::openEncrypted(fixture.path(), *first, OpenMode::Existing).error(), StoreError::WrongKey);
        QCOMPARE(Database::openEncrypted(fixture.path(), fixture.key(), OpenMode::Existing).error(),
                 StoreError::WrongKey);
        fixture.reopen();
        QCOMPARE(Contacts(fixture.db()).count(), std::int64_t(1));
    }

    void withoutItsKeyFileNothingOpensAndNothingIsOverwritten() {
        StoreFixture fixture;
        fixture.contact();
        fixture.close();
        const auto keyFile = readFile(keyFileOf(fixture.path()), 1 << 20);
        const auto database = readFile(fixture.path(), 1 << 24);
        QVERIFY(keyFile && database);
        auto broken = *keyFile;
        broken[1000] ^= 1;
        QVERIFY(writeFile(keyFileOf(fixture.path()), broken));
        QCOMPARE(openIdentity(fixture.path(), fixture.key(), OpenMode::Existing).error(), StoreError::Damaged);
        QCOMPARE(*readFile(keyFileOf(fixture.path()), 1 << 20), broken);
        QVERIFY(std::filesystem::remove(keyFileOf(fixture.path())));
        QCOMPARE(openIdentity(fixture.path(), fixture.key(), OpenMode::Existing).error(), StoreError::WrongKey);
        QCOMPARE(*readFile(fixture.path(), 1 << 24), *database);
        QVERIFY(writeFile(keyFileOf(fixture.path()), *keyFile));
        fixture.reopen();
        QCOMPARE(Contacts(fixture.db()).count(), std::int64_t(1));
    }

    void itGivesRoomBack() {
        StoreFixture fixture;
        const auto ada = fixture.contact();
        for (int i = 0; i < 2000; ++i) {
            fixture.say(ada, "something rather long, which takes room " + std::to_string(i));
        }
        Contacts(fixture.db()).remove(ada);
        for (Leaving leaving(fixture.db()); leaving.contains(ada);) {
            leaving.removeSome(ada, 500);
        }
        fixture.db().truncateWal();
        const auto before = std::filesystem::file_size(fixture.path());
        QVERIFY(compact(fixture.db(), fixture.random()));
        QVERIFY(std::filesystem::file_size(fixture.path()) < before / 2);
    }

    void gatheredTransactionsAreInIt() {
        StoreFixture fixture;
        fixture.db().deferSync();
        const auto ada = fixture.contact();
        {
            Transaction transaction(fixture.db());
            fixture.say(ada, "gathered");
            QVERIFY(transaction.commit());
        }
        QVERIFY(compact(fixture.db(), fixture.random()));
        {
            Transaction transaction(fixture.db());
            fixture.say(ada, "afterwards");
            QVERIFY(transaction.commit());
        }
        QVERIFY(fixture.db().sync());
        fixture.reopen();
        const Texts both{"gathered", "afterwards"};
        QCOMPARE(allOf(fixture, ada), both);
    }

    /// Killed at any step there is the old store or the new one, with everything in it, and the next opening tidies up.
    void killedAnywhere_data() {
        QTest::addColumn<int>("step");
        QTest::addColumn<bool>("again");
        for (int step = 1; step <= 7; ++step) {
            QTest::addRow("first time, step %d", step) << step << false;
            QTest::addRow("another time, step %d", step) << step << true;
        }
    }
    void killedAnywhere() {
        QFETCH(int, step);
        QFETCH(bool, again);
        StoreFixture fixture;
        const auto ada = fixture.contact();
        fixture.say(ada, "one");
        if (again) {
            QVERIFY(compact(fixture.db(), fixture.random()));
        }
        fixture.say(ada, "two");
        fixture.close();
        const auto child = ::fork();
        if (child == 0) {
            fixture.reopen();
            fixture.say(ada, "three");
            (void)compact(fixture.db(), fixture.random(), [step](int at) {
                if (at == step) {
                    ::_exit(9);
                }
            });
            ::_exit(0);
        }
        int status = 0;
        QVERIFY(::waitpid(child, &status, 0) == child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 9);
        fixture.reopen();
        const Texts all{"one", "two", "three"};
        QCOMPARE(allOf(fixture, ada), all);
        QVERIFY(fixture.db().verify());
        QVERIFY(!std::filesystem::exists(nextDatabaseOf(fixture.path())));
        QVERIFY(!std::filesystem::exists(nextKeyFileOf(fixture.path())));
        QVERIFY(compact(fixture.db(), fixture.random()));
        QCOMPARE(allOf(fixture, ada), all);
    }

    void whatCannotBeWrittenLeavesItAsItWas() {
        StoreFixture fixture;
        const auto ada = fixture.contact();
        fixture.say(ada, "one");
        std::filesystem::create_directory(nextKeyFileOf(fixture.path()));
        QVERIFY(!compact(fixture.db(), fixture.random()));
        QCOMPARE(allOf(fixture, ada), Texts{"one"});
        std::filesystem::remove(nextKeyFileOf(fixture.path()));
        QVERIFY(compact(fixture.db(), fixture.random()));
        QCOMPARE(allOf(fixture, ada), Texts{"one"});
    }
};

QTEST_GUILESS_MAIN(TestCompaction)
#include "tst_compaction.moc"
