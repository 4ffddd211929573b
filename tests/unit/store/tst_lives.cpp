// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/lives.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

MessageId number(std::uint64_t n) {
    MessageId id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.value[i] = static_cast<std::uint8_t>(n >> (8 * i));
    }
    return id;
}

}  // namespace

/// Rules of conversations, and messages that have an end.
class TestLives : public QObject {
    Q_OBJECT

private:
    static MessageRecord message(const ContactId& contact, std::uint64_t n, std::int64_t endsMs, bool waits = false,
                                 bool mine = false) {
        MessageRecord record;
        record.id = number(n);
        record.contact = contact;
        record.text = "text " + std::to_string(n);
        record.mine = mine;
        record.unread = !mine;
        record.life = {waits ? LifeFrom::Read : LifeFrom::Sent, 1000};
        record.endsMs = endsMs;
        record.lifeWaits = waits;
        record.state = mine ? MessageState::Queued : MessageState::Received;
        return record;
    }

private Q_SLOTS:
    void keepsWhatWasAgreed() {
        StoreFixture store;
        const auto contact = store.contact();
        Lives lives(store.db());
        QVERIFY(!lives.find(contact));
        lives.set(contact, {3, {LifeFrom::Read, 5000}, {1, 2}, {LifeFrom::Sent, 60'000}, false, -1234});
        store.reopen();
        auto found = Lives(store.db()).find(contact);
        QVERIFY(found);
        QCOMPARE(found->turn, 3U);
        QVERIFY((found->rule == LifeTerm{LifeFrom::Read, 5000}));
        QCOMPARE(found->said, (Bytes{1, 2}));
        QVERIFY((found->theirs == LifeTerm{LifeFrom::Sent, 60'000}));
        QVERIFY(!found->theyTellRead);
        QCOMPARE(found->theirClockAheadMs, -1234);
        found->theirClockAheadMs.reset();
        Lives(store.db()).set(contact, *found);
        QVERIFY(!Lives(store.db()).find(contact)->theirClockAheadMs);
        Contacts(store.db()).remove(contact);
        QVERIFY(!Lives(store.db()).find(contact));
    }

    void findsWhatIsDue() {
        StoreFixture store;
        const auto contact = store.contact();
        Messages messages(store.db());
        Lives lives(store.db());
        QVERIFY(!lives.firstEndMs());
        messages.add(message(contact, 1, 3000));
        messages.add(message(contact, 2, 1000));
        messages.add(message(contact, 3, 0));
        messages.add(message(contact, 4, 2000));
        QCOMPARE(lives.firstEndMs(), 1000);
        QCOMPARE(lives.lastEndMs(), 3000);
        const auto due = lives.due(2000, 10);
        QCOMPARE(due.size(), std::size_t(2));
        QCOMPARE(due[0].id, number(2));
        QCOMPARE(due[1].id, number(4));
        QVERIFY((due[0].life == LifeTerm{LifeFrom::Sent, 1000}));
        QCOMPARE(lives.due(5000, 1).size(), std::size_t(1));
        messages.remove(contact, number(2));
        QCOMPARE(lives.firstEndMs(), 2000);
        // Also where something else emptied the row.
        store.db().run("UPDATE messages SET deleted = 1 WHERE id = ?1", number(4));
        QCOMPARE(lives.firstEndMs(), 3000);
        QVERIFY(lives.due(2500, 10).empty());
    }

    void aLifeThatWaitsBeginsOnce() {
        StoreFixture store;
        const auto contact = store.contact();
        Messages messages(store.db());
        Lives lives(store.db());
        messages.add(message(contact, 1, 90'000, true));
        messages.add(message(contact, 2, 90'000, true, true));
        messages.add(message(contact, 3, 90'000, true, true));
        QCOMPARE(lives.beginUnread(contact, 5000).size(), std::size_t(1));
        QCOMPARE(messages.find(contact, number(1))->endsMs, 6000);
        QVERIFY(!messages.find(contact, number(1))->lifeWaits);
        QVERIFY(lives.beginUnread(contact, 7000).empty());
        const auto read = lives.beginReadUpTo(contact, number(2), 8000);
        QCOMPARE(read.size(), std::size_t(1));
        QCOMPARE(messages.find(contact, number(2))->endsMs, 9000);
        QCOMPARE(messages.find(contact, number(3))->endsMs, 90'000);
        QVERIFY(lives.begin(contact, number(3), 89'500));
        QCOMPARE(messages.find(contact, number(3))->endsMs, 90'000);  // never later than it was
        QVERIFY(!lives.begin(contact, number(3), 1));
    }

    void shiftsWhatWasThereBefore() {
        StoreFixture store;
        const auto contact = store.contact();
        Messages messages(store.db());
        Lives lives(store.db());
        messages.add(message(contact, 1, 5000));
        messages.add(message(contact, 2, 0));
        const auto last = lives.lastRow();
        messages.add(message(contact, 3, 5000));
        lives.shift(-2000, last);
        QCOMPARE(messages.find(contact, number(1))->endsMs, 3000);
        QCOMPARE(messages.find(contact, number(2))->endsMs, 0);
        QCOMPARE(messages.find(contact, number(3))->endsMs, 5000);
        lives.shift(-100'000, last);
        QCOMPARE(messages.find(contact, number(1))->endsMs, 1);  // over, and not without an end
    }

    /// What is asked at every turn costs the same with a million messages: an index answers it.
    void anIndexAnswersWhatIsAskedOften() {
        StoreFixture store;
        const auto plan = [&](const std::string& sql) {
            auto row = store.db().query("EXPLAIN QUERY PLAN " + sql);
            std::string out;
            while (row.next()) {
                out += row.text(3) + "\n";
            }
            return out;
        };
        for (const auto* sql :
             {"SELECT ends_ms FROM messages WHERE ends_ms <> 0 AND deleted = 0 ORDER BY ends_ms LIMIT 1",
              "SELECT id FROM messages m WHERE m.ends_ms <> 0 AND m.deleted = 0 AND m.ends_ms <= 5 "
              "ORDER BY m.ends_ms LIMIT 10"}) {
            const auto found = plan(sql);
            QVERIFY2(found.find("messages_ending") != std::string::npos, found.c_str());
            QVERIFY2(found.find("TEMP B-TREE") == std::string::npos, found.c_str());
        }
        const auto waiting = plan(
            "SELECT id FROM messages WHERE contact = x'00' AND life_waits = 1 AND mine = 1 AND "
            "row <= 7 ORDER BY row");
        QVERIFY2(waiting.find("messages_life_waits") != std::string::npos, waiting.c_str());
    }
};

QTEST_GUILESS_MAIN(TestLives)
#include "tst_lives.moc"
