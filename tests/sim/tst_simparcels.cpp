// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Files for people who are not there: they wait at the hub.

#include <QTest>
#include <algorithm>

#include "filepair.h"
#include "wire/filegeometry.h"

using namespace nightjar;
using namespace nightjar::sim;

namespace {

/// Long enough for whoever sends to see that nobody is there.
constexpr Duration moment = 30s;

/// Alice sends while Bob is away, and goes when the hub has it.
struct Absent : Pair {
    using Pair::Pair;

    std::optional<MessageId> sendAndLeave(const Bytes& content) {
        alice.files.put(doc, content);
        bob.switchOff();
        const auto message = send(doc);
        if (!message || !world.runUntil([&] { return is(alice, *message, TransferState::Stored); }, 20min)) {
            return std::nullopt;
        }
        world.run(1s);
        alice.switchOff();
        return message;
    }
    /// Bob comes, sees it, wants it, and has it before Alice is back.
    bool fetchAlone(const MessageId& message) {
        bob.switchOn();
        return offered(message) && order<FetchFile>(bob, message) &&
               world.runUntil([&] { return is(bob, message, TransferState::Done); }, 20min);
    }
    [[nodiscard]] std::size_t parcels() { return world.mailboxes().parcelUsage().count; }
};

}  // namespace

