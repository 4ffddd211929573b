// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/incoming.h"
#include "store/outbox.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

OutboxRecord entry(StoreFixture& store, const ContactId& contact, std::int64_t dueMs) {
    OutboxRecord out;
    out.id = store.draw<EnvelopeId>();
    out.contact = contact;
    out.bytes = store.bytes(300);
    out.createdMs = 10;
    out.nextAttemptMs = dueMs;
    return out;
}

std::vector<EnvelopeId> idsOf(const std::vector<OutboxRecord>& entries) {
    std::vector<EnvelopeId> out;
    for (const auto& e : entries) {
        out.push_back(e.id);
    }
    return out;
}

using Ids = std::vector<EnvelopeId>;

}  // namespace

class TestOutbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack() {
        StoreFixture store;
        Outbox outbox(store.db());
        auto e = entry(store, store.contact(), 77);
        e.message = store.draw<MessageId>();
        e.kind = 5;
        e.attempts = 3;
        e.state = OutboxState::Refused;
        QVERIFY(outbox.add(e));
        QVERIFY(!outbox.add(e));
        const auto found = outbox.find(e.id);
        QVERIFY(found.has_value());
        QCOMPARE(found->contact, e.contact);
        QCOMPARE(found->message, e.message);
        QCOMPARE(found->kind, e.kind);
        QCOMPARE(found->bytes, e.bytes);
        QCOMPARE(found->createdMs, e.createdMs);
        QCOMPARE(found->attempts, e.attempts);
        QCOMPARE(found->nextAttemptMs, e.nextAttemptMs);
        QCOMPARE(found->state, e.state);
    }

    void dueIsWhatMayBeSentNow() {
        StoreFixture store;
        Outbox outbox(store.db());
        const auto ada = store.contact();
        const auto ben = store.contact();
        const auto later = entry(store, ada, 200);
        const auto now = entry(store, ada, 100);
        const auto also = entry(store, ben, 50);
        QVERIFY(!outbox.nextDueMs());
        for (const auto& e : {later, now, also}) {
            QVERIFY(outbox.add(e));
        }
        QCOMPARE(outbox.nextDueMs(), 50);
        QCOMPARE(idsOf(outbox.due(100, 10)), (Ids{now.id, also.id}));  // in the order of creation
        QCOMPARE(idsOf(outbox.due(100, 1)), (Ids{now.id}));
        outbox.setState(also.id, OutboxState::AtHub);  // waits for a receipt, not for us
        QCOMPARE(outbox.nextDueMs(), 100);
        QCOMPARE(idsOf(outbox.due(1000, 10)), (Ids{later.id, now.id}));
        outbox.reschedule(now.id, 4, 900);
        QCOMPARE(outbox.find(now.id)->attempts, 4u);
        QCOMPARE(outbox.nextDueMs(), 200);
        outbox.wake(ada, 60);
        QCOMPARE(idsOf(outbox.due(60, 10)), (Ids{later.id, now.id}));
        QCOMPARE(outbox.find(also.id)->nextAttemptMs, 50);
        QCOMPARE(outbox.countFor(ada), 2);
        QVERIFY(outbox.remove(later.id));
        QVERIFY(!outbox.remove(later.id));
        QCOMPARE(outbox.count(), 2);
    }

    void entriesGoWithTheirContactOrMessage() {
        StoreFixture store;
        Outbox outbox(store.db());
        const auto ada = store.contact();
        const auto ben = store.contact();
        auto e = entry(store, ada, 0);
        e.message = store.draw<MessageId>();
        QVERIFY(outbox.add(e));
        QVERIFY(outbox.add(entry(store, ada, 0)));
        QVERIFY(outbox.add(entry(store, ben, 0)));
        outbox.removeForMessage(ada, *e.message);
        QCOMPARE(outbox.countFor(ada), 1);
        QVERIFY(Contacts(store.db()).remove(ada));
        QCOMPARE(outbox.count(), 1);
        QVERIFY(!outbox.add(entry(store, ada, 0)));  // nobody there
        QCOMPARE(store.db().takeError(), StoreError::Damaged);
    }

    void heldContentWaitsForItsTurn() {
        StoreFixture store;
        Held held(store.db());
        const auto ada = store.contact();
        const auto ben = store.contact();
        held.add(ada, {7, store.bytes(10), 500});
        held.add(ada, {5, Bytes{1}, 600});
        held.add(ada, {5, Bytes{2}, 700});  // the first wins
        held.add(ben, {5, Bytes{3}, 800});
        QCOMPARE(held.count(ada), 2);
        QCOMPARE(held.oldestMs(ada), 500);
        QCOMPARE(held.all(ada).front().seq, 5u);
        QVERIFY(!held.take(ada, 6));
        QCOMPARE(held.take(ada, 5)->content, Bytes{1});
        QVERIFY(!held.take(ada, 5));
        QCOMPARE(held.count(ben), 1);
        QVERIFY(!held.oldestMs(store.draw<ContactId>()));
    }

    void aSeenEnvelopeIsKnownUntilItExpires() {
        StoreFixture store;
        SeenEnvelopes seen(store.db());
        const auto id = store.draw<EnvelopeId>();
        QVERIFY(!seen.contains(id));
        QVERIFY(seen.add(id, 100, 200));
        QVERIFY(!seen.add(id, 150, 900));
        seen.forgetExpired(199);
        QVERIFY(seen.contains(id));
        store.reopen();
        QVERIFY(SeenEnvelopes(store.db()).contains(id));
        SeenEnvelopes(store.db()).forgetExpired(200);
        QVERIFY(!SeenEnvelopes(store.db()).contains(id));
    }
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
