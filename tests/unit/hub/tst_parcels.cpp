// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Files that wait at the hub: what every store promises of them, and what a hub answers to those who ask.

#include <QTemporaryDir>
#include <QTest>

#include "hub/memoryqueuestore.h"
#include "hubclient.h"
#include "signald/sqlitequeuestore.h"
#include "wire/filegeometry.h"

using namespace nightjar;
using namespace nightjar::hub;
using wire::HubError;
using wire::QueueRole;

namespace {

const Instant start = fromUnixMs(1'700'000'000'000);

Bytes chunkOf(std::uint8_t mark) {
    return Bytes(wire::sealedChunkBytes, mark);
}

StoreQuota small() {
    StoreQuota quota;
    quota.parcels.largest = parcelBytes(100);
    quota.parcels.perQueue = parcelBytes(150);
    quota.parcels.countPerQueue = 4;
    quota.parcels.bytes = parcelBytes(200);
    return quota;
}

/// A hub, and two people who have a queue together.
struct World {
    explicit World(QueueStore& store, Config config = {}) : bench(store, std::move(config)) {}

    void connect() {
        QVERIFY(receiver.connect());
        QVERIFY(sender.connect());
        QVERIFY(!receiver.errorOf(receiver.createRequest(queue, receiverKeys, senderKeys)));
        attach();
    }
    void attach() {
        in = receiver.attach(QueueRole::Receiver, queue, receiverKeys);
        out = sender.attach(QueueRole::Sender, queue, senderKeys);
    }
    [[nodiscard]] std::optional<HubError> open(std::uint32_t chunks) {
        return sender.errorOf(wire::ParcelOpenRequest{sender.nextReq++, out, parcel, chunks});
    }
    [[nodiscard]] std::optional<HubError> put(std::uint32_t index, ByteView chunk) {
        return sender.errorOf(wire::ParcelPutRequest{sender.nextReq++, out, parcel, index, chunk});
    }
    [[nodiscard]] Bytes get(std::uint32_t index) {
        const auto reply = receiver.ask(wire::ParcelGetRequest{receiver.nextReq++, in, parcel, index});
        const auto* const chunk = std::get_if<wire::ParcelChunkReply>(&reply);
        return chunk != nullptr ? toBytes(chunk->chunk) : Bytes{};
    }

    SeededRandom random{42};
    HubBench bench;
    HubClient receiver{bench, Endpoint::v4(198, 51, 100, 1, 40000), 2};
    HubClient sender{bench, Endpoint::v4(198, 51, 100, 2, 40000), 3};
    QueueId queue = QueueId::draw(random);
    crypto::KeyPair receiverKeys = crypto::generateKeyPair(random);
    crypto::KeyPair senderKeys = crypto::generateKeyPair(random);
    wire::ParcelId parcel = wire::ParcelId::draw(random);
    wire::QueueHandle in = 0;
    wire::QueueHandle out = 0;
};

}  // namespace

