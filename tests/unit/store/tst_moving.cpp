// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// A conversation moves between two containers, and is in exactly one of them whatever happens.

#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QTest>
#include <deque>
#include <filesystem>
#include <map>

#include "store/changes.h"
#include "store/files.h"
#include "store/hubs.h"
#include "store/moving.h"
#include "store/outbox.h"
#include "store/profile.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;
namespace fs = std::filesystem;

namespace {

using Rows = std::vector<std::string>;

/// Every row of every table that belongs to the contact, but for the numbers of rows.
Rows rowsOf(Database& database, const ContactId& contact) {
    std::vector<std::string> tables;
    {
        auto row = database.query(
            "SELECT t.name FROM sqlite_schema t WHERE t.type = 'table' AND EXISTS (SELECT 1 FROM "
            "pragma_table_info(t.name) WHERE name = 'contact') ORDER BY 1");
        while (row.next()) {
            tables.push_back(row.text(0));
        }
    }
    tables.emplace_back("contacts");
    // The cache of statements keeps views of what it was asked.
    static std::deque<std::string> questions;
    Rows out;
    for (const auto& table : tables) {
        std::string columns;
        std::string order;
        auto names = database.query("SELECT name FROM pragma_table_info(?1)", table);
        while (names.next()) {
            if (names.text(0) == "row") {
                order = " ORDER BY row";
            } else {
                columns += (columns.empty() ? "quote(" : " || ',' || quote(") + names.text(0) + ")";
            }
        }
        const auto& question = questions.emplace_back("SELECT " + columns + " FROM " + table + " WHERE " +
                                                      (table == "contacts" ? "id" : "contact") + " = ?1" + order);
        auto row = database.query(question, contact);
        while (row.next()) {
            out.push_back(table + ": " + row.text(0));
        }
    }
    auto keys = database.query("SELECT key || '=' || quote(value) FROM profile WHERE key LIKE '%/' || ?1 ORDER BY key",
                               contact.toString());
    while (keys.next()) {
        out.push_back("profile: " + keys.text(0));
    }
    return out;
}

std::string contentOf(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

void write(const std::string& path, const std::string& content) {
    fs::create_directories(fs::path(path).parent_path());
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content.data(), static_cast<qint64>(content.size())), static_cast<qint64>(content.size()));
}

