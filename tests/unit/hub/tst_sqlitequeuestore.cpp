// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "hub/session.h"
#include "hubclient.h"
#include "signald/sqlitequeuestore.h"
#include "wire/envelope.h"

using namespace nightjar;
using namespace nightjar::hub;
using signald::SqliteQueueStore;
using wire::HubError;
using wire::QueueRole;

namespace {

const Instant start = fromUnixMs(1'700'000'000'000);

Bytes envelopeOf(std::uint32_t mark, std::size_t size = wire::envelopeSizes[0]) {
    Bytes envelope(size, 1);
    std::memcpy(envelope.data() + 1, &mark, sizeof(mark));
    return envelope;
}

}  // namespace

class TestSqliteQueueStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        folder = std::make_unique<QTemporaryDir>();
        path = folder->filePath(QStringLiteral("mailboxes.sqlite")).toStdString();
    }

    void keepsEverythingOverARestart() {
        const auto blob = wire::BlobId::draw(random);
        const auto token = wire::BlobToken::draw(random);
        Bytes content;
        {
            const auto store = open();
            (void)store->createQueue(queue, keys, start);
            (void)store->put(queue, envelopeOf(1), start);
            (void)store->put(queue, envelopeOf(2), start);
            store->acknowledge(queue, 1);
            (void)store->putBlob(blob, {}, Bytes(512, 5), start, start + 1h);
            QCOMPARE(store->takeBlob(blob, token, start, content), BlobTakeOutcome::Taken);
            QVERIFY(store->commit());
            (void)store->put(queue, envelopeOf(3), start);  // and no commit
        }
        const auto store = open();
        QueueKeys found;
        QCOMPARE(store->findQueue(queue, found), FindOutcome::Found);
        QVERIFY(found == keys);
        const auto envelopes = store->envelopes(queue, 0, 32);
        QCOMPARE(envelopes.size(), std::size_t(1));
        QCOMPARE(envelopes[0].envelope, envelopeOf(2));
        QCOMPARE(store->put(queue, envelopeOf(4), start), PutOutcome::Done);
        QCOMPARE(store->envelopes(queue, 2, 32).at(0).number, wire::DeliveryNumber(3));
        QCOMPARE(store->takeBlob(blob, wire::BlobToken::draw(random), start, content), BlobTakeOutcome::Used);
        QCOMPARE(store->takeBlob(blob, token, start, content), BlobTakeOutcome::Taken);
    }

    void keepsWhatWasCommittedWhenKilled() {
        const auto store = open();
        (void)store->createQueue(queue, keys, start);
        (void)store->put(queue, envelopeOf(1), start);
        QVERIFY(store->commit());
        (void)store->put(queue, envelopeOf(2), start);
        // The files as a process that is killed now leaves them.
        const auto after = folder->filePath(QStringLiteral("after.sqlite"));
        QVERIFY(QFile::copy(QString::fromStdString(path), after));
        QVERIFY(QFile::copy(QString::fromStdString(path + "-wal"), after + QStringLiteral("-wal")));
        const auto left = SqliteQueueStore::open(after.toStdString());
        QVERIFY(left);
        QCOMPARE((*left)->envelopes(queue, 0, 32).size(), std::size_t(1));
    }

    void countsWhatIsThereAfterARestart() {
        {
            const auto store = open();
            (void)store->createQueue(queue, keys, start);
            (void)store->put(queue, envelopeOf(1, 512), start);
            QVERIFY(store->commit());
        }
        const auto store = open({1, 1, 700});
        QCOMPARE(store->createQueue(QueueId::draw(random), keys, start), CreateOutcome::LimitReached);
        QCOMPARE(store->put(queue, envelopeOf(2, 256), start), PutOutcome::LimitReached);
        store->acknowledge(queue, 1);
        QCOMPARE(store->put(queue, envelopeOf(2, 256), start), PutOutcome::Done);
        QVERIFY(store->commit());
    }

    void takesNothingBackFromAFullDisk() {
        const auto store = open();
        (void)store->createQueue(queue, keys, start);
        (void)store->put(queue, envelopeOf(0), start);
        QVERIFY(store->commit());
        store->limitPages(40);
        std::uint32_t stored = 1;
        for (;;) {
            (void)store->put(queue, envelopeOf(stored, 4096), start);
            if (!store->commit()) {
                break;
            }
            QVERIFY(++stored < 100);
        }
        QCOMPARE(store->problem(), store::StoreError::DiskFull);
        QCOMPARE(store->envelopes(queue, 0, 200).size(), std::size_t(stored));
        // The same number is given again, to another envelope.
        store->limitPages(0);
        QCOMPARE(store->put(queue, envelopeOf(777), start), PutOutcome::Done);
        QVERIFY(store->commit());
        const auto last = store->envelopes(queue, stored, 2);
        QCOMPARE(last.size(), std::size_t(1));
        QCOMPARE(last[0].envelope, envelopeOf(777));
    }

    void servesOnAFullDisk() {
        const auto store = open();
        HubBench bench(*store);
        HubClient receiver(bench, Endpoint::v4(198, 51, 100, 1, 40000), 2);
        HubClient sender(bench, Endpoint::v4(198, 51, 100, 2, 40000), 3);
        const auto receiverKeys = crypto::generateKeyPair(random);
        const auto senderKeys = crypto::generateKeyPair(random);
        QVERIFY(receiver.connect());
        QVERIFY(sender.connect());
        QVERIFY(!receiver.errorOf(receiver.createRequest(queue, receiverKeys, senderKeys)));
        const auto from = sender.attach(QueueRole::Sender, queue, senderKeys);
        store->limitPages(40);
        std::optional<HubError> error;
        std::uint32_t stored = 0;
        while (!(error = sender.errorOf(wire::PutRequest{sender.nextReq++, from, false, envelopeOf(stored, 4096)}))) {
            QVERIFY(++stored < 100);
        }
        QCOMPARE(error, HubError::TryLater);
        QVERIFY(bench.hub().counters().commitsFailed > 0);

        // In one turn with a PUT that finds no room, a receiver attaches and another is answered. Nobody hears
        // nonsense.
        receiver.channel().send(
            wire::encodeHubRequest(receiver.attachRequest(QueueRole::Receiver, queue, receiverKeys)),
            channel::Priority::Text);
        sender.channel().send(
            wire::encodeHubRequest(wire::PutRequest{sender.nextReq++, from, false, envelopeOf(999, 4096)}),
            channel::Priority::Text);
        std::vector<std::pair<Endpoint, Bytes>> together;
        for (auto* const client : {&sender, &receiver}) {
            for (auto& packet : client->channel().poll(bench.now)) {
                together.emplace_back(client->address(), std::move(packet));
            }
        }
        bench.sendTogether(together);
        const auto handle = firstHandle;
        for (std::uint32_t i = 0; i < stored; ++i) {
            const auto delivery = receiver.delivery();
            QVERIFY(delivery);
            QCOMPARE(delivery->envelope, envelopeOf(i, 4096));
            receiver.tell(wire::AckRequest{{{handle, delivery->number}}});
        }
        bench.advance(1s);
        // What was acknowledged made room.
        QVERIFY(!sender.errorOf(wire::PutRequest{sender.nextReq++, from, false, envelopeOf(1000, 4096)}));
    }

    void servesAgainAfterARestart() {
        auto store = open();
        auto bench = std::make_unique<HubBench>(*store);
        HubClient receiver(*bench, Endpoint::v4(198, 51, 100, 1, 40000), 2);
        const auto receiverKeys = crypto::generateKeyPair(random);
        const auto senderKeys = crypto::generateKeyPair(random);
        {
            HubClient sender(*bench, Endpoint::v4(198, 51, 100, 2, 40000), 3);
            QVERIFY(sender.connect());
            QVERIFY(!sender.errorOf(sender.createRequest(queue, receiverKeys, senderKeys)));
            const auto from = sender.attach(QueueRole::Sender, queue, senderKeys);
            QVERIFY(!sender.errorOf(wire::PutRequest{sender.nextReq++, from, false, envelopeOf(5)}));
        }
        bench.reset();
        store.reset();
        store = open();
        bench = std::make_unique<HubBench>(*store);
        HubClient again(*bench, Endpoint::v4(198, 51, 100, 1, 40000), 4);
        QVERIFY(again.connect());
        (void)again.attach(QueueRole::Receiver, queue, receiverKeys);
        const auto delivery = again.delivery();
        QVERIFY(delivery);
        QCOMPARE(delivery->envelope, envelopeOf(5));
    }

    void leavesForeignFilesAlone() {
        const auto refuses = [&](const QByteArray& bytes) {
            QFile file(QString::fromStdString(path));
            if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size()) {
                return false;
            }
            file.close();
            const bool refused = !SqliteQueueStore::open(path).has_value();
            return refused && file.open(QIODevice::ReadOnly) && file.readAll() == bytes;
        };
        QVERIFY(refuses(QByteArray(5000, 'x')));
        QByteArray half = "SQLite format 3";
        half.append('\0').append(QByteArray(100, 'y'));
        QVERIFY(refuses(half));
        QFile::remove(QString::fromStdString(path));
        {
            const auto other = store::Database::openPlain(path, store::OpenMode::Create);
            QVERIFY(other);
            QVERIFY((*other)->script("CREATE TABLE recipes (name TEXT)"));
        }
        const auto foreign = SqliteQueueStore::open(path);
        QVERIFY(!foreign);
        QCOMPARE(foreign.error(), store::StoreError::Foreign);
    }

    void leavesNewerFilesAlone() {
        open().reset();
        {
            const auto database = store::Database::openPlain(path, store::OpenMode::Existing);
            QVERIFY((*database)->script("PRAGMA user_version = 99"));
        }
        const auto newer = SqliteQueueStore::open(path);
        QVERIFY(!newer);
        QCOMPARE(newer.error(), store::StoreError::TooNew);
    }

private:
    std::unique_ptr<SqliteQueueStore> open(const StoreQuota& quota = {}) {
        auto store = SqliteQueueStore::open(path, quota);
        if (!store) {
            qFatal("cannot open the store");
        }
        return std::move(*store);
    }

    std::unique_ptr<QTemporaryDir> folder;
    std::string path;
    SeededRandom random{4};
    const QueueId queue = QueueId::draw(random);
    const QueueKeys keys{crypto::generateKeyPair(random).publicKey, crypto::generateKeyPair(random).publicKey};
};

QTEST_APPLESS_MAIN(TestSqliteQueueStore)
#include "tst_sqlitequeuestore.moc"
