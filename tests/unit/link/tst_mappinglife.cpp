// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include "link/mappinglife.h"
#include "link/networkmemory.h"

using namespace nightjar;
using namespace nightjar::link;

namespace {

const Endpoint hubAt = Endpoint::v4(198, 51, 100, 7, 33445);
const Endpoint outer = Endpoint::v4(203, 0, 113, 9, 51234);  // of the first socket
const Endpoint second = outer.withPort(51999);

}  // namespace

/// A NAT and a hub behind it, as far as the questions go.
class TestMappingLife : public QObject {
    Q_OBJECT

    struct World {
        explicit World(Duration mappingLife) : life(mappingLife) { probe.start(now, hubAt, outer, 100ms); }

        /// Runs until the probe has ended; false when it does not within a quarter of an hour.
        bool run() {
            const auto end = now + 15min;
            while (probe.isBusy() && probe.nextDeadline() < end) {
                now = std::max(now, probe.nextDeadline());
                for (const auto& datagram : probe.poll(now)) {
                    carry(datagram);
                }
            }
            return !probe.isBusy();
        }
        void carry(const OutgoingDatagram& datagram) {
            ++sent;
            const auto question = *wire::decodeStun(datagram.bytes);
            if (datagram.to != hubAt || datagram.bytes.size() != wire::stunAnswerSizeV6) {
                return;
            }
            if (lost > 0) {
                --lost;
                return;
            }
            if (datagram.socket == MappingLife::socket) {
                used = now;
                (void)probe.handle(now, hubAt, wire::encodeBindingSuccess(question.transaction, seenAs),
                                   MappingLife::socket);
            } else if (datagram.socket == 0 && !question.responsePort) {
                ++checked;
                (void)probe.handle(now, hubAt, wire::encodeBindingSuccess(question.transaction, outer), 0);
            } else if (datagram.socket == 0 && (!knowsResponsePort || question.responsePort == seenAs.port())) {
                ++asked;
                const auto answer = wire::encodeBindingSuccess(question.transaction, outer);
                if (!knowsResponsePort) {
                    (void)probe.handle(now, hubAt, answer, 0);
                } else if (now - used <= life) {
                    (void)probe.handle(now, hubAt, answer, MappingLife::socket);
                }
            }
        }