/// Two people, one of whom is going to be locked up, with everything that can be kept of a conversation.
class House {
public:
    House() : outerKey(store.key().clone()), innerKey(store.bytes(32)) {
        bob = store.contact("Bob");
        carol = store.contact("Carol");
        inner = store.draw<ContainerId>();
        auto& db = store.db();
        Profile(db).setText("name", "Alice");
        Profile(db).setText("hub", "nightjar-hub://here:1/k");
        Profile(db).setText("opening/" + bob.toString(), "about Bob");
        Profile(db).setText("opening/" + carol.toString(), "about Carol");
        db.run("INSERT INTO seen_envelopes VALUES (x'0011223344556677', 1, 5)");
        for (const auto& contact : {bob, carol}) {
            Contacts(db).setRatchet(contact, store.bytes(5000));
            for (int i = 0; i < 40; ++i) {
                const auto message = store.say(contact, "needle number " + std::to_string(i), i % 2 == 0);
                if (i % 8 == 0) {
                    OutboxRecord envelope;
                    envelope.id = store.draw<EnvelopeId>();
                    envelope.contact = contact;
                    envelope.message = message;
                    envelope.bytes = store.bytes(700);
                    envelope.seq = i;
                    Outbox(db).add(envelope);
                }
            }
            const auto withFile = store.say(contact, "a photo");
            FileRecord file;
            file.contact = contact;
            file.message = withFile;
            file.blob = store.draw<BlobName>();
            file.key = SecretBytes(store.bytes(32));
            file.name = "photo.jpg";
            file.mime = "image/jpeg";
            file.size = 100'000;
            file.have = Bytes{1};
            file.local = contact == bob ? "b0b" : "ca401";
            Files(db).add(file);
            const auto id = "x'" + contact.toString() + "'";
            db.script("INSERT INTO reactions VALUES (" + id + ", x'0102030405060708', 1, 4, x'01');" +  //
                      "INSERT INTO message_versions VALUES (" + id + ", x'0102030405060708', 2, 3, 'before');" +
                      "INSERT INTO early_changes (contact, message, content) VALUES (" + id +
                      ", x'0102030405060708', x'77');" +  //
                      "INSERT INTO drafts VALUES (" + id + ", 'half a sent', NULL, NULL);" +
                      "INSERT INTO owed_receipts (contact, envelope) VALUES (" + id + ", x'0102030405060708');" +
                      "INSERT INTO held VALUES (" + id + ", 9, x'99', 10);" +
                      "INSERT INTO sent_notes (contact, id) VALUES (" + id + ", x'0102030405060708');" +
                      "INSERT INTO renewals VALUES (" + id + ", x'00', x'11', 1, 2, 3);" +
                      "INSERT INTO notes (contact, message, frames, waveform, small_size, small, heard) VALUES (" + id +
                      ", x'0102030405060708', 5, x'01', 3, x'010203', 0);" +
                      "INSERT INTO recordings (contact, use, levels, small, better) VALUES (" + id +
                      ", 0, x'01', x'02', x'03')");
        }
        if (const auto error = db.takeError()) {
            qFatal("%s", storeErrorName(*error).data());
        }
        write(outerBlobs() + "/b0b", std::string(100'000, 'b'));
        write(outerBlobs() + "/ca401", std::string(1000, 'c'));
        bobs = rowsOf(db, bob);
        carols = rowsOf(db, carol);
    }

    [[nodiscard]] std::string folder() const { return store.folder().toStdString(); }
    [[nodiscard]] std::string innerFolder() const { return folder() + "/c-inner"; }
    [[nodiscard]] std::string innerPath() const { return innerFolder() + "/db"; }
    [[nodiscard]] std::string outerBlobs() const { return folder() + "/blobs"; }
    [[nodiscard]] std::string innerBlobs() const { return innerFolder() + "/blobs"; }
    static Moving::CopyBlob copier(const std::string& from, const std::string& to) {
        return [from, to](const std::string& name) -> Result<void, StoreError> {
            std::error_code error;
            fs::create_directories(to, error);
            fs::copy_file(from + "/" + name, to + "/" + name, fs::copy_options::overwrite_existing, error);
            return error ? Result<void, StoreError>(Unexpected{StoreError::Io}) : Result<void, StoreError>();
        };
    }
    /// What the files look like is not the store's business: the new one has the other letters.
    static Moving::SealAnew sealer(const std::string& from, const std::string& to) {
        return [from, to](const Moving::Blob& blob) -> Result<Moving::Blob, StoreError> {
            if (!fs::exists(from + "/" + blob.name)) {
                return Unexpected{StoreError::Io};
            }
            fs::create_directories(to);
            write(to + "/f4e58", std::string(blob.size, 'f'));
            return Moving::Blob{"f4e58", SecretBytes(Bytes(32, 9)), blob.size};
        };
    }
    [[nodiscard]] ContainerRecord record() const {
        ContainerRecord out;
        out.id = inner;
        out.kind = ContainerKind::LockedChat;
        out.guard = Bytes(109);
        out.label = "Bob";
        return out;
    }

    Result<void, StoreError> lockUp(Database& outer) {
        fs::create_directories(innerFolder());
        return Moving(outer).lockUp(bob, innerPath(), innerKey, record(), copier(outerBlobs(), innerBlobs()),
                                    sealer(outerBlobs(), innerBlobs()));
    }
    Result<void, StoreError> takeBack(Database& outer) {
        return Moving(outer).takeBack(inner, innerPath(), innerKey, copier(innerBlobs(), outerBlobs()));
    }
    /// As the next opening does: what is not named goes.
    void sweep() {
        if (!Containers(store.db()).find(inner)) {
            fs::remove_all(innerFolder());
        }
    }
    [[nodiscard]] Rows innerRows(const ContactId& contact) const {
        const auto opened = openIdentity(innerPath(), innerKey, OpenMode::Existing);
        return opened ? rowsOf(**opened, contact) : Rows{};
    }

    StoreFixture store;
    SecretBytes outerKey;
    SecretBytes innerKey;
    ContactId bob;
    ContactId carol;
    ContainerId inner;
    Rows bobs;
    Rows carols;
};

/// Where Bob is: "outer", "inner", or what is wrong. Whole, once, with his file, and Carol where she was.
std::string whereIsBob(House& house) {
    auto& db = house.store.db();
    const auto outside = rowsOf(db, house.bob);
    const auto inside = house.innerRows(house.bob);
    if (rowsOf(db, house.carol) != house.carols || !house.innerRows(house.carol).empty() ||
        contentOf(house.outerBlobs() + "/ca401") != std::string(1000, 'c')) {
        return "Carol was touched";
    }
    if (outside == house.bobs && inside.empty()) {
        return contentOf(house.outerBlobs() + "/b0b") == std::string(100'000, 'b') ? "outer" : "outer, file lost";
    }
    if (outside.empty() && inside == house.bobs) {
        return contentOf(house.innerBlobs() + "/b0b") == std::string(100'000, 'b') ? "inner" : "inner, file lost";
    }
    return "outer " + std::to_string(outside.size()) + " inner " + std::to_string(inside.size());
}

}  // namespace

class TestMoving : public QObject {
    Q_OBJECT

private:
    /// Kills a process that does the work at moments from its beginning to its end; `check` looks at what is left.
    template <class Work, class Check>
    static void killWhile(House& house, int rounds, const Work& work, const Check& check) {
        house.store.close();
        QTemporaryDir aside;
        const auto copyTree = [](const std::string& from, const std::string& to) {
            fs::remove_all(to);
            fs::copy(from, to, fs::copy_options::recursive);
        };
        const auto kept = aside.filePath(QStringLiteral("kept")).toStdString();
        copyTree(house.folder(), kept);
        const auto child = [&] {
            auto outer = openIdentity(house.store.path(), house.store.key(), OpenMode::Existing);
            (void)work(**outer);
        };
        QElapsedTimer timer;
        timer.start();
        child();
        const auto step = timer.nsecsElapsed() / 1000 / rounds + 1;
        // Later and later, until it is done before the kill comes, however slow the machine is at the moment.
        bool finished = false;
        for (std::int64_t delay = 0; !finished; delay += step) {
            copyTree(kept, house.folder());
            int ready[2];
            QVERIFY(::pipe(ready) == 0);
            const auto pid = ::fork();
            QVERIFY(pid >= 0);
            if (pid == 0) {
                (void)!::write(ready[1], "+", 1);
                child();
                ::_exit(0);
            }
            char byte = 0;
            QVERIFY(::read(ready[0], &byte, 1) == 1);
            ::usleep(static_cast<useconds_t>(delay));
            ::kill(pid, SIGKILL);
            int status = 0;
            QCOMPARE(::waitpid(pid, &status, 0), pid);
            finished = WIFEXITED(status);
            ::close(ready[0]);
            ::close(ready[1]);
            house.store.reopen();
            house.sweep();
            check();
            house.store.close();
        }
        copyTree(kept, house.folder());
        house.store.reopen();
    }

private Q_SLOTS:
    void everythingGoesAndComesBack() {
        House house;
        QVERIFY(house.bobs.size() > 55);
        const auto moved = house.lockUp(house.store.db());
        QVERIFY2(moved.has_value(), moved ? "" : storeErrorName(moved.error()).data());
        QCOMPARE(whereIsBob(house), std::string("inner"));
        auto& db = house.store.db();
        QVERIFY(db.verify().has_value());
        QCOMPARE(Messages(db).search("needle", {}, 1000).size(), std::size_t(40));
        QCOMPARE(Containers(db).all().size(), std::size_t(1));
        {
            auto inner = std::move(*openIdentity(house.innerPath(), house.innerKey, OpenMode::Existing));
            QVERIFY(inner->verify().has_value());
            QCOMPARE(Messages(*inner).search("needle", {}, 1000).size(), std::size_t(40));
            QCOMPARE(Profile(*inner).text("name"), std::string("Alice"));
            QCOMPARE(Profile(*inner).text("hub"), std::string("nightjar-hub://here:1/k"));
            QCOMPARE(Profile(*inner).text("opening/" + house.carol.toString()), std::string());
            auto seen = inner->query("SELECT count(*) FROM seen_envelopes");
            QVERIFY(seen.next());
            QCOMPARE(seen.integer(0), 1);
            // What happened while it was locked up comes back, too.
            inner->run("INSERT INTO seen_envelopes VALUES (x'8811223344556677', 1, 5)");
            DeadQueues(*inner).add({"nightjar-hub://here:1/k", house.store.draw<QueueId>(), SecretBytes(32), 1});
        }
        const auto back = house.takeBack(db);
        QVERIFY2(back.has_value(), back ? "" : storeErrorName(back.error()).data());
        house.sweep();
        QCOMPARE(whereIsBob(house), std::string("outer"));
        QVERIFY(db.verify().has_value());
        QVERIFY(Containers(db).all().empty());
        QCOMPARE(DeadQueues(db).all().size(), std::size_t(1));
        auto seen = db.query("SELECT count(*) FROM seen_envelopes");
        QVERIFY(seen.next());
        QCOMPARE(seen.integer(0), 2);
    }

    /// Rows get new numbers; what is in sight stays so, and nothing else.
    void whatIsOutOfSightStaysSo() {
        House house;
        Messages(house.store.db()).hide(house.bob, std::nullopt);
        house.store.say(house.bob, "after that");
        const Texts inSight{"after that"};
        const auto hidden = Messages(house.store.db()).hidden(house.bob, 1000).size();
        QVERIFY(hidden > 0);
        QVERIFY(house.lockUp(house.store.db()).has_value());
        {
            auto inner = std::move(*openIdentity(house.innerPath(), house.innerKey, OpenMode::Existing));
            QCOMPARE(textsOf(Messages(*inner).page(house.bob, {}, 1000)), inSight);
            QCOMPARE(Messages(*inner).hidden(house.bob, 1000).size(), hidden);
            Messages(*inner).hide(house.bob, std::nullopt);
        }
        house.store.say(house.carol, "meanwhile");
        QVERIFY(house.takeBack(house.store.db()).has_value());
        QVERIFY(textsOf(Messages(house.store.db()).page(house.bob, {}, 1000)).empty());
        QCOMPARE(Messages(house.store.db()).hidden(house.bob, 1000).size(), hidden + 1);
        house.store.say(house.bob, "back");
        QCOMPARE(textsOf(Messages(house.store.db()).page(house.bob, {}, 1000)), Texts{"back"});
    }

    /// In the outer one nothing is left of what went, not even in its log.
    void nothingStaysBehind() {
        House house;
        QVERIFY(house.lockUp(house.store.db()).has_value());
        QCOMPARE(fs::file_size(house.store.path() + "-wal"), std::uintmax_t(0));
        auto row = house.store.db().query("SELECT count(*) FROM search WHERE search MATCH 'photo'");
        QVERIFY(row.next());
        QCOMPARE(row.integer(0), 1);  // Carol's
    }

    /// What was forwarded lies there once. Who moves takes it along under another name and key.
    void whatBothHaveIsSealedAnew() {
        House house;
        auto& db = house.store.db();
        const auto photo = Files(db).messages(house.carol, 10).front().id;
        const auto own = Files(db).messages(house.bob, 10).front().id;
        const auto lent = *Files(db).find(house.carol, photo);
        FileRecord copy;
        copy.contact = house.bob;
        copy.message = house.store.say(house.bob, "forwarded");
        copy.blob = house.store.draw<BlobName>();
        copy.mine = true;
        Bytes keys(32, 5);
        append(keys, lent.key.view());
        copy.key = SecretBytes(keys);
        copy.name = lent.name;
        copy.size = lent.size;
        copy.local = lent.local;
        Files(db).add(copy);
        QVERIFY(house.lockUp(db).has_value());
        QVERIFY(!fs::exists(house.innerBlobs() + "/ca401"));
        QVERIFY(fs::exists(house.innerBlobs() + "/f4e58") && fs::exists(house.innerBlobs() + "/b0b"));
        QVERIFY(fs::exists(house.outerBlobs() + "/ca401"));
        QCOMPARE(Files(db).find(house.carol, photo)->local, std::string("ca401"));
        const auto inside = openIdentity(house.innerPath(), house.innerKey, OpenMode::Existing);
        QVERIFY(inside.has_value());
        const auto moved = Files(**inside).find(house.bob, copy.message);
        QVERIFY(moved.has_value());
        QCOMPARE(moved->local, std::string("f4e58"));
        Bytes expected(32, 5);
        append(expected, Bytes(32, 9));
        QVERIFY(toBytes(moved->key.view()) == expected);
        QCOMPARE(Files(**inside).find(house.bob, own)->local, std::string("b0b"));
    }

    void whoIsNotThereDoesNotMove() {
        House house;
        auto stranger = house.store.draw<ContactId>();
        fs::create_directories(house.innerFolder());
        QCOMPARE(Moving(house.store.db())
                     .lockUp(stranger, house.innerPath(), house.innerKey, house.record(), House::copier("", ""),
                             House::sealer("", ""))
                     .error(),
                 StoreError::NotFound);
        QCOMPARE(whereIsBob(house), std::string("outer"));
    }

    void aFileThatCannotBeCopiedStopsIt() {
        House house;
        fs::create_directories(house.innerFolder());
        const auto refuse = [](const std::string&) -> Result<void, StoreError> {
            return Unexpected{StoreError::DiskFull};
        };
        QCOMPARE(
            Moving(house.store.db())
                .lockUp(house.bob, house.innerPath(), house.innerKey, house.record(), refuse, House::sealer("", ""))
                .error(),
            StoreError::DiskFull);
        house.sweep();
        QCOMPARE(whereIsBob(house), std::string("outer"));
        QVERIFY(house.lockUp(house.store.db()).has_value());
        QCOMPARE(Moving(house.store.db()).takeBack(house.inner, house.innerPath(), house.innerKey, refuse).error(),
                 StoreError::DiskFull);
        QCOMPARE(whereIsBob(house), std::string("inner"));
        // The key of another container opens nothing.
        QVERIFY(!Moving(house.store.db()).takeBack(house.inner, house.innerPath(), house.outerKey, refuse));
        QCOMPARE(whereIsBob(house), std::string("inner"));
    }

    void aFullDiskStopsIt() {
        House house;
        QVERIFY(house.lockUp(house.store.db()).has_value());
        house.store.db().limitPages(1);
        QCOMPARE(house.takeBack(house.store.db()).error(), StoreError::DiskFull);
        house.store.db().limitPages(0);
        QCOMPARE(whereIsBob(house), std::string("inner"));
        QVERIFY(house.takeBack(house.store.db()).has_value());
        house.sweep();
        QCOMPARE(whereIsBob(house), std::string("outer"));
    }

    void killedOnTheWayThere() {
        House house;
        std::map<std::string, int> found;
        killWhile(
            house, 15, [&](Database& outer) { return house.lockUp(outer); },
            [&] {
                const auto where = whereIsBob(house);
                QVERIFY2(where == "outer" || where == "inner", where.c_str());
                ++found[where];
            });
        QVERIFY2(found["outer"] > 0 && found["inner"] > 0, "the kills did not strike on both sides");
        QCOMPARE(found.size(), std::size_t(2));
    }

    void killedOnTheWayBack() {
        House house;
        QVERIFY(house.lockUp(house.store.db()).has_value());
        std::map<std::string, int> found;
        killWhile(
            house, 15, [&](Database& outer) { return house.takeBack(outer); },
            [&] {
                const auto where = whereIsBob(house);
                QVERIFY2(where == "outer" || where == "inner", where.c_str());
                ++found[where];
            });
        QVERIFY2(found["outer"] > 0 && found["inner"] > 0, "the kills did not strike on both sides");
        QCOMPARE(found.size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestMoving)
#include "tst_moving.moc"