class TestSimParcels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoIsNeverThereTogetherStillGetsIt() {
        Absent pair(1);
        const auto content = noise(3'000'000);
        const auto message = pair.sendAndLeave(content);
        QVERIFY(message);
        QCOMPARE(pair.parcels(), std::size_t{1});
        // What the hub has is sealed, and padded.
        QCOMPARE(pair.world.mailboxes().parcelUsage().bytes,
                 std::uint64_t{wire::fileChunkCount(content.size())} * wire::sealedChunkBytes);
        QVERIFY(pair.fetchAlone(*message));
        QVERIFY(pair.saved(*message) == content);
        QCOMPARE(pair.bob.files.writes, std::size_t{wire::fileChunkCount(content.size())});
        pair.world.run(moment);
        QCOMPARE(pair.parcels(), std::size_t{0});
        pair.bob.switchOff();
        pair.alice.switchOn();
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Done); }, 60s));
    }

    void aSmallPhotoComesByItselfFromTheHub() {
        Absent pair(2);
        pair.alice.files.put("/home/alice/cat.jpg", noise(200'000));
        pair.bob.switchOff();
        const auto message = pair.send("/home/alice/cat.jpg", true);
        QVERIFY(message);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Stored); }, 60s));
        pair.alice.switchOff();
        pair.bob.switchOn();
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 60s));
    }

    void whoIsThereGetsItWithoutTheHub() {
        Absent pair(3);
        const auto content = noise(3'000'000);
        pair.alice.files.put(doc, content);
        const auto message = pair.send(doc);
        QVERIFY(message && pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 60s));
        pair.world.run(5min);
        QCOMPARE(pair.parcels(), std::size_t{0});
        QVERIFY(Pair::is(pair.alice, *message, TransferState::Done));
    }

    void killedOnBothLegsNothingGoesTwice() {
        Absent pair(4);
        const auto content = noise(8'000'000);
        const auto chunks = wire::fileChunkCount(content.size());
        pair.alice.files.put(doc, content);
        pair.bob.switchOff();
        const auto message = pair.send(doc);
        QVERIFY(message);
        SeededRandom dice(4);
        const auto before = pair.world.net().bytesSent(pair.alice.host());
        int cuts = 0;
        auto since = pair.alice.mark();
        const auto goesOn = [&] {
            const auto news = pair.alice.heard<TransferChanged>(since);
            return std::any_of(news.begin(), news.end(), [](const auto& one) {
                return one.state == TransferState::Moving || one.state == TransferState::Stored;
            });
        };
        for (; cuts < 50 && !Pair::is(pair.alice, *message, TransferState::Stored); ++cuts) {
            QVERIFY(pair.world.runUntil(goesOn, 120s));
            pair.world.run(Duration(static_cast<std::int64_t>(dice.below(250'000))));
            since = pair.alice.mark();
            switch (dice.below(3)) {
                case 0:
                    pair.world.restartHub();
                    break;
                case 1:
                    pair.alice.crashWithin(1 + dice.below(20));
                    pair.world.run(200ms);
                    [[fallthrough]];
                default:
                    pair.alice.switchOff();
                    pair.world.run(1s);
                    pair.alice.switchOn();
            }
        }
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Stored); }, 20min));
        const auto sent = pair.world.net().bytesSent(pair.alice.host()) - before;
        qInfo("%d cuts on the way to the hub, %.2f MB left the sender for %.2f MB", cuts,
              static_cast<double>(sent) / 1e6, static_cast<double>(content.size()) / 1e6);
        QVERIFY(sent < static_cast<std::int64_t>(content.size() * 3 / 2));
        pair.world.run(1s);
        pair.alice.switchOff();

        pair.bob.switchOn();
        QVERIFY(pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        for (cuts = 0; cuts < 50 && !Pair::is(pair.bob, *message, TransferState::Done); ++cuts) {
            const auto written = pair.bob.files.writes;
            (void)pair.world.runUntil([&] { return pair.bob.files.writes > written; }, 60s);
            pair.world.run(Duration(static_cast<std::int64_t>(dice.below(200'000))));
            if (dice.below(3) == 0) {
                pair.world.restartHub();
            } else {
                pair.bob.switchOff();
                pair.world.run(1s);
                pair.bob.switchOn();
            }
        }
        qInfo("%d cuts on the way from the hub", cuts);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 20min));
        QCOMPARE(pair.bob.files.writes, std::size_t{chunks});
        QVERIFY(pair.saved(*message) == content);
    }

    void halfFromTheHubHalfFromTheSender() {
        Absent pair(5);
        const auto content = noise(8'000'000);
        pair.alice.files.put(doc, content);
        pair.bob.switchOff();
        const auto message = pair.send(doc);
        QVERIFY(message);
        QVERIFY(pair.world.runUntil(
            [&] {
                const auto now = Pair::last(pair.alice, *message);
                return now && now->done > content.size() / 2;
            },
            5min));
        pair.alice.switchOff();
        pair.bob.switchOn();
        QVERIFY(pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil(
            [&] { return pair.bob.files.writes * wire::fileChunkBytes > content.size() * 4 / 10; }, 5min));
        pair.world.run(moment);
        QVERIFY(!Pair::is(pair.bob, *message, TransferState::Done));
        const auto before = pair.world.net().bytesSent(pair.alice.host());
        pair.alice.switchOn();
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 5min));
        QVERIFY(pair.world.net().bytesSent(pair.alice.host()) - before <
                static_cast<std::int64_t>(content.size() * 6 / 10));
        QCOMPARE(pair.bob.files.writes, std::size_t{wire::fileChunkCount(content.size())});
        QVERIFY(pair.saved(*message) == content);
        pair.world.run(moment);
        QCOMPARE(pair.parcels(), std::size_t{0});
    }

    void whatTheHubRefusesWaitsForBoth() {
        hub::StoreQuota quota;
        quota.parcels.largest = hub::parcelBytes(10);
        Absent pair(6, wifi(), quota);
        const auto content = noise(1'000'000);
        pair.alice.files.put(doc, content);
        pair.bob.switchOff();
        const auto message = pair.send(doc);
        QVERIFY(message);
        QVERIFY(pair.world.runUntil(
            [&] {
                const auto now = Pair::last(pair.alice, *message);
                return now && now->state == TransferState::Waiting && now->reason == ErrorCode::HubTakesNoFile;
            },
            60s));
        QCOMPARE(pair.parcels(), std::size_t{0});
        pair.bob.switchOn();
        QVERIFY(pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Done); }, 5min));
        QVERIFY(pair.saved(*message) == content);
    }

    void whenTheHubIsFullItGoesLater() {
        hub::StoreQuota quota;
        quota.parcels.bytes = hub::parcelBytes(40);
        Absent pair(7, wifi(), quota);
        const auto first = pair.sendAndLeave(noise(500'000));
        QVERIFY(first);
        pair.alice.switchOn();
        pair.alice.files.put("/home/alice/second", noise(400'000));
        const auto second = pair.send("/home/alice/second");
        QVERIFY(second);
        QVERIFY(pair.world.runUntil(
            [&] {
                const auto now = Pair::last(pair.alice, *second);
                return now && now->reason == ErrorCode::HubRefused;
            },
            60s));
        QVERIFY(pair.fetchAlone(*first));
        pair.world.run(1s);
        pair.bob.switchOff();
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *second, TransferState::Stored); }, 30min));
    }

    void cancelledItIsGoneFromTheHub() {
        for (const bool bySender : {true, false}) {
            Absent pair(8);
            const auto message = pair.sendAndLeave(noise(2'000'000));
            QVERIFY(message);
            if (bySender) {
                pair.alice.switchOn();
                pair.world.run(5s);
                QVERIFY(pair.order<CancelTransfer>(pair.alice, *message));
            } else {
                pair.bob.switchOn();
                QVERIFY(pair.offered(*message));
                QVERIFY(pair.order<CancelTransfer>(pair.bob, *message));
            }
            pair.world.run(5s);
            QCOMPARE(pair.parcels(), std::size_t{0});
            pair.alice.isOn() ? pair.bob.switchOn() : pair.alice.switchOn();
            QVERIFY(pair.world.runUntil(
                [&] {
                    return Pair::is(pair.alice, *message, TransferState::Cancelled) &&
                           Pair::is(pair.bob, *message, TransferState::Cancelled);
                },
                60s));
        }
    }

    void pausedItStaysWhereItIs() {
        Absent pair(9);
        pair.alice.files.put(doc, noise(8'000'000));
        pair.bob.switchOff();
        const auto message = pair.send(doc);
        QVERIFY(message);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Moving); }, 60s));
        QVERIFY(pair.order<PauseTransfer>(pair.alice, *message));
        pair.world.run(2s);
        const auto before = pair.world.net().bytesSent(pair.alice.host());
        pair.world.run(moment);
        QVERIFY(pair.world.net().bytesSent(pair.alice.host()) - before < 20'000);
        QVERIFY(pair.order<ResumeTransfer>(pair.alice, *message));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Stored); }, 5min));
        pair.world.run(1s);
        pair.alice.switchOff();
        pair.bob.switchOn();
        QVERIFY(pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return pair.bob.files.writes > 20; }, 60s));
        QVERIFY(pair.order<PauseTransfer>(pair.bob, *message));
        pair.world.run(2s);
        const auto written = pair.bob.files.writes;
        pair.world.run(moment);
        QCOMPARE(pair.bob.files.writes, written);
        QVERIFY(pair.order<ResumeTransfer>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 5min));
        QVERIFY(pair.saved(*message) == noise(8'000'000));
    }

    void aSourceThatChangedIsTold() {
        Absent pair(10);
        pair.alice.files.put(doc, noise(8'000'000));
        pair.bob.switchOff();
        const auto message = pair.send(doc);
        QVERIFY(message);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Moving); }, 60s));
        pair.alice.files.put(doc, noise(8'000'000, 2));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *message, TransferState::Failed); }, 60s));
        QCOMPARE(Pair::last(pair.alice, *message)->reason, ErrorCode::FileChanged);
        pair.world.run(moment);
        QCOMPARE(pair.parcels(), std::size_t{0});
        pair.bob.switchOn();
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Failed); }, 60s));
    }

    void whatLiesAtTheHubOutlivesItsSource() {
        Absent pair(11);
        const auto content = noise(2'000'000);
        const auto message = pair.sendAndLeave(content);
        QVERIFY(message);
        pair.alice.files.documents.clear();
        pair.alice.switchOn();
        pair.bob.switchOn();
        QVERIFY(pair.offered(*message));
        QVERIFY(pair.order<FetchFile>(pair.bob, *message));
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.bob, *message, TransferState::Done); }, 5min));
        QVERIFY(pair.saved(*message) == content);
    }

    void theSmallOneGoesFirst() {
        Absent pair(12, edge());
        pair.alice.files.put(doc, noise(400'000));
        pair.alice.files.put("/home/alice/small", noise(20'000));
        pair.bob.switchOff();
        const auto large = pair.send(doc);
        QVERIFY(large);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *large, TransferState::Moving); }, 60s));
        const auto small = pair.send("/home/alice/small");
        QVERIFY(small);
        QVERIFY(pair.world.runUntil([&] { return Pair::is(pair.alice, *small, TransferState::Stored); }, 60s));
        QVERIFY(!Pair::is(pair.alice, *large, TransferState::Stored));
    }
};

QTEST_GUILESS_MAIN(TestSimParcels)
#include "tst_simparcels.moc"
