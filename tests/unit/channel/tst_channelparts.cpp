// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <set>

#include "base/random.h"
#include "channel/byteranges.h"
#include "channel/congestion.h"
#include "channel/linkclassifier.h"
#include "channel/pacer.h"
#include "channel/pathmtu.h"
#include "channel/receivednumbers.h"
#include "channel/rttestimator.h"
#include "channel/sendqueue.h"

using namespace nightjar;
using namespace nightjar::channel;

class TestChannelParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void byteRangesAgreeWithASet();
    void receivedNumbersTellRanges();
    void receivedNumbersForget();
    void roundTripTimeFollowsRfc9002();
    void windowGrowsOnlyWhenUsed();
    void windowShrinksWhenTheQueueGrows();
    void windowStandsTheLossOfRadios();
    void pacerSpreadsPackets();
    void longerPacketsAreAskedForStepByStep();
    void whatDoesNotPassIsAskedForThreeTimes();
    void longPacketsThatVanishAreGivenUp();
    void sendQueueKeepsToTheWindows();
    void sendQueueKeepsToTheRoomOfLongPackets();
    void sendQueueStopsWhenItIsEnough();
    void linkClassNeedsASample();
};

void TestChannelParts::byteRangesAgreeWithASet() {
    SeededRandom random(3);
    for (int round = 0; round < 200; ++round) {
        ByteRanges ranges;
        std::set<std::uint32_t> model;
        for (int i = 0; i < 30; ++i) {
            const auto begin = static_cast<std::uint32_t>(random.below(60));
            const auto end = begin + static_cast<std::uint32_t>(random.below(12));
            const bool add = random.below(3) != 0;
            add ? ranges.add({begin, end}) : ranges.subtract({begin, end});
            for (auto at = begin; at < end; ++at) {
                add ? (void)model.insert(at) : (void)model.erase(at);
            }
        }
        QCOMPARE(ranges.total(), model.size());
        for (std::uint32_t at = 0; at < 80; ++at) {
            QCOMPARE(ranges.covers({at, at + 1}), model.count(at) == 1);
        }
        for (std::size_t i = 1; i < ranges.ranges().size(); ++i) {
            QVERIFY(ranges.ranges()[i - 1].end < ranges.ranges()[i].begin);
        }
    }
}

void TestChannelParts::receivedNumbersTellRanges() {
    ReceivedNumbers numbers;
    for (const std::uint64_t number : {0u, 1u, 2u, 5u, 9u, 8u}) {
        QVERIFY(numbers.isNew(number));
        QCOMPARE(numbers.record(number), number != 8);
    }
    const auto ack = numbers.acknowledgement();
    QCOMPARE(ack.count, std::size_t{3});
    QVERIFY((ack.ranges()[0] == wire::PacketRange{8, 9}));
    QVERIFY((ack.ranges()[1] == wire::PacketRange{5, 5}));
    QVERIFY((ack.ranges()[2] == wire::PacketRange{0, 2}));
    // Every other number: the newest ranges that fit.
    for (std::uint64_t number = 11; number < 400; number += 2) {
        numbers.record(number);
    }
    const auto full = numbers.acknowledgement();
    QCOMPARE(full.count, 1 + wire::maxAckRanges);
    QCOMPARE(full.ranges().back().smallest, 399 - 2 * wire::maxAckRanges);
}

void TestChannelParts::receivedNumbersForget() {
    ReceivedNumbers numbers;
    for (const std::uint64_t number : {0u, 2u, 4u, 6u}) {
        numbers.record(number);
    }
    numbers.forgetUpTo(4);
    QCOMPARE(numbers.acknowledgement().count, std::size_t{1});
    QVERIFY(!numbers.isNew(4));
    // A straggler from below is told again.
    numbers.record(3);
    const auto ack = numbers.acknowledgement();
    QVERIFY((ack.ranges().back() == wire::PacketRange{3, 4}));
    // Forgetting more than there is leaves the newest.
    numbers.forgetUpTo(100);
    QCOMPARE(numbers.acknowledgement().count, std::size_t{1});
}

void TestChannelParts::roundTripTimeFollowsRfc9002() {
    RttEstimator rtt;
    QVERIFY(!rtt.hasSample());
    QVERIFY(rtt.probeTimeout() >= 1200ms);
    rtt.sample(200ms, 0ms);
    QCOMPARE(rtt.smoothed(), Duration(200ms));
    QCOMPARE(rtt.probeTimeout(), Duration(200ms + 4 * 100ms + maxAckDelay));
    // The acknowledgement's delay is taken off, but not below the minimum.
    rtt.sample(280ms, 80ms);
    QCOMPARE(rtt.smoothed(), Duration(200ms));
    QCOMPARE(rtt.probeTimeout(), Duration(200ms + 4 * 75ms + maxAckDelay));
    rtt.sample(210ms, 80ms);
    QCOMPARE(rtt.smoothed(), (7 * Duration(200ms) + Duration(210ms)) / 8);
    QCOMPARE(rtt.minimum(), Duration(200ms));
}

