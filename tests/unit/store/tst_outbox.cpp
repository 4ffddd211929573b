// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "store/incoming.h"
#include "store/outbox.h"
#include "storefixture.h"

using namespace nightjar;
using namespace nightjar::store;

namespace {

OutboxRecord entry(StoreFixture& store, const ContactId& contact) {
    OutboxRecord out;
    out.id = store.draw<EnvelopeId>();
    out.contact = contact;
    out.bytes = store.bytes(300);
    out.createdMs = 10;
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
        auto e = entry(store, store.contact());
        e.message = store.draw<MessageId>();
        e.kind = 5;
        e.state = OutboxState::AtHub;
        e.againMs = 77;
        QVERIFY(outbox.add(e));
        QVERIFY(!outbox.add(e));
        const auto found = outbox.find(e.id);
        QVERIFY(found.has_value());
        QCOMPARE(found->contact, e.contact);
        QCOMPARE(found->message, e.message);
        QCOMPARE(found->kind, e.kind);
        QCOMPARE(found->bytes, e.bytes);
        QCOMPARE(found->createdMs, e.createdMs);
        QCOMPARE(found->againMs, e.againMs);
        QCOMPARE(found->state, e.state);
    }

    void waitingIsWhatNobodyElseHas() {
        StoreFixture store;
        Outbox outbox(store.db());
        const auto ada = store.contact();
        const auto ben = store.contact();
        const auto first = entry(store, ada);
        const auto second = entry(store, ada);
        const auto other = entry(store, ben);
        for (const auto& e : {first, second, other}) {
            QVERIFY(outbox.add(e));
        }
        QCOMPARE(idsOf(outbox.waiting(ada, 0, 10)), (Ids{first.id, second.id}));  // in the order of creation
        QCOMPARE(idsOf(outbox.waiting(ada, 0, 1)), (Ids{first.id}));
        QCOMPARE(idsOf(outbox.waiting(ada, outbox.find(first.id)->row, 10)), (Ids{second.id}));
        QVERIFY(!outbox.nextAgainMs());
        outbox.setAtHub(first.id, 900);  // waits for a receipt, not for us
        QCOMPARE(idsOf(outbox.waiting(ada, 0, 10)), (Ids{second.id}));
        QCOMPARE(idsOf(outbox.forContact(ada, 10)), (Ids{first.id, second.id}));
        QCOMPARE(outbox.countWaiting(), 2);
        QCOMPARE(outbox.countFor(ada), 2);
        QVERIFY(outbox.remove(second.id));
        QVERIFY(!outbox.remove(second.id));
        QCOMPARE(outbox.count(), 2);
    }

    void whatTheHubMayHaveForgottenWaitsAgain() {
        StoreFixture store;
        Outbox outbox(store.db());
        const auto ada = store.contact();
        const auto ben = store.contact();
        const auto soon = entry(store, ada);
        const auto also = entry(store, ada);
        const auto later = entry(store, ben);
        for (const auto& e : {soon, also, later}) {
            QVERIFY(outbox.add(e));
        }
        outbox.setAtHub(soon.id, 500);
        outbox.setAtHub(also.id, 600);
        outbox.setAtHub(later.id, 700);
        QCOMPARE(outbox.nextAgainMs(), 500);
        QVERIFY(outbox.takeBack(499).empty());
        QCOMPARE(outbox.takeBack(600), std::vector<ContactId>{ada});
        QCOMPARE(idsOf(outbox.waiting(ada, 0, 10)), (Ids{soon.id, also.id}));
        QCOMPARE(outbox.nextAgainMs(), 700);
    }

    void entriesGoWithTheirContact() {
        StoreFixture store;
        Outbox outbox(store.db());
        const auto ada = store.contact();
        const auto ben = store.contact();
        QVERIFY(outbox.add(entry(store, ada)));
        QVERIFY(outbox.add(entry(store, ben)));
        QVERIFY(Contacts(store.db()).remove(ada));
        QCOMPARE(outbox.count(), 1);
        QVERIFY(!outbox.add(entry(store, ada)));  // nobody there
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
        QCOMPARE(held.first(ada)->seq, 5u);
        QCOMPARE(held.first(ada)->content, Bytes{1});
        held.remove(ada, 5);
        QCOMPARE(held.first(ada)->seq, 7u);
        held.remove(ada, 7);
        QVERIFY(!held.first(ada));
        QCOMPARE(held.count(ben), 1);
        QVERIFY(!held.oldestMs(store.draw<ContactId>()));
    }

    void aSeenEnvelopeIsKnownUntilItExpires() {
        StoreFixture store;
        SeenEnvelopes seen(store.db());
        const auto id = store.draw<EnvelopeId>();
        const auto quiet = store.draw<EnvelopeId>();
        QVERIFY(!seen.find(id));
        QVERIFY(seen.add(id, true, 200));
        QVERIFY(!seen.add(id, false, 900));
        QVERIFY(seen.add(quiet, false, 900));
        seen.forgetExpired(199);
        QCOMPARE(seen.find(id), true);
        QCOMPARE(seen.find(quiet), false);
        store.reopen();
        QCOMPARE(SeenEnvelopes(store.db()).find(id), true);
        SeenEnvelopes(store.db()).forgetExpired(200);
        QVERIFY(!SeenEnvelopes(store.db()).find(id));
        QVERIFY(SeenEnvelopes(store.db()).find(quiet).has_value());
    }
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
