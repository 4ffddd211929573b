// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// What every QueueStore promises, asked of each of them.

#include <QTemporaryDir>
#include <QTest>

#include "base/hash.h"
#include "hub/memoryqueuestore.h"
#include "signald/sqlitequeuestore.h"
#include "wire/envelope.h"

using namespace nightjar;
using namespace nightjar::hub;

namespace {

const Instant start = fromUnixMs(1'700'000'000'000);

Bytes envelopeOf(std::uint32_t mark, std::size_t size = 256) {
    Bytes envelope(size, 1);
    std::memcpy(envelope.data() + 1, &mark, sizeof(mark));
    return envelope;
}

}  // namespace

class TestQueueStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<bool>("sqlite");
        QTest::newRow("memory") << false;
        QTest::newRow("sqlite") << true;
    }

    void createsQueuesOnce() {
        const auto store = make();
        QCOMPARE(store->createQueue(queue, keys), CreateOutcome::Done);
        QCOMPARE(store->createQueue(queue, keys), CreateOutcome::Done);
        QCOMPARE(store->createQueue(queue, {keys.sender, keys.receiver}), CreateOutcome::KeyConflict);
        QueueKeys found;
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Found);
        QVERIFY(found == keys);
        QCOMPARE(store->findQueue(QueueId::draw(random), found), FindOutcome::Unknown);
        QVERIFY(store->commit());
    }

    void keepsEnvelopesInOrder() {
        const auto store = make();
        QCOMPARE(store->put(queue, envelopeOf(1), start), PutOutcome::Unknown);
        (void)store->createQueue(queue, keys);
        for (std::uint32_t i = 1; i <= 10; ++i) {
            QCOMPARE(store->put(queue, envelopeOf(i), start), PutOutcome::Done);
        }
        QVERIFY(store->commit());
        const auto first = store->envelopes(queue, 0, 4);
        QCOMPARE(first.size(), std::size_t(4));
        for (std::uint32_t i = 0; i < 4; ++i) {
            QCOMPARE(first[i].number, wire::DeliveryNumber(i + 1));
            QCOMPARE(first[i].envelope, envelopeOf(i + 1));
        }
        QCOMPARE(store->envelopes(queue, 8, 32).size(), std::size_t(2));
        QVERIFY(store->envelopes(queue, 10, 32).empty());
        QVERIFY(store->envelopes(QueueId::draw(random), 0, 32).empty());
    }

    void neverUsesANumberTwice() {
        const auto store = make();
        (void)store->createQueue(queue, keys);
        for (std::uint32_t i = 1; i <= 5; ++i) {
            QCOMPARE(store->put(queue, envelopeOf(i), start), PutOutcome::Done);
            QVERIFY(store->commit());
            const auto stored = store->envelopes(queue, 0, 1);
            QCOMPARE(stored.at(0).number, wire::DeliveryNumber(i));
            store->acknowledge(queue, i);
            store->acknowledge(queue, i);  // no effect
            QVERIFY(store->commit());
            QVERIFY(store->envelopes(queue, 0, 1).empty());
        }
    }

    void storesARepeatedEnvelopeOnce() {
        const auto store = make();
        (void)store->createQueue(queue, keys);
        QCOMPARE(store->put(queue, envelopeOf(1), start), PutOutcome::Done);
        QCOMPARE(store->put(queue, envelopeOf(1), start), PutOutcome::Done);
        QVERIFY(store->commit());
        QCOMPARE(store->envelopes(queue, 0, 32).size(), std::size_t(1));
    }

    void boundsAQueueByCount() {
        const auto store = make();
        (void)store->createQueue(queue, keys);
        for (std::uint32_t i = 0; i < maxQueueEnvelopes; ++i) {
            QCOMPARE(store->put(queue, envelopeOf(i), start), PutOutcome::Done);
        }
        QCOMPARE(store->put(queue, envelopeOf(5000), start), PutOutcome::Full);
        store->acknowledge(queue, 1);
        QCOMPARE(store->put(queue, envelopeOf(5000), start), PutOutcome::Done);
        QVERIFY(store->commit());
    }

    void boundsAQueueByBytes() {
        const auto store = make();
        (void)store->createQueue(queue, keys);
        for (std::uint32_t i = 0; i < maxQueueBytes / wire::maxEnvelopeSize; ++i) {
            QCOMPARE(store->put(queue, envelopeOf(i, wire::maxEnvelopeSize), start), PutOutcome::Done);
        }
        QCOMPARE(store->put(queue, envelopeOf(5000), start), PutOutcome::Full);
        QVERIFY(store->commit());
    }

    void boundsEverythingTogether() {
        const auto store = make({2, 1, 1000});
        (void)store->createQueue(queue, keys);
        const auto other = QueueId::draw(random);
        QCOMPARE(store->createQueue(other, keys), CreateOutcome::Done);
        QCOMPARE(store->createQueue(QueueId::draw(random), keys), CreateOutcome::LimitReached);
        QCOMPARE(store->put(queue, envelopeOf(1, 512), start), PutOutcome::Done);
        QCOMPARE(store->put(other, envelopeOf(2, 512), start), PutOutcome::LimitReached);
        store->deleteQueue(queue, start);
        QCOMPARE(store->put(other, envelopeOf(2, 512), start), PutOutcome::Done);
        QCOMPARE(putBlob(*store, blob), BlobPutOutcome::Done);
        QCOMPARE(putBlob(*store, wire::BlobId::draw(random)), BlobPutOutcome::LimitReached);
        QVERIFY(store->commit());
    }

    void remembersDeletedQueues() {
        const auto store = make();
        (void)store->createQueue(queue, keys);
        (void)store->put(queue, envelopeOf(1), start);
        store->deleteQueue(queue, start);
        QVERIFY(store->commit());
        QueueKeys found;
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Gone);
        QCOMPARE(store->put(queue, envelopeOf(2), start), PutOutcome::Gone);
        QCOMPARE(store->createQueue(queue, keys), CreateOutcome::Gone);
        QVERIFY(store->envelopes(queue, 0, 32).empty());
        (void)store->expire(start + tombstoneLife - 1h);
        QVERIFY(store->commit());
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Gone);
        (void)store->expire(start + tombstoneLife);
        QVERIFY(store->commit());
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Unknown);
    }

    void forgetsOldEnvelopes() {
        const auto store = make();
        (void)store->createQueue(queue, keys);
        (void)store->put(queue, envelopeOf(1), start);
        (void)store->put(queue, envelopeOf(2), start + 1h);
        (void)store->expire(start + envelopeLife);
        QVERIFY(store->commit());
        const auto left = store->envelopes(queue, 0, 32);
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left[0].number, wire::DeliveryNumber(2));
    }

    void sweepsManyInTurns() {
        const auto store = make();
        std::vector<QueueId> queues;
        for (int i = 0; i < 3; ++i) {
            queues.push_back(QueueId::draw(random));
            (void)store->createQueue(queues.back(), keys);
            for (std::uint32_t n = 0; n < 1000; ++n) {
                (void)store->put(queues.back(), envelopeOf(n), start);
            }
        }
        QVERIFY(store->commit());
        int turns = 1;
        while (store->expire(start + envelopeLife)) {
            QVERIFY(store->commit());
            QVERIFY(++turns < 100);
        }
        QVERIFY(store->commit());
        for (const auto& one : queues) {
            QVERIFY(store->envelopes(one, 0, 1).empty());
            QCOMPARE(store->put(one, envelopeOf(1, wire::maxEnvelopeSize), start + envelopeLife), PutOutcome::Done);
        }
    }

    void putsBlobsOnce() {
        const auto store = make();
        QCOMPARE(putBlob(*store, blob), BlobPutOutcome::Done);
        QCOMPARE(putBlob(*store, blob), BlobPutOutcome::Done);
        QCOMPARE(store->putBlob(blob, {1}, content, start, start + 1h), BlobPutOutcome::Conflict);
        QCOMPARE(store->putBlob(blob, revocation, Bytes(512, 9), start, start + 1h), BlobPutOutcome::Conflict);
    }

    void givesBlobsToOneToken() {
        const auto store = make();
        const auto token = wire::BlobToken::draw(random);
        const auto other = wire::BlobToken::draw(random);
        Bytes got;
        QCOMPARE(store->takeBlob(blob, token, start, got), BlobTakeOutcome::Unknown);
        (void)putBlob(*store, blob);
        QCOMPARE(store->takeBlob(blob, token, start + 59min, got), BlobTakeOutcome::Taken);
        QCOMPARE(got, content);
        QVERIFY(store->commit());
        got.clear();
        // Again, though its life is over: the answer may have been lost.
        QCOMPARE(store->takeBlob(blob, token, start + 23h, got), BlobTakeOutcome::Taken);
        QCOMPARE(got, content);
        QCOMPARE(store->takeBlob(blob, other, start + 59min, got), BlobTakeOutcome::Used);
        QCOMPARE(store->takeBlob(blob, token, start + 25h, got), BlobTakeOutcome::Used);
        QCOMPARE(putBlob(*store, blob), BlobPutOutcome::Done);  // still the same blob
        (void)store->expire(start + 26h);
        QVERIFY(store->commit());
        QCOMPARE(store->takeBlob(blob, other, start + 26h, got), BlobTakeOutcome::Used);
        (void)store->expire(start + 1h + blobMemory);
        QVERIFY(store->commit());
        QCOMPARE(store->takeBlob(blob, other, start + 1h + blobMemory, got), BlobTakeOutcome::Unknown);
    }

    void expiresBlobs() {
        const auto store = make();
        const auto token = wire::BlobToken::draw(random);
        Bytes got;
        (void)putBlob(*store, blob);
        QCOMPARE(store->takeBlob(blob, token, start + 1h, got), BlobTakeOutcome::Expired);
        (void)store->expire(start + 2h);
        QVERIFY(store->commit());
        QCOMPARE(store->takeBlob(blob, token, start + 2h, got), BlobTakeOutcome::Expired);
    }

    void revokesBlobs() {
        const auto store = make();
        QCOMPARE(store->revokeBlob(blob, revocation), BlobRevokeOutcome::Unknown);
        (void)putBlob(*store, blob);
        QCOMPARE(store->revokeBlob(blob, {}), BlobRevokeOutcome::NotAuthorised);
        QCOMPARE(store->revokeBlob(blob, revocation), BlobRevokeOutcome::Done);
        QVERIFY(store->commit());
        QCOMPARE(store->revokeBlob(blob, revocation), BlobRevokeOutcome::Unknown);
        QCOMPARE(putBlob(*store, blob), BlobPutOutcome::Done);
    }

private:
    std::unique_ptr<QueueStore> make(const StoreQuota& quota = {}) {
        QFETCH_GLOBAL(bool, sqlite);
        if (!sqlite) {
            return std::make_unique<MemoryQueueStore>(quota);
        }
        const auto path = folder.filePath(QStringLiteral("%1.sqlite").arg(++files)).toStdString();
        auto store = signald::SqliteQueueStore::open(path, quota);
        return store ? std::move(*store) : nullptr;
    }
    BlobPutOutcome putBlob(QueueStore& store, const wire::BlobId& id) {
        return store.putBlob(id, revocation, content, start, start + 1h);
    }

    QTemporaryDir folder;
    int files = 0;
    SeededRandom random{4};
    const QueueId queue = QueueId::draw(random);
    const wire::BlobId blob = wire::BlobId::draw(random);
    const ByteArray<32> revocation = blake2b256(Bytes(16, 3));
    const Bytes content = Bytes(512, 5);
    const QueueKeys keys{crypto::generateKeyPair(random).publicKey, crypto::generateKeyPair(random).publicKey};
};

QTEST_APPLESS_MAIN(TestQueueStore)
#include "tst_queuestore.moc"
