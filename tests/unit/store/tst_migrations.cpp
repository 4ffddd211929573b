// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

constexpr std::int32_t testId = 0x54455354;

void first(Database& database) {
    database.script("CREATE TABLE a (x); INSERT INTO a VALUES (1)");
}
void second(Database& database) {
    database.script("ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1");
}
void broken(Database& database) {
    database.script("CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)");
}

constexpr Migration one[] = {{1, "a", first}};
constexpr Migration two[] = {{1, "a", first}, {2, "y", second}};
constexpr Migration bad[] = {{1, "a", first}, {2, "broken", broken}};

std::unique_ptr<Database> open(const QTemporaryDir& folder) {
    return std::move(
        *Database::openPlain(folder.filePath(QStringLiteral("db")).toStdString(), OpenMode::CreateIfMissing));
}

std::int64_t number(Database& database, std::string_view sql) {
    auto row = database.query(sql);
    return row.next() ? row.integer(0) : -1;
}

}  // namespace

class TestMigrations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsFollowEachOther() {
        QTemporaryDir folder;
        auto db = open(folder);
        QVERIFY(migrate(*db, {testId, one}).has_value());
        QCOMPARE(db->userVersion(), 1);
        QVERIFY(migrate(*db, {testId, two}).has_value());
        QCOMPARE(db->userVersion(), 2);
        QCOMPARE(number(*db, "SELECT y FROM a"), 2);
        QVERIFY(migrate(*db, {testId, two}).has_value());  // once only
        QCOMPARE(number(*db, "SELECT count(*) FROM a"), 1);
    }

    void aNewerFileIsLeftAlone() {
        QTemporaryDir folder;
        auto db = open(folder);
        QVERIFY(migrate(*db, {testId, two}).has_value());
        QCOMPARE(migrate(*db, {testId, one}).error(), StoreError::TooNew);
        QCOMPARE(db->userVersion(), 2);
    }

    void anotherProgramsFileIsLeftAlone() {
        QTemporaryDir folder;
        auto db = open(folder);
        QVERIFY(db->script("CREATE TABLE theirs (x)"));
        QCOMPARE(migrate(*db, {testId, one}).error(), StoreError::Foreign);
        QVERIFY(migrate(*open(QTemporaryDir()), {testId, one}).has_value());
        QCOMPARE(number(*db, "SELECT count(*) FROM sqlite_schema"), 1);
    }

    void aBrokenStepLeavesTheOneBefore() {
        QTemporaryDir folder;
        auto db = open(folder);
        QVERIFY(!migrate(*db, {testId, bad}));
        QCOMPARE(db->userVersion(), 1);
        QCOMPARE(number(*db, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
        QVERIFY(migrate(*db, {testId, two}).has_value());
    }

    void identityNumbersAscend() {
        int last = 0;
        for (const auto& step : identitySchema().migrations) {
            QVERIFY(step.version > last);
            last = step.version;
        }
    }

    /// Version 1: a fresh container has every table, and a row of each kind goes in and out.
    void identityVersion1() {
        StoreFixture store;
        QCOMPARE(store.db().userVersion(), static_cast<std::int64_t>(identitySchema().migrations.back().version));
        for (const auto* table : {"profile", "hubs", "dead_queues", "contacts", "ratchets", "invitations", "accepts",
                                  "messages", "search", "outbox", "held", "seen_envelopes"}) {
            QVERIFY2(number(store.db(), std::string("SELECT count(*) FROM ") + table) == 0, table);
        }
        QVERIFY(!store.db().takeError());
        store.reopen();
        QVERIFY(store.db().verify().has_value());
    }

    void aReadOnlyContainerOpens() {
        StoreFixture store;
        store.contact();
        store.close();
        auto opened = openIdentity(store.path(), store.key(), OpenMode::ReadOnly);
        QVERIFY(opened.has_value());
        QCOMPARE(Contacts(**opened).count(), 1);
        Transaction transaction(**opened);
        Contacts(**opened).remove(Contacts(**opened).all().front().id);
        QCOMPARE(transaction.commit().error(), StoreError::ReadOnly);
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