class TestParcels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<bool>("sqlite");
        QTest::newRow("memory") << false;
        QTest::newRow("sqlite") << true;
    }

    void keepsChunksUntilTheyAreFetched() {
        const auto store = make();
        ParcelState state;
        QCOMPARE(store->openParcel(queue, parcel, 11, start, state), ParcelOutcome::Unknown);  // no such queue
        (void)store->createQueue(queue, keys, start);
        QCOMPARE(store->openParcel(queue, parcel, 0, start, state), ParcelOutcome::Unknown);
        QCOMPARE(store->putChunk(queue, parcel, 0, chunkOf(1)), ParcelOutcome::Unknown);
        QCOMPARE(store->openParcel(queue, parcel, 11, start, state), ParcelOutcome::Done);
        QCOMPARE(state.chunks, 11u);
        QCOMPARE(state.have, Bytes(2));
        QCOMPARE(store->putChunk(queue, parcel, 10, chunkOf(1)), ParcelOutcome::Done);
        QCOMPARE(store->putChunk(queue, parcel, 2, chunkOf(2)), ParcelOutcome::Done);
        QCOMPARE(store->putChunk(queue, parcel, 2, chunkOf(3)), ParcelOutcome::Done);  // the first one counts
        QCOMPARE(store->putChunk(queue, parcel, 11, chunkOf(1)), ParcelOutcome::Unknown);
        QVERIFY(store->commit());
        QCOMPARE(store->openParcel(queue, parcel, 0, start, state), ParcelOutcome::Done);
        QCOMPARE(state.have, (Bytes{0x04, 0x04}));
        QCOMPARE(store->openParcel(queue, parcel, 12, start, state), ParcelOutcome::Conflict);
        Bytes chunk;
        QCOMPARE(store->getChunk(queue, parcel, 2, chunk), ParcelOutcome::Done);
        QCOMPARE(chunk, chunkOf(2));
        QCOMPARE(store->getChunk(queue, parcel, 3, chunk), ParcelOutcome::Absent);
        QCOMPARE(store->getChunk(QueueId::draw(random), parcel, 2, chunk), ParcelOutcome::Unknown);
        QCOMPARE(store->parcelUsage().count, std::size_t{1});
        QCOMPARE(store->parcelUsage().bytes, parcelBytes(11));
    }

    void remembersWhatWasFetched() {
        const auto store = make();
        (void)store->createQueue(queue, keys, start);
        ParcelState state;
        (void)store->openParcel(queue, parcel, 3, start, state);
        (void)store->putChunk(queue, parcel, 0, chunkOf(1));
        store->deleteParcel(queue, parcel, start);
        store->deleteParcel(queue, parcel, start);
        QVERIFY(store->commit());
        Bytes chunk;
        QCOMPARE(store->openParcel(queue, parcel, 3, start, state), ParcelOutcome::Gone);
        QCOMPARE(store->openParcel(queue, parcel, 0, start, state), ParcelOutcome::Gone);
        QCOMPARE(store->putChunk(queue, parcel, 1, chunkOf(1)), ParcelOutcome::Gone);
        QCOMPARE(store->getChunk(queue, parcel, 0, chunk), ParcelOutcome::Gone);
        QCOMPARE(store->parcelUsage().bytes, std::uint64_t{0});
        QCOMPARE(store->parcelUsage().count, std::size_t{0});
        while (store->expire(start + StoreQuota().parcels.life)) {
        }
        QVERIFY(store->commit());
        QCOMPARE(store->openParcel(queue, parcel, 0, start, state), ParcelOutcome::Unknown);
    }

    void goesWithItsQueueAndItsTime() {
        const auto store = make();
        (void)store->createQueue(queue, keys, start);
        const auto other = QueueId::draw(random);
        (void)store->createQueue(other, keys, start);
        ParcelState state;
        (void)store->openParcel(queue, parcel, 3, start, state);
        (void)store->putChunk(queue, parcel, 0, chunkOf(1));
        (void)store->openParcel(other, parcel, 3, start, state);
        (void)store->putChunk(other, parcel, 0, chunkOf(1));
        store->deleteQueue(queue, start);
        QVERIFY(store->commit());
        QCOMPARE(store->openParcel(queue, parcel, 0, start, state), ParcelOutcome::Unknown);
        QCOMPARE(store->parcelUsage().bytes, parcelBytes(3));
        const auto life = StoreQuota().parcels.life;
        (void)store->expire(start + life - 1h);
        QVERIFY(store->commit());
        QCOMPARE(store->openParcel(other, parcel, 0, start, state), ParcelOutcome::Done);
        (void)store->expire(start + life);
        QVERIFY(store->commit());
        QCOMPARE(store->openParcel(other, parcel, 0, start, state), ParcelOutcome::Unknown);
        QCOMPARE(store->parcelUsage().bytes, std::uint64_t{0});
    }

    void isBounded() {
        const auto store = make(small());
        (void)store->createQueue(queue, keys, start);
        ParcelState state;
        const auto open = [&](const QueueId& of, std::uint32_t chunks) {
            return store->openParcel(of, wire::ParcelId::draw(random), chunks, start, state);
        };
        QCOMPARE(open(queue, 101), ParcelOutcome::TooLarge);
        QCOMPARE(store->openParcel(queue, parcel, 100, start, state), ParcelOutcome::Done);
        QCOMPARE(open(queue, 51), ParcelOutcome::Full);
        QCOMPARE(open(queue, 10), ParcelOutcome::Done);
        QCOMPARE(open(queue, 10), ParcelOutcome::Done);
        QCOMPARE(open(queue, 10), ParcelOutcome::Done);
        QCOMPARE(open(queue, 1), ParcelOutcome::Full);
        const auto other = QueueId::draw(random);
        (void)store->createQueue(other, keys, start);
        QCOMPARE(open(other, 71), ParcelOutcome::LimitReached);
        QCOMPARE(open(other, 70), ParcelOutcome::Done);
        store->deleteParcel(queue, parcel, start);
        QCOMPARE(open(other, 71), ParcelOutcome::Done);
        QVERIFY(store->commit());
    }

    void sweepsALargeOneInTurns() {
        const auto store = make();
        (void)store->createQueue(queue, keys, start);
        ParcelState state;
        (void)store->openParcel(queue, parcel, 1200, start, state);
        for (std::uint32_t i = 0; i < 1200; ++i) {
            (void)store->putChunk(queue, parcel, i, Bytes(100, 1));
        }
        QVERIFY(store->commit());
        store->deleteParcel(queue, parcel, start);
        QVERIFY(store->commit());
        int turns = 0;
        while (store->expire(start)) {
            QVERIFY(store->commit());
            QVERIFY(++turns < 10);
        }
        QVERIFY(store->commit());
        QCOMPARE(store->parcelUsage().bytes, std::uint64_t{0});
        QCOMPARE(store->openParcel(queue, parcel, 0, start, state), ParcelOutcome::Gone);
    }

    // ---- the hub

    void aHubGivesThemToTheReceiverOnly() {
        const auto store = make();
        World world(*store);
        world.connect();
        QVERIFY(!world.open(2));
        QVERIFY(!world.put(1, chunkOf(7)));
        // The sender may not fetch, the receiver may not put, and a stranger may nothing.
        QCOMPARE(world.sender.errorOf(wire::ParcelGetRequest{world.sender.nextReq++, world.out, world.parcel, 1}),
                 std::optional(HubError::NotAuthorised));
        QCOMPARE(world.receiver.errorOf(
                     wire::ParcelPutRequest{world.receiver.nextReq++, world.in, world.parcel, 0, chunkOf(1)}),
                 std::optional(HubError::NotAuthorised));
        QCOMPARE(world.receiver.errorOf(wire::ParcelOpenRequest{world.receiver.nextReq++, world.in, world.parcel, 2}),
                 std::optional(HubError::NotAuthorised));
        HubClient stranger(world.bench, Endpoint::v4(198, 51, 100, 9, 40000), 9);
        QVERIFY(stranger.connect());
        for (const wire::HubRequest& request :
             std::initializer_list<wire::HubRequest>{wire::ParcelOpenRequest{1, world.out, world.parcel, 2},
                                                     wire::ParcelOpenRequest{2, world.in, world.parcel, 0},
                                                     wire::ParcelGetRequest{3, world.in, world.parcel, 1},
                                                     wire::ParcelDeleteRequest{4, world.in, world.parcel}}) {
            QCOMPARE(stranger.errorOf(request), std::optional(HubError::NotAuthorised));
        }
        QCOMPARE(world.get(1), chunkOf(7));
        QCOMPARE(world.receiver.errorOf(wire::ParcelGetRequest{world.receiver.nextReq++, world.in, world.parcel, 0}),
                 std::optional(HubError::Absent));
        QVERIFY(!world.receiver.errorOf(wire::ParcelDeleteRequest{world.receiver.nextReq++, world.in, world.parcel}));
        QCOMPARE(world.open(2), std::optional(HubError::Gone));
    }

    void aHubSaysWhatItHasAfterARestart() {
        const auto store = make();
        World world(*store);
        world.connect();
        QVERIFY(!world.open(9));
        QVERIFY(!world.put(8, chunkOf(7)));
        world.bench.restart();
        QVERIFY(world.receiver.connect());
        QVERIFY(world.sender.connect());
        world.attach();
        const auto reply =
            world.sender.ask(wire::ParcelOpenRequest{world.sender.nextReq++, world.out, world.parcel, 9});
        const auto* const there = std::get_if<wire::ParcelReply>(&reply);
        QVERIFY(there != nullptr);
        QCOMPARE(toBytes(there->have), (Bytes{0x00, 0x01}));
        QCOMPARE(world.get(8), chunkOf(7));
    }

    void aHubRefusesInWords() {
        const auto store = make(small());
        World world(*store);
        world.connect();
        QCOMPARE(world.open(101), std::optional(HubError::TooLarge));
        QCOMPARE(world.put(0, chunkOf(1)), std::optional(HubError::BlobUnknown));
        QVERIFY(!world.open(100));
        QCOMPARE(world.open(99), std::optional(HubError::KeyConflict));
        QCOMPARE(world.put(100, chunkOf(1)), std::optional(HubError::BlobUnknown));
        QCOMPARE(world.put(0, Bytes(wire::sealedChunkBytes + 1)), std::optional(HubError::TooLarge));
        world.parcel = wire::ParcelId::draw(world.random);
        QCOMPARE(world.open(60), std::optional(HubError::Full));
    }

    void oneAddressBringsOnlySoMuch() {
        const auto store = make();
        Config config;
        config.limits.parcelsPerAddress = {1000, 3.0 * wire::sealedChunkBytes};
        World world(*store, config);
        world.connect();
        QVERIFY(!world.open(10));
        for (std::uint32_t i = 0; i < 3; ++i) {
            QVERIFY(!world.put(i, chunkOf(1)));
        }
        QCOMPARE(world.put(3, chunkOf(1)), std::optional(HubError::TryLater));
        world.bench.advance(17s);
        QVERIFY(!world.put(3, chunkOf(1)));
    }

    void aFullDiskIsNoLoss() {
        QFETCH_GLOBAL(bool, sqlite);
        if (!sqlite) {
            return;
        }
        const auto store = make();
        World world(*store);
        world.connect();
        QVERIFY(!world.open(64));
        auto& disk = static_cast<signald::SqliteQueueStore&>(*store);
        disk.limitPages(80);
        std::uint32_t kept = 0;
        std::optional<HubError> error;
        while (kept < 64 && !(error = world.put(kept, chunkOf(static_cast<std::uint8_t>(kept))))) {
            ++kept;
        }
        QCOMPARE(error, std::optional(HubError::TryLater));
        QVERIFY(kept > 0);
        for (std::uint32_t i = 0; i < kept; ++i) {
            QCOMPARE(world.get(i), chunkOf(static_cast<std::uint8_t>(i)));
        }
        disk.limitPages(0);
        QVERIFY(!world.put(kept, chunkOf(1)));
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

    QTemporaryDir folder;
    int files = 0;
    SeededRandom random{4};
    const QueueId queue = QueueId::draw(random);
    const wire::ParcelId parcel = wire::ParcelId::draw(random);
    const QueueKeys keys{{{1}}, {{2}}};
};

QTEST_GUILESS_MAIN(TestParcels)
#include "tst_parcels.moc"
