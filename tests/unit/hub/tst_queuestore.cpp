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
        QCOMPARE(store->createQueue(queue, keys, start), CreateOutcome::Done);
        QCOMPARE(store->createQueue(queue, keys, start), CreateOutcome::Done);
        QCOMPARE(store->createQueue(queue, {keys.sender, keys.receiver}, start), CreateOutcome::KeyConflict);
        QueueKeys found;
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Found);
        QVERIFY(found == keys);
        QCOMPARE(store->findQueue(QueueId::draw(random), found), FindOutcome::Unknown);
        QVERIFY(store->commit());
    }

    void keepsEnvelopesInOrder() {
        const auto store = make();
        QCOMPARE(store->put(queue, envelopeOf(1), start), PutOutcome::Unknown);
        (void)store->createQueue(queue, keys, start);
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
        (void)store->createQueue(queue, keys, start);
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
        (void)store->createQueue(queue, keys, start);
        QCOMPARE(store->put(queue, envelopeOf(1), start), PutOutcome::Done);
        QCOMPARE(store->put(queue, envelopeOf(1), start), PutOutcome::Done);
        QVERIFY(store->commit());
        QCOMPARE(store->envelopes(queue, 0, 32).size(), std::size_t(1));
    }

    void boundsAQueueByCount() {
        const auto store = make();
        (void)store->createQueue(queue, keys, start);
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
        (void)store->createQueue(queue, keys, start);
        for (std::uint32_t i = 0; i < maxQueueBytes / wire::maxEnvelopeSize; ++i) {
            QCOMPARE(store->put(queue, envelopeOf(i, wire::maxEnvelopeSize), start), PutOutcome::Done);
        }
        QCOMPARE(store->put(queue, envelopeOf(5000), start), PutOutcome::Full);
        QVERIFY(store->commit());
    }

    void boundsEverythingTogether() {
        const auto store = make({2, 1, 1000});
        (void)store->createQueue(queue, keys, start);
        const auto other = QueueId::draw(random);
        QCOMPARE(store->createQueue(other, keys, start), CreateOutcome::Done);
        QCOMPARE(store->createQueue(QueueId::draw(random), keys, start), CreateOutcome::LimitReached);
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
        (void)store->createQueue(queue, keys, start);
        (void)store->put(queue, envelopeOf(1), start);
        store->deleteQueue(queue, start);
        QVERIFY(store->commit());
        QueueKeys found;
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Gone);
        QCOMPARE(store->put(queue, envelopeOf(2), start), PutOutcome::Gone);
        QCOMPARE(store->createQueue(queue, keys, start), CreateOutcome::Gone);
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
        (void)store->createQueue(queue, keys, start);
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
            (void)store->createQueue(queues.back(), keys, start);
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

    void forgetsQueuesThatNobodyUses() {
        const auto store = make();
        const auto other = QueueId::draw(random);
        const auto third = QueueId::draw(random);
        for (const auto& one : {queue, other, third}) {
            (void)store->createQueue(one, keys, start);
        }
        (void)store->put(queue, envelopeOf(1), start + 30 * 24h);
        store->noteUse(other, start + 60 * 24h);
        store->noteUse(QueueId::draw(random), start);  // nobody's
        QVERIFY(store->commit());
        QueueKeys found;
        (void)store->expire(start + unusedLife - 1h);
        QVERIFY(store->commit());
        QCOMPARE(store->findQueue(third, found), FindOutcome::Found);
        (void)store->expire(start + unusedLife);
        QVERIFY(store->commit());
        QCOMPARE(store->findQueue(third, found), FindOutcome::Gone);
        QCOMPARE(store->put(third, envelopeOf(1), start + unusedLife), PutOutcome::Gone);
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Found);
        (void)store->expire(start + 31 * 24h + unusedLife);
        QVERIFY(store->commit());
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Gone);
        QCOMPARE(store->findQueue(other, found), FindOutcome::Found);
        (void)store->expire(start + 61 * 24h + unusedLife);
        QVERIFY(store->commit());
        QCOMPARE(store->findQueue(other, found), FindOutcome::Gone);
        (void)store->expire(start + 61 * 24h + unusedLife + tombstoneLife);
        QVERIFY(store->commit());
        QCOMPARE(store->findQueue(other, found), FindOutcome::Unknown);
    }

    // ---- public addresses

    void makesAnAddressOnce() {
        const auto store = make();
        auto& addresses = store->addresses();
        AddressRecord record;
        QCOMPARE(addresses.findAddress(address, start, record), AddressFound::Unknown);
        QCOMPARE(addresses.setAddress(address, keys.sender, rules, start), AddressSetOutcome::Done);
        QCOMPARE(addresses.setAddress(address, keys.receiver, rules, start), AddressSetOutcome::KeyConflict);
        QCOMPARE(addresses.setAddress(address, keys.sender, {3, 9, 20}, start), AddressSetOutcome::Done);
        QVERIFY(store->commit());
        QCOMPARE(addresses.findAddress(address, start, record), AddressFound::Found);
        QCOMPARE(record.owner, keys.sender);
        QVERIFY((record.rules == wire::AddressRules{3, 9, 20}));
        QCOMPARE(record.inStock, std::uint32_t(0));
    }

    void handsOutEachInvitationOnce() {
        const auto store = make();
        auto& addresses = store->addresses();
        QCOMPARE(addresses.addToStock(address, item(1), start, start + 1h), StockOutcome::Unknown);
        (void)addresses.setAddress(address, keys.sender, rules, start);
        Bytes got;
        const auto token = wire::BlobToken::draw(random);
        QCOMPARE(addresses.takeFromStock(address, token, start, got), AddressTakeOutcome::UsedUp);
        for (std::uint8_t i = 1; i <= 2; ++i) {
            QCOMPARE(addresses.addToStock(address, item(i), start, start + 48h), StockOutcome::Done);
        }
        QCOMPARE(addresses.addToStock(address, item(1), start, start + 48h), StockOutcome::Done);  // the same again
        AddressRecord record;
        (void)addresses.findAddress(address, start, record);
        QCOMPARE(record.inStock, std::uint32_t(2));
        QCOMPARE(addresses.takeFromStock(address, token, start, got), AddressTakeOutcome::Taken);
        QCOMPARE(got, item(1));
        QVERIFY(store->commit());
        // A lost answer costs neither an invitation nor a part of the quota.
        got.clear();
        QCOMPARE(addresses.takeFromStock(address, token, start + 23h, got), AddressTakeOutcome::Taken);
        QCOMPARE(got, item(1));
        QCOMPARE(addresses.addToStock(address, item(1), start, start + 48h), StockOutcome::Done);
        (void)addresses.findAddress(address, start, record);
        QCOMPARE(record.inStock, std::uint32_t(1));
        QCOMPARE(record.takenLastHour, std::uint32_t(1));
        QCOMPARE(addresses.takeFromStock(address, wire::BlobToken::draw(random), start, got),
                 AddressTakeOutcome::Taken);
        QCOMPARE(got, item(2));
        QCOMPARE(addresses.takeFromStock(address, wire::BlobToken::draw(random), start, got),
                 AddressTakeOutcome::UsedUp);
    }

    void holdsAddressesToTheirQuotas() {
        const auto store = make();
        auto& addresses = store->addresses();
        (void)addresses.setAddress(address, keys.sender, {2, 3, 0}, start);
        for (std::uint8_t i = 1; i <= 8; ++i) {
            (void)addresses.addToStock(address, item(i), start, start + 72h);
        }
        Bytes got;
        const auto take = [&](Duration after) {
            return addresses.takeFromStock(address, wire::BlobToken::draw(random), start + after, got);
        };
        QCOMPARE(take(0s), AddressTakeOutcome::Taken);
        QCOMPARE(take(30min), AddressTakeOutcome::Taken);
        QCOMPARE(take(59min), AddressTakeOutcome::UsedUp);
        QCOMPARE(take(1h), AddressTakeOutcome::Taken);
        QCOMPARE(take(3h), AddressTakeOutcome::UsedUp);  // the day's
        (void)store->expire(start + 23h);
        QVERIFY(store->commit());
        QCOMPARE(take(23h), AddressTakeOutcome::UsedUp);  // sweeping gives nothing back
        QCOMPARE(take(24h), AddressTakeOutcome::Taken);
        AddressRecord record;
        (void)addresses.findAddress(address, start + 24h, record);
        QCOMPARE(record.takenLastDay, std::uint32_t(3));
        QCOMPARE(record.takenLastHour, std::uint32_t(1));
        QVERIFY(store->commit());
    }

    void boundsStockAndAddresses() {
        const auto store = make({2, 1, 1000, 2});
        auto& addresses = store->addresses();
        (void)addresses.setAddress(address, keys.sender, rules, start);
        QCOMPARE(addresses.setAddress(AddressId::draw(random), keys.sender, rules, start), AddressSetOutcome::Done);
        QCOMPARE(addresses.setAddress(AddressId::draw(random), keys.sender, rules, start),
                 AddressSetOutcome::LimitReached);
        for (std::size_t i = 0; i < maxStock; ++i) {
            QCOMPARE(addresses.addToStock(address, item(static_cast<std::uint8_t>(i)), start, start + 1h),
                     StockOutcome::Done);
        }
        QCOMPARE(addresses.addToStock(address, item(200), start, start + 1h), StockOutcome::Full);
        // What is past its time makes room and is not handed out.
        Bytes got;
        QCOMPARE(addresses.takeFromStock(address, wire::BlobToken::draw(random), start + 1h, got),
                 AddressTakeOutcome::UsedUp);
        (void)store->expire(start + 1h);
        QCOMPARE(addresses.addToStock(address, item(200), start + 1h, start + 2h), StockOutcome::Done);
        QVERIFY(store->commit());
    }

    void remembersDeletedAddresses() {
        const auto store = make();
        auto& addresses = store->addresses();
        (void)addresses.setAddress(address, keys.sender, rules, start);
        (void)addresses.addToStock(address, item(1), start, start + 1h);
        addresses.deleteAddress(address, start);
        QVERIFY(store->commit());
        AddressRecord record;
        Bytes got;
        QCOMPARE(addresses.findAddress(address, start, record), AddressFound::Gone);
        QCOMPARE(addresses.setAddress(address, keys.sender, rules, start), AddressSetOutcome::Gone);
        QCOMPARE(addresses.addToStock(address, item(2), start, start + 1h), StockOutcome::Unknown);
        QCOMPARE(addresses.takeFromStock(address, wire::BlobToken::draw(random), start, got), AddressTakeOutcome::Gone);
        (void)store->expire(start + tombstoneLife);
        QVERIFY(store->commit());
        QCOMPARE(addresses.findAddress(address, start, record), AddressFound::Unknown);
    }

    void forgetsAddressesThatNobodyKeeps() {
        const auto store = make();
        auto& addresses = store->addresses();
        (void)addresses.setAddress(address, keys.sender, rules, start);
        (void)addresses.addToStock(address, item(1), start + 24h, start + 48h);
        AddressRecord record;
        (void)store->expire(start + unusedLife);
        QCOMPARE(addresses.findAddress(address, start, record), AddressFound::Found);
        (void)store->expire(start + 24h + unusedLife);
        QCOMPARE(addresses.findAddress(address, start, record), AddressFound::Gone);
        QVERIFY(store->commit());
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

    static Bytes item(std::uint8_t mark) { return Bytes(1632, mark); }

    QTemporaryDir folder;
    int files = 0;
    SeededRandom random{4};
    const QueueId queue = QueueId::draw(random);
    const AddressId address = AddressId::draw(random);
    const wire::AddressRules rules{10, 50, 18};
    const wire::BlobId blob = wire::BlobId::draw(random);
    const ByteArray<32> revocation = blake2b256(Bytes(16, 3));
    const Bytes content = Bytes(512, 5);
    const QueueKeys keys{crypto::generateKeyPair(random).publicKey, crypto::generateKeyPair(random).publicKey};
};

QTEST_APPLESS_MAIN(TestQueueStore)
#include "tst_queuestore.moc"