void TestChannelParts::windowGrowsOnlyWhenUsed() {
    CongestionController idle(1000);
    CongestionController busy(1000);
    Instant now{1000s};
    for (int i = 0; i < 5; ++i) {
        idle.onAcked(now, 500, 50ms, 500, {});
        busy.onAcked(now, busy.window(), 50ms, busy.window(), {});
        now += 50ms;
    }
    QCOMPARE(idle.window(), std::size_t{2000});
    QCOMPARE(busy.window(), std::size_t{64000});
    busy.onPersistentCongestion();
    QCOMPARE(busy.window(), std::size_t{2000});
    for (int i = 0; i < 40; ++i) {
        busy.onAcked(now, busy.window(), 50ms, busy.window(), {});
    }
    QCOMPARE(busy.window(), CongestionController::maximumWindow);
}

void TestChannelParts::windowShrinksWhenTheQueueGrows() {
    CongestionController congestion(1000);
    Instant now{1000s};
    for (int i = 0; i < 6; ++i) {
        congestion.onAcked(now, congestion.window(), 100ms, congestion.window(), {});
        now += 100ms;
    }
    const auto large = congestion.window();
    for (int i = 0; i < 12; ++i) {
        congestion.onAcked(now, congestion.window(), 300ms, congestion.window(), {});
        now += 300ms;
    }
    QVERIFY(congestion.window() < large / 8);
    QVERIFY(congestion.isSaturated());
}

