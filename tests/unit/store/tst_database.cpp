// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QFile>
#include <QTest>

#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

SecretBytes keyOf(std::uint8_t fill) {
    SecretBytes key(32);
    std::memset(key.data(), fill, key.size());
    return key;
}

QByteArray contentOf(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void patch(const std::string& path, qint64 offset, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(offset));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// The error of an attempt to open; Aborted stands for "it opened".
StoreError errorOf(const Result<std::unique_ptr<Database>, StoreError>& opened) {
    return opened ? StoreError::Aborted : opened.error();
}

}  // namespace

class TestDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modesAreKept() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("db")).toStdString();
        const auto key = keyOf(1);
        QCOMPARE(errorOf(Database::openEncrypted(path, key, OpenMode::Existing)), StoreError::NotFound);
        QVERIFY(!QFile::exists(QString::fromStdString(path)));
        QVERIFY(Database::openEncrypted(path, key, OpenMode::Create).has_value());
        QCOMPARE(errorOf(Database::openEncrypted(path, key, OpenMode::Create)), StoreError::Exists);
        QVERIFY(Database::openEncrypted(path, key, OpenMode::Existing).has_value());
        QVERIFY(Database::openEncrypted(path, key, OpenMode::CreateIfMissing).has_value());
    }

    void oneSyncServesManyCommits() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("db")).toStdString();
        const auto key = keyOf(1);
        {
            auto db = std::move(*Database::openEncrypted(path, key, OpenMode::Create));
            db->script("CREATE TABLE t (n INTEGER) STRICT");
            db->deferSync();
            QVERIFY(db->sync());  // nothing to do
            for (int i = 0; i < 10; ++i) {
                Transaction transaction(*db);
                db->run("INSERT INTO t VALUES (?1)", i);
                QVERIFY(transaction.commit());
            }
            db->run("INSERT INTO t VALUES (10)");  // a transaction of its own
            QVERIFY(db->sync());
            QVERIFY(db->sync());
            db->run("DELETE FROM t WHERE n = 0");  // left to the destructor
        }
        auto db = std::move(*Database::openEncrypted(path, key, OpenMode::Existing));
        auto row = db->query("SELECT count(*) FROM t");
        QVERIFY(row.next());
        QCOMPARE(row.integer(0), std::int64_t(10));
    }

    void whatFailsInAGroupFailsAlone() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("db")).toStdString();
        const auto key = keyOf(1);
        auto db = std::move(*Database::openEncrypted(path, key, OpenMode::Create));
        db->script("CREATE TABLE t (n INTEGER PRIMARY KEY, x BLOB) STRICT");
        db->deferSync();
        const auto insert = [&](int n) {
            Transaction transaction(*db);
            db->run("INSERT INTO t VALUES (?1, ?2)", n, toBytes(asBytes("x")));
            return transaction.commit().has_value();
        };
        const auto count = [&](Database& in) {
            auto row = in.query("SELECT count(*), sum(n) FROM t");
            return row.next() ? std::pair{row.integer(0), row.integer(1)}
                              : std::pair{std::int64_t(-1), std::int64_t(0)};
        };
        QVERIFY(insert(1));
        {
            Transaction abandoned(*db);
            db->run("INSERT INTO t VALUES (100, NULL)");
        }
        {
            Transaction refused(*db);
            db->run("INSERT INTO t VALUES (200, NULL)");
            db->fail(StoreError::Damaged);
            QVERIFY(!refused.commit());
        }
        {
            Transaction outer(*db);
            db->run("INSERT INTO t VALUES (2, NULL)");
            {
                Transaction inner(*db);
                db->run("INSERT INTO t VALUES (3, NULL)");
                QVERIFY(inner.commit());
            }
            QVERIFY(outer.commit());
        }
        QCOMPARE(count(*db), (std::pair<std::int64_t, std::int64_t>(3, 6)));
        // What a power cut would leave: no more than is in the log.
        const auto onDisk = [&] {
            for (const auto* suffix : {"", "-wal"}) {
                std::filesystem::copy_file(path + suffix, path + "2" + suffix,
                                           std::filesystem::copy_options::overwrite_existing);
            }
            return count(**Database::openEncrypted(path + "2", key, OpenMode::Existing)).first;
        };
        QCOMPARE(onDisk(), 0);
        QVERIFY(db->sync());
        QCOMPARE(onDisk(), 3);
        for (int n = 4; n < 200; ++n) {
            QVERIFY(insert(n));
        }
        QVERIFY(onDisk() > 100);  // a long group goes to the log by itself
        db->limitPages(1);
        QVERIFY(!insert(200));
        QVERIFY(db->sync());  // and nothing else failed with it
        db->limitPages(0);
        QVERIFY(insert(200));
        QVERIFY(db->sync());
        QCOMPARE(count(*db).first, 200);
    }

    void aSyncThatFailedIsNeverBelievedAgain() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("db")).toStdString();
        auto db = std::move(*Database::openEncrypted(path, keyOf(1), OpenMode::Create));
        db->script("CREATE TABLE t (n INTEGER) STRICT");
        db->deferSync();
        db->run("INSERT INTO t VALUES (1)");
        const auto log = QString::fromStdString(path + "-wal");
        QVERIFY(QFile::rename(log, log + QStringLiteral("2")));
        QVERIFY(!db->sync());
        QVERIFY(QFile::rename(log + QStringLiteral("2"), log));
        db->run("INSERT INTO t VALUES (2)");
        QVERIFY(!db->sync());
    }

    void everyReasonIsItsOwn() {
        QTemporaryDir folder;
        const auto file = [&](const char* name) { return folder.filePath(QString::fromLatin1(name)).toStdString(); };
        const auto key = keyOf(1);
        {
            auto db = std::move(*Database::openEncrypted(file("db"), key, OpenMode::Create));
            QVERIFY(db->script("CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(20000))"));
        }
        QCOMPARE(errorOf(Database::openEncrypted(file("db"), keyOf(2), OpenMode::Existing)), StoreError::WrongKey);
        QCOMPARE(errorOf(Database::openEncrypted(file("nowhere/db"), key, OpenMode::Create)), StoreError::NotFound);
        QCOMPARE(errorOf(Database::openEncrypted(folder.path().toStdString(), key, OpenMode::Existing)),
                 StoreError::Foreign);

        QVERIFY(Database::openPlain(file("plain"), OpenMode::Create).value()->script("CREATE TABLE t (x)"));
        QCOMPARE(errorOf(Database::openEncrypted(file("plain"), key, OpenMode::Existing)), StoreError::Foreign);
        QCOMPARE(errorOf(Database::openPlain(file("db"), OpenMode::Existing)), StoreError::Damaged);

        QFile empty(QString::fromStdString(file("empty")));
        QVERIFY(empty.open(QIODevice::WriteOnly));
        empty.close();
        QCOMPARE(errorOf(Database::openEncrypted(file("empty"), key, OpenMode::Existing)), StoreError::Damaged);

        // The first page's check fails, but the key's mark at its beginning is there.
        patch(file("db"), 2000, "damage");
        QCOMPARE(errorOf(Database::openEncrypted(file("db"), key, OpenMode::Existing)), StoreError::Damaged);
    }

    void whatCannotBeReadIsNotTouched() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("db")).toStdString();
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        const auto before = contentOf(path);
        for (const auto mode : {OpenMode::Existing, OpenMode::CreateIfMissing, OpenMode::Create}) {
            QVERIFY(!Database::openEncrypted(path, keyOf(1), mode));
            QVERIFY(!Database::openPlain(path, mode));
        }
        QCOMPARE(contentOf(path), before);
    }

    void aDamagedPageIsFoundAndToldApart() {
        StoreFixture store;
        const auto contact = store.contact();
        for (int i = 0; i < 200; ++i) {
            store.say(contact, std::string(300, 'a'));
        }
        QVERIFY(store.db().verify().has_value());
        QVERIFY(store.db().truncateWal());
        store.close();
        for (qint64 page = 5; page < 20; ++page) {
            patch(store.path(), page * 4096 + 100, "damage");
        }
        auto opened = Database::openEncrypted(store.path(), store.databaseKey(), OpenMode::Existing);
        QVERIFY(opened.has_value());
        QCOMPARE(opened.value()->verify().error(), StoreError::Damaged);
        (void)opened.value()->takeError();
        {
            auto row = opened.value()->query("SELECT sum(length(text)) FROM messages");
            QVERIFY(!row.next());
        }
        QCOMPARE(opened.value()->takeError(), StoreError::Damaged);
    }

    void nothingReadableReachesTheDisk() {
        StoreFixture store;
        const auto contact = store.contact("Konstantin");
        store.say(contact, "a needle in a haystack");
        const auto wal = contentOf(store.path() + "-wal");
        QVERIFY(wal.size() > 0);
        QVERIFY(store.db().truncateWal());
        const auto file = contentOf(store.path());
        for (const auto* needle : {"needle", "haystack", "Konstantin", "SQLite format", "CREATE TABLE"}) {
            QVERIFY2(!wal.contains(needle), needle);
            QVERIFY2(!file.contains(needle), needle);
        }
        QCOMPARE(contentOf(store.path() + "-wal").size(), 0);
    }

    void aTransactionIsAllOrNothing() {
        StoreFixture store;
        {
            Transaction transaction(store.db());
            store.contact();
        }
        QCOMPARE(Contacts(store.db()).count(), 0);
        {
            Transaction transaction(store.db());
            store.contact();
            QVERIFY(transaction.commit().has_value());
        }
        QCOMPARE(Contacts(store.db()).count(), 1);
    }

    void afterAnErrorNothingMoreIsExecuted() {
        StoreFixture store;
        const auto known = store.contact();
        Transaction transaction(store.db());
        store.contact();
        QVERIFY(!store.db().run("INSERT INTO profile (key, value) VALUES ('k', NULL)"));
        QCOMPARE(Contacts(store.db()).count(), 0);  // a failed transaction finds nothing
        QVERIFY(!Messages(store.db()).add(store.text(known, "late")));
        const auto done = transaction.commit();
        QVERIFY(!done);
        QCOMPARE(done.error(), StoreError::Damaged);
        QCOMPARE(Contacts(store.db()).count(), 1);
        QVERIFY(Messages(store.db()).page(known, {}, 10).empty());
        QVERIFY(!store.db().error());
    }

    void innerTransactionsJoin() {
        StoreFixture store;
        {
            Transaction outer(store.db());
            store.contact();
            {
                Transaction inner(store.db());
                store.contact();
                QVERIFY(inner.commit().has_value());
            }
            QVERIFY(outer.commit().has_value());
        }
        QCOMPARE(Contacts(store.db()).count(), 2);
        {
            Transaction outer(store.db());
            store.contact();
            {
                Transaction abandoned(store.db());
                store.contact();
            }
            QCOMPARE(outer.commit().error(), StoreError::Aborted);
        }
        QCOMPARE(Contacts(store.db()).count(), 2);
    }

    void aReadOutsideATransactionLeavesItsError() {
        StoreFixture store;
        {
            auto row = store.db().query("SELECT * FROM nowhere");
            QVERIFY(!row.next());
        }
        QVERIFY(store.db().takeError().has_value());
        QVERIFY(!store.db().takeError().has_value());
        QCOMPARE(Contacts(store.db()).count(), 0);
    }

    void statementsAreIndependent() {
        StoreFixture store;
        store.contact("a");
        store.contact("b");
        int pairs = 0;
        static constexpr std::string_view sql = "SELECT name FROM contacts ORDER BY name";
        auto outer = store.db().query(sql);
        while (outer.next()) {
            auto inner = store.db().query(sql);
            while (inner.next()) {
                ++pairs;
            }
            QVERIFY(!inner.next());  // a finished statement does not begin again
        }
        QCOMPARE(pairs, 4);
    }

    void valuesComeBackAsTheyWent() {
        StoreFixture store;
        auto& db = store.db();
        QVERIFY(db.script("CREATE TABLE v (a, b, c, d, e)"));
        const std::optional<std::int64_t> none;
        QVERIFY(
            db.run("INSERT INTO v VALUES (?1, ?2, ?3, ?4, ?5)", UINT64_MAX, "", Bytes{}, none, std::string("a\0b", 3)));
        auto row = db.query("SELECT a, b, c, d, e FROM v");
        QVERIFY(row.next());
        QCOMPARE(static_cast<std::uint64_t>(row.integer(0)), UINT64_MAX);
        QVERIFY(!row.isNull(1) && row.text(1).empty());
        QVERIFY(!row.isNull(2) && row.blob(2).empty());
        QVERIFY(row.isNull(3));
        QCOMPARE(row.text(4), std::string("a\0b", 3));
        QVERIFY(row.id<MessageId>(4).isNull());
    }

    void aSecondWriterIsTold() {
        StoreFixture store;
        auto second = std::move(*Database::openEncrypted(store.path(), store.databaseKey(), OpenMode::Existing));
        second->script("PRAGMA busy_timeout = 1");
        Transaction first(store.db());
        Transaction late(*second);
        QCOMPARE(late.commit().error(), StoreError::Locked);
        QVERIFY(first.commit().has_value());
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