        SeededRandom random{1};
        MappingLife probe{random};
        Instant now{1s};
        Instant used{};
        Duration life;
        Endpoint seenAs = second;
        bool knowsResponsePort = true;
        int lost = 0;
        int sent = 0;
        int asked = 0;
        int checked = 0;
    };

private Q_SLOTS:
    void provesWhatLives_data() {
        QTest::addColumn<int>("life");
        QTest::addColumn<int>("proven");
        QTest::newRow("20 s") << 20 << 0;
        QTest::newRow("30 s") << 30 << 0;
        QTest::newRow("60 s") << 60 << 55;
        QTest::newRow("120 s") << 120 << 115;
        QTest::newRow("180 s") << 180 << 175;
        QTest::newRow("an hour") << 3600 << 175;
    }
    void provesWhatLives() {
        QFETCH(int, life);
        QFETCH(int, proven);
        World world{std::chrono::seconds(life)};
        QVERIFY(world.run());
        QVERIFY(world.probe.proven() == std::chrono::seconds(proven));
        QVERIFY(world.probe.isCertain());
        QCOMPARE(world.checked, proven < 175 ? 1 : 0);
        QVERIFY(world.probe.takeUsedSocket());
        QVERIFY(!world.probe.takeUsedSocket());
        QVERIFY(world.sent <= 13);
    }
    void standsLoss() {
        World world{120s};
        world.lost = 3;
        QVERIFY(world.run());
        QVERIFY(world.probe.proven() == 115s);
    }
    void aLineThatIsDownProvesNothing() {
        World world{120s};
        while (world.probe.proven() == Duration::zero()) {
            world.now = world.probe.nextDeadline();
            for (const auto& datagram : world.probe.poll(world.now)) {
                world.carry(datagram);
            }
        }
        world.lost = 1000;
        QVERIFY(world.run());
        QVERIFY(world.probe.proven() == 55s);
        QVERIFY(!world.probe.isCertain());
    }
    void concludesNothingWhereTheSecondSocketHasAnotherAddress() {
        World world{120s};
        world.seenAs = Endpoint::v4(203, 0, 113, 10, 51999);
        QVERIFY(world.run());
        QVERIFY(world.probe.proven() == Duration::zero());
        QCOMPARE(world.asked, 0);
    }
    void concludesNothingWhereTheHubAnswersToTheWrongPort() {
        World world{120s};
        world.knowsResponsePort = false;
        QVERIFY(world.run());
        QVERIFY(world.probe.proven() == Duration::zero());
        QCOMPARE(world.asked, 1);
    }
    void ignoresStrangers() {
        SeededRandom random(1);
        MappingLife probe(random);
        probe.start(Instant{1s}, hubAt, outer, 100ms);
        const auto question = probe.poll(Instant{1s});
        QCOMPARE(question.size(), std::size_t{1});
        const auto transaction = wire::decodeStun(question[0].bytes)->transaction;
        const auto answer = wire::encodeBindingSuccess(transaction, second);
        QVERIFY(!probe.handle(Instant{1s}, hubAt.withPort(1), answer, MappingLife::socket));
        QVERIFY(!probe.handle(Instant{1s}, hubAt,
                              wire::encodeBindingSuccess(wire::StunTransaction::draw(random), second),
                              MappingLife::socket));
        QVERIFY(!probe.handle(Instant{1s}, hubAt, Bytes(40, 7), MappingLife::socket));
        QVERIFY(probe.handle(Instant{1s}, hubAt, answer, MappingLife::socket));
        QVERIFY(!probe.handle(Instant{1s}, hubAt, answer, MappingLife::socket));  // once
    }
    void endsWhenStopped() {
        SeededRandom random(1);
        MappingLife probe(random);
        probe.stop();
        QVERIFY(!probe.takeUsedSocket());
        probe.start(Instant{1s}, hubAt, outer, 100ms);
        probe.stop();
        QVERIFY(probe.nextDeadline() == never);
        QVERIFY(probe.takeUsedSocket());
    }

    void memoryKeepsTheLastNetworks() {
        SeededRandom random(2);
        NetworkMemory memory;
        std::vector<NetworkFacts> all;
        for (std::size_t i = 0; i < NetworkMemory::mostNetworks + 3; ++i) {
            all.push_back({NetworkId::draw(random), i % 2 == 0 ? Way::Udp : Way::Tls, std::chrono::seconds(i + 20),
                           static_cast<std::uint32_t>(i), OutsideMark::draw(random)});
            memory.put(all.back());
        }
        memory.put(all[10]);
        const auto again = NetworkMemory::decode(memory.encode());
        QVERIFY(again.encode() == memory.encode());
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto* const found = again.find(all[i].network);
            QCOMPARE(found != nullptr, i >= 3);
            QVERIFY(found == nullptr || *found == all[i]);
        }
    }
    void memoryReadsNothingElse() {
        SeededRandom random(3);
        NetworkMemory memory;
        memory.put({NetworkId::draw(random), Way::Tcp, 27s, 1, {}});
        const auto bytes = memory.encode();
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            QCOMPARE(NetworkMemory::decode(ByteView(bytes).first(size)).encode().size(), std::size_t{1});
        }
        auto wrong = bytes;
        wrong[17] = 200;  // no such way
        QCOMPARE(NetworkMemory::decode(wrong).encode().size(), std::size_t{1});
        Bytes many{1};
        for (std::size_t i = 0; i <= NetworkMemory::mostNetworks; ++i) {
            many.insert(many.end(), bytes.begin() + 1, bytes.end());
        }
        QCOMPARE(NetworkMemory::decode(many).encode().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestMappingLife)
#include "tst_mappinglife.moc"