void TestChannelParts::windowStandsTheLossOfRadios() {
    CongestionController radio(1000);
    Instant now{1000s};
    for (int i = 0; i < 4; ++i) {
        radio.onAcked(now, radio.window(), 100ms, radio.window(), {});
    }
    const auto before = radio.window();
    radio.onLost(now, now - 10ms, 0.03);
    QCOMPARE(radio.window(), before);
    QVERIFY(radio.isStarting());
    // More than that is a buffer that is full; it costs once per round trip.
    radio.onLost(now, now - 10ms, 0.2);
    radio.onLost(now, now - 5ms, 0.2);
    QCOMPARE(radio.window(), static_cast<std::size_t>(static_cast<double>(before) * 0.85));
    QVERIFY(!radio.isStarting());
    // But no less than what is delivered: 800 kbit/s over 100 ms and the 10 ms of a packet are 11,000
    // bytes, and half a packet.
    radio.onAcked(now, 1000, 100ms, 1000, {DataRate::kbit(800), DataRate::kbit(800)});
    for (int i = 0; i < 30; ++i) {
        now += 100ms;
        radio.onLost(now, now - 10ms, 0.2);
    }
    QCOMPARE(radio.window(), std::size_t{11'500});
}

void TestChannelParts::pacerSpreadsPackets() {
    Pacer pacer;
    Instant now{1000s};
    const auto rate = DataRate::kbit(80);  // 10,000 bytes per second
    int sent = 0;
    for (const auto end = now + 10s; now < end; now += 1ms) {
        while (pacer.readyAt() <= now) {
            pacer.charge(now, 1000, rate, 2000);
            ++sent;
        }
    }
    QVERIFY(sent >= 100 && sent <= 103);
}

namespace {

wire::AckFrame ackOf(std::uint64_t number) {
    wire::AckFrame ack;
    (void)ack.add({number, number});
    return ack;
}

}  // namespace

void TestChannelParts::longerPacketsAreAskedForStepByStep() {
    const auto now = fromUnixMs(1'700'000'000'000);
    PathMtu mtu;
    QVERIFY(!mtu.question(now, 1200, 1200));                                   // not worth it on this path
    QCOMPARE(mtu.question(now, 508, 1160), std::optional<std::size_t>(1160));  // through a relay
    QCOMPARE(mtu.proven(), std::size_t{0});
    QCOMPARE(mtu.question(now, 548, 1200), std::optional<std::size_t>(1200));
    std::uint64_t number = 5;
    for (const std::size_t size : {std::size_t{1452}, std::size_t{8952}, wire::maxDatagramProven}) {
        QCOMPARE(mtu.question(now, 1200, wire::maxDatagramProven), std::optional(size));
        mtu.asked(now, number, size, 1s);
        QVERIFY(!mtu.question(now, 1200, wire::maxDatagramProven));  // one at a time
        mtu.onAck(ackOf(number - 1));
        QVERIFY(mtu.proven() < size);
        mtu.onAck(ackOf(number++));
        QCOMPARE(mtu.proven(), size);
    }
    QVERIFY(!mtu.question(now, 1200, wire::maxDatagramProven));
    mtu.reset();
    QCOMPARE(mtu.proven(), std::size_t{0});
    QCOMPARE(mtu.question(now, 1200, 1452), std::optional<std::size_t>(1452));
}

void TestChannelParts::whatDoesNotPassIsAskedForThreeTimes() {
    auto now = fromUnixMs(1'700'000'000'000);
    PathMtu mtu;
    for (std::uint64_t number = 1; number <= 3; ++number) {
        QCOMPARE(mtu.question(now, 1200, 1452), std::optional<std::size_t>(1452));
        mtu.asked(now, number, 1452, 1s);
        now += 1s;
    }
    QVERIFY(!mtu.question(now + 24h, 1200, 1452));
    mtu.onAck(ackOf(3));  // late, but it passed
    QCOMPARE(mtu.proven(), std::size_t{1452});
}

void TestChannelParts::longPacketsThatVanishAreGivenUp() {
    const auto now = fromUnixMs(1'700'000'000'000);
    PathMtu mtu;
    mtu.asked(now, 1, 1452, 1s);
    mtu.onAck(ackOf(1));
    mtu.distrust(now);
    QCOMPARE(mtu.proven(), std::size_t{0});
    QVERIFY(!mtu.question(now + 9min, 1200, 1452));
    QVERIFY(mtu.question(now + 10min, 1200, 1452));
}

void TestChannelParts::sendQueueKeepsToTheWindows() {
    SendQueue queue;
    for (int i = 0; i < 100; ++i) {
        queue.add(Bytes(1000, 1), Priority::Bulk);
    }
    // Only parts of 100 bytes fit: after 64 begun messages nothing new is begun.
    std::vector<Chunk> chunks;
    std::set<MessageKey> begun;
    while (queue.isReady()) {
        ByteWriter out;
        chunks.clear();
        queue.fill(out, 110, chunks);
        QVERIFY(!chunks.empty());
        QVERIFY(out.size() <= 110);
        for (const auto& chunk : chunks) {
            begun.insert(chunk.message);
        }
    }
    QCOMPARE(begun.size(), SendQueue::maxIncomplete);
    // One arrived: there is place for one more.
    QVERIFY(queue.onAcked({1, {0, 1000}}));
    QVERIFY(!queue.onAcked({1, {0, 1000}}));
    QVERIFY(queue.isReady());
    QCOMPARE(queue.bytes(), std::size_t{99'000});
    // Lost and acknowledged stretches: only the difference is sent again.
    QVERIFY(!queue.onAcked({2, {100, 300}}));
    queue.onLost({2, {0, 400}});
    ByteWriter out;
    chunks.clear();
    queue.fill(out, 500, chunks);
    QVERIFY(chunks.size() >= 2);
    QVERIFY(chunks[0].message == 2 && (chunks[0].range == ByteRange{0, 100}));
    QVERIFY(chunks[1].message == 2 && (chunks[1].range == ByteRange{300, 400}));
}

void TestChannelParts::sendQueueStopsWhenItIsEnough() {
    SendQueue queue;
    for (const std::size_t size : {80u, 90u, 100u, 90u}) {
        queue.add(Bytes(size, 1), Priority::Text);
    }
    std::vector<Chunk> chunks;
    ByteWriter first;
    queue.fill(first, 500, chunks, 150);
    QCOMPARE(chunks.size(), std::size_t{2});
    chunks.clear();
    ByteWriter second;
    queue.fill(second, 500, chunks, 1);
    QCOMPARE(chunks.size(), std::size_t{1});
    chunks.clear();
    ByteWriter third;
    queue.fill(third, 500, chunks);
    QCOMPARE(chunks.size(), std::size_t{1});
    QVERIFY(!queue.isReady());
}

void TestChannelParts::sendQueueKeepsToTheRoomOfLongPackets() {
    for (std::size_t room = 16'370; room < 16'520; ++room) {
        for (const std::size_t size :
             {room - 10, room - 8, room - 7, room - 6, room - 5, room - 4, std::size_t{17'000}}) {
            SendQueue queue;
            (void)queue.add(Bytes(size, 1), Priority::Bulk);
            (void)queue.add(Bytes(size, 2), Priority::Bulk);
            while (queue.isReady()) {
                ByteWriter out;
                std::vector<Chunk> chunks;
                queue.fill(out, room, chunks);
                QVERIFY(!chunks.empty());
                QVERIFY2(out.size() <= room, qPrintable(QString::number(out.size())));
            }
        }
    }
}

void TestChannelParts::linkClassNeedsASample() {
    QCOMPARE(classifyLink({}, DataRate::kbit(1000), {}), LinkClass::Unknown);
    QCOMPARE(classifyLink(600ms, DataRate::kbit(5000), {}), LinkClass::Lte);  // a satellite is no GPRS
    QCOMPARE(classifyLink(20ms, DataRate::kbit(20), DataRate::kbit(20)), LinkClass::Gprs);
    QCOMPARE(classifyLink(20ms, DataRate::kbit(20), {}), LinkClass::Lan);
}

QTEST_APPLESS_MAIN(TestChannelParts)
#include "tst_channelparts.moc"
