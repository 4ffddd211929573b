// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>
#include <set>

#include "base/buffer.h"
#include "crypto/packetprotection.h"
#include "lossylink.h"

using namespace nightjar;
using channel::Channel;
using channel::Priority;

namespace {

/// Seals arbitrary frames as end a of a LossyLink would, to play a hostile or broken peer.
class Forger {
public:
    Bytes seal(ByteView frames, std::uint64_t number) {
        const auto header = wire::encodeChannelHeader(wire::ChannelId{{0xb, 0xb, 0xb}}, number);
        Bytes packet(header.begin(), header.end());
        append(packet, m_key.seal(number, header, frames));
        return packet;
    }
    Bytes seal(const wire::Frame& frame, std::uint64_t number) {
        ByteWriter out;
        wire::encodeFrame(out, frame);
        return seal(out.view(), number);
    }

private:
    crypto::PacketKey m_key{Bytes(32, 1)};
};

[[nodiscard]] std::multiset<Bytes> sorted(const std::vector<Bytes>& messages) {
    return {messages.begin(), messages.end()};
}

}  // namespace

class TestChannel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deliversMessagesOfEverySize();
    void deliversOnceOverLossReorderingAndDuplication_data();
    void deliversOnceOverLossReorderingAndDuplication();
    void survivesThirtyPercentLossAndTwoSeconds();
    void isSilentWhenNothingIsOwed();
    void outlivesTenMinutesWithoutAWire();
    void aMachineThatSleptForDaysGoesOn();
    void recoversAtOnceWhenAPacketComesIn();
    void tellsAtOnceWhenThePersonWritesDuringACut();
    void keepsTheQueueOfGprsShort();
    void usesWhatGprsGives();
    void usesWhatAFastLinkGives();
    void speechIsNotDelayedByBulk();
    void urgentOvertakesBulk();
    void dropsTheOldestDatagrams();
    void bigDatagramsPassOnSlowLinks();
    void probesAreAnsweredByTheOwner();
    void changesThePathWithoutLossOrStorm();
    void closes();
    void refusesReplaysAndOldNumbers();
    void refusesWhatIsNotAuthentic();
    void refusesWhatBreaksTheBounds();
    void acknowledgesWhatWasNeverSent();
    void survivesGarbageInsideTheEncryption();
    void classifiesLinks_data();
    void classifiesLinks();
};

void TestChannel::deliversMessagesOfEverySize() {
    LossyLink link;
    std::vector<Bytes> sent;
    std::vector<channel::MessageKey> keys;
    for (const std::size_t size : {1u, 2u, 100u, 500u, 510u, 514u, 515u, 548u, 1150u, 1200u, 4096u, 16384u, 17000u}) {
        sent.push_back(patternBytes(size, static_cast<std::uint32_t>(size)));
        keys.push_back(link.a().channel->send(sent.back(), Priority::Text));
    }
    QVERIFY(link.a().channel->isOwed());
    link.run(3s);
    QVERIFY(sorted(link.b().messages) == sorted(sent));
    auto acknowledged = link.a().acknowledged;
    std::sort(acknowledged.begin(), acknowledged.end());
    QVERIFY(acknowledged == keys);
    QVERIFY(!link.a().channel->isOwed());
    QCOMPARE(link.a().channel->bytesPending(), std::size_t{0});
    QCOMPARE(link.a().channel->stats().bytesSent, static_cast<std::int64_t>(link.a().bytesSent));
    QCOMPARE(link.b().channel->stats().bytesReceived, static_cast<std::int64_t>(link.a().bytesSent));
}

void TestChannel::deliversOnceOverLossReorderingAndDuplication_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 12; ++seed) {
        QTest::addRow("seed %d", seed) << seed;
    }
}

void TestChannel::deliversOnceOverLossReorderingAndDuplication() {
    QFETCH(int, seed);
    LossyLink link(static_cast<std::uint64_t>(seed));
    WireProperties wire;
    wire.delay = Duration(link.random().below(400'000));
    wire.jitter = Duration(link.random().below(400'000));
    wire.loss = link.random().unit() * 0.4;
    wire.duplication = link.random().unit() * 0.3;
    link.setWire(wire);
    std::array<std::vector<Bytes>, 2> sent;
    for (std::uint32_t i = 0; i < 60; ++i) {
        auto& end = i % 2 == 0 ? link.a() : link.b();
        sent[i % 2].push_back(patternBytes(1 + link.random().below(i % 10 == 0 ? 17000 : 900), i));
        end.channel->send(sent[i % 2].back(), static_cast<Priority>(link.random().below(3)));
        link.run(Duration(link.random().below(200'000)));
    }
    QVERIFY(link.runUntil([&] { return !link.a().channel->isOwed() && !link.b().channel->isOwed(); }, 20min));
    link.run(10s);
    QVERIFY(sorted(link.b().messages) == sorted(sent[0]));
    QVERIFY(sorted(link.a().messages) == sorted(sent[1]));
    QCOMPARE(link.a().acknowledged.size(), sent[0].size());
    QCOMPARE(link.b().acknowledged.size(), sent[1].size());
}

void TestChannel::survivesThirtyPercentLossAndTwoSeconds() {
    LossyLink link(7);
    WireProperties wire;
    wire.delay = 1s;
    wire.loss = 0.3;
    link.setWire(wire);
    std::size_t bytes = 0;
    for (std::uint32_t i = 0; i < 20; ++i) {
        bytes += 256;
        link.a().channel->send(patternBytes(256, i), Priority::Text);
    }
    const auto start = link.now();
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 20; }, 2min));
    QVERIFY2(link.now() - start < 45s, qPrintable(QString::number(toMs(link.now() - start))));
    link.runUntil([&] { return !link.a().channel->isOwed(); }, 2min);
    // 30 % each way: about half of the tries are known to have arrived.
    QVERIFY2(link.a().bytesSent < 4 * bytes, qPrintable(QString::number(link.a().bytesSent)));
}

void TestChannel::isSilentWhenNothingIsOwed() {
    LossyLink link;
    link.a().channel->send(patternBytes(100, 1), Priority::Text);
    link.run(5s);
    const auto packets = link.a().packetsSent + link.b().packetsSent;
    QCOMPARE(packets, std::size_t{2});  // the message and its acknowledgement
    link.run(10min);
    QCOMPARE(link.a().packetsSent + link.b().packetsSent, packets);
    QVERIFY(link.a().channel->nextDeadline() == never);
    QVERIFY(link.b().channel->nextDeadline() == never);
}

void TestChannel::outlivesTenMinutesWithoutAWire() {
    LossyLink link;
    WireProperties wire;
    link.setWire(wire);
    link.a().channel->send(patternBytes(3000, 1), Priority::Text);
    link.run(2s);
    QCOMPARE(link.b().messages.size(), std::size_t{1});

    wire.cut = true;
    link.setWire(wire);
    const auto before = link.a().bytesSent;
    for (std::uint32_t i = 0; i < 30; ++i) {
        link.a().channel->send(patternBytes(2000, 100 + i), Priority::Text);
    }
    link.run(10min);
    const auto spent = link.a().bytesSent - before;
    QVERIFY2(spent < 60'000, qPrintable(QString::number(spent)));
    // The back-off stops at 60 s: what keeps going out is next to nothing.
    const auto atTenMinutes = link.a().bytesSent;
    link.run(10min);
    QVERIFY(link.a().bytesSent - atTenMinutes < 20'000);

    wire.cut = false;
    link.setWire(wire);
    QVERIFY(link.runUntil([&] { return link.b().messages.size() > 1; }, 61s));
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 31; }, 10s));
    QVERIFY(link.runUntil([&] { return !link.a().channel->isOwed(); }, 10s));
}

void TestChannel::aMachineThatSleptForDaysGoesOn() {
    const Bytes one(32, 1);
    const Bytes two(32, 2);
    auto now = fromUnixMs(1'700'000'000'000);
    Channel sleeper({one, two}, {{1, 1, 1}}, {{2, 2, 2}}, now);
    Channel other({two, one}, {{2, 2, 2}}, {{1, 1, 1}}, now);
    const auto exchange = [&](Channel& from, Channel& to) {
        for (const auto& packet : from.poll(now)) {
            QVERIFY(to.receive(now, packet).has_value());
        }
    };
    sleeper.send(patternBytes(3000, 1), Priority::Text);
    const auto sent = sleeper.poll(now);
    for (const auto& packet : sent) {
        QVERIFY(other.receive(now, packet).has_value());
    }
    const auto answers = other.poll(now + 100ms);
    QVERIFY(!answers.empty());
    // The answers lie in the socket when the machine wakes.
    now += std::chrono::hours(24 * 30);
    for (const auto& packet : answers) {
        QVERIFY(sleeper.receive(now, packet).has_value());
    }
    QVERIFY(sleeper.stats().rtt <= 60s);
    sleeper.send(patternBytes(3000, 2), Priority::Text);
    for (int i = 0; i < 200 && sleeper.isOwed(); ++i) {
        exchange(sleeper, other);
        exchange(other, sleeper);
        now += 1s;
    }
    QVERIFY(!sleeper.isOwed());
}

void TestChannel::recoversAtOnceWhenAPacketComesIn() {
    LossyLink link;
    link.a().channel->send(patternBytes(100, 1), Priority::Text);
    link.run(2s);
    WireProperties wire;
    wire.cut = true;
    link.setWire(wire);
    link.a().channel->send(patternBytes(700, 2), Priority::Text);
    link.run(5min);
    wire.cut = false;
    link.setWire(wire);
    // Whatever the other end says, e.g. its keep-alive, is a sign of life.
    link.b().channel->ping();
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 2; }, 300ms));
}

void TestChannel::tellsAtOnceWhenThePersonWritesDuringACut() {
    LossyLink link;
    link.a().channel->send(patternBytes(100, 1), Priority::Text);
    link.run(2s);
    WireProperties wire;
    wire.cut = true;
    link.setWire(wire);
    link.a().channel->send(patternBytes(100, 2), Priority::Text);
    link.run(5min);
    wire.cut = false;
    link.setWire(wire);
    // The next probe may be a minute away; what a person sends now does not wait for it.
    link.a().channel->send(patternBytes(100, 3), Priority::Text);
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 3; }, 2s));
}

void TestChannel::keepsTheQueueOfGprsShort() {
    LossyLink link;
    WireProperties wire;
    wire.delay = 300ms;
    wire.bitsPerSecond = 9'000;
    link.setWire(wire);
    for (std::uint32_t i = 0; i < 5; ++i) {
        link.a().channel->send(patternBytes(16'384, i), Priority::Bulk);
    }
    link.run(2min);
    QVERIFY2(link.a().worstQueue < 1s, qPrintable(QString::number(toMs(link.a().worstQueue))));
}

void TestChannel::usesWhatGprsGives() {
    LossyLink link;
    WireProperties wire;
    wire.delay = 300ms;
    wire.bitsPerSecond = 9'000;
    link.setWire(wire);
    link.a().channel->send(patternBytes(16'384, 1), Priority::Bulk);
    link.a().channel->send(patternBytes(16'384, 2), Priority::Bulk);
    const auto start = link.now();
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 2; }, 5min));
    const auto seconds = static_cast<double>(toMs(link.now() - start)) / 1000;
    const auto goodput = 2 * 16'384 * 8 / seconds;
    QVERIFY2(goodput > 9'000 * 0.7, qPrintable(QString::number(goodput)));
    QCOMPARE(link.a().channel->stats().linkClass, LinkClass::Gprs);
}

void TestChannel::usesWhatAFastLinkGives() {
    LossyLink link;
    WireProperties wire;
    wire.delay = 15ms;
    wire.bitsPerSecond = 10'000'000;
    link.setWire(wire);
    for (std::uint32_t i = 0; i < 120; ++i) {
        link.a().channel->send(patternBytes(16'384, i), Priority::Bulk);
    }
    const auto start = link.now();
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 120; }, 1min));
    const auto seconds = static_cast<double>(toMs(link.now() - start)) / 1000;
    const auto goodput = 120 * 16'384 * 8 / seconds;
    QVERIFY2(goodput > 10'000'000 * 0.6, qPrintable(QString::number(goodput)));
    QVERIFY2(link.a().worstQueue < 200ms, qPrintable(QString::number(toMs(link.a().worstQueue))));
}

void TestChannel::speechIsNotDelayedByBulk() {
    LossyLink link;
    WireProperties wire;
    wire.delay = 300ms;
    wire.bitsPerSecond = 12'000;
    link.setWire(wire);
    link.a().channel->send(patternBytes(16'384, 1), Priority::Bulk);
    link.run(20s);
    link.a().channel->setVoiceActive(true);
    link.a().channel->send(patternBytes(16'384, 2), Priority::Bulk);
    link.run(5s);
    link.a().worstQueue = {};
    // 60 bytes every 120 ms: 4 kbit/s of speech, 7 kbit/s with all headers.
    for (int i = 0; i < 200; ++i) {
        link.a().channel->sendDatagram(patternBytes(60, static_cast<std::uint32_t>(i)));
        link.run(120ms);
    }
    QCOMPARE(link.b().datagrams.size(), std::size_t{200 - 3});  // the last are still on the wire
    QVERIFY2(link.a().worstQueue < 500ms, qPrintable(QString::number(toMs(link.a().worstQueue))));
}

void TestChannel::urgentOvertakesBulk() {
    LossyLink link;
    WireProperties wire;
    wire.delay = 300ms;
    wire.bitsPerSecond = 9'000;
    link.setWire(wire);
    for (std::uint32_t i = 0; i < 4; ++i) {
        link.a().channel->send(patternBytes(16'384, i), Priority::Bulk);
    }
    link.run(10s);
    const auto start = link.now();
    const auto text = patternBytes(256, 90);
    const auto urgent = patternBytes(64, 91);
    link.a().channel->send(text, Priority::Text);
    link.a().channel->send(urgent, Priority::Urgent);
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 2; }, 10s));
    QVERIFY(sorted(link.b().messages) == sorted({text, urgent}));
    QVERIFY2(link.now() - start < 3s, qPrintable(QString::number(toMs(link.now() - start))));
}

void TestChannel::dropsTheOldestDatagrams() {
    LossyLink link;
    for (std::uint32_t i = 0; i < Channel::maxQueuedDatagrams + 5; ++i) {
        link.a().channel->sendDatagram(patternBytes(40, i));
    }
    link.a().channel->sendDatagram(patternBytes(Channel::maxDatagramPayload + 1, 99));  // too long: dropped
    link.run(1s);
    QCOMPARE(link.b().datagrams.size(), std::size_t{Channel::maxQueuedDatagrams});
    QVERIFY(link.b().datagrams.front() == patternBytes(40, 5));
    // Nothing was acknowledged, nothing is repeated.
    QCOMPARE(link.b().packetsSent, std::size_t{0});
    QVERIFY(!link.a().channel->isOwed());
}

void TestChannel::bigDatagramsPassOnSlowLinks() {
    LossyLink link;
    link.b().channel->send(patternBytes(100, 1), Priority::Text);
    link.run(5ms + 25ms);  // a owes an acknowledgement
    link.a().channel->sendDatagram(patternBytes(Channel::maxDatagramPayload, 1));
    link.a().channel->sendDatagram(patternBytes(10, 2));
    link.run(1s);
    QCOMPARE(link.b().datagrams.size(), std::size_t{2});
    QVERIFY(link.b().datagrams[0] == patternBytes(Channel::maxDatagramPayload, 1));
    QVERIFY(!link.b().channel->isOwed());
}

void TestChannel::probesAreAnsweredByTheOwner() {
    LossyLink link;
    const channel::PathData data{1, 2, 3, 4, 5, 6, 7, 8};
    link.transmit(0, link.a().channel->makeProbe(link.now(), data));
    link.run(200ms);
    QVERIFY(link.b().challenges == std::vector{data});
    link.transmit(1, link.b().channel->makeProbeAnswer(link.now(), data));
    link.run(1s);
    QVERIFY(link.a().responses == std::vector{data});
    QVERIFY(!link.a().channel->isOwed());
    // A probe that nobody answers is nobody's loss.
    (void)link.a().channel->makeProbe(link.now(), data);
    QVERIFY(!link.a().channel->isOwed());
    QVERIFY(link.a().channel->nextDeadline() == never);
}

void TestChannel::changesThePathWithoutLossOrStorm() {
    LossyLink link;
    WireProperties slow;
    slow.delay = 400ms;
    link.setWire(slow);
    std::vector<Bytes> sent;
    for (std::uint32_t i = 0; i < 10; ++i) {
        sent.push_back(patternBytes(1500, i));
        link.a().channel->send(sent.back(), Priority::Text);
    }
    link.run(1s);
    WireProperties fast;
    fast.delay = 10ms;
    link.setWire(fast);
    link.a().channel->onPathChanged(link.now(), {}, 20ms);
    link.b().channel->onPathChanged(link.now(), {}, 20ms);
    for (std::uint32_t i = 10; i < 30; ++i) {
        sent.push_back(patternBytes(1500, i));
        link.a().channel->send(sent.back(), Priority::Text);
    }
    QVERIFY(link.runUntil([&] { return link.b().messages.size() == 30; }, 5s));
    link.run(5s);
    QVERIFY(sorted(link.b().messages) == sorted(sent));
    // That newer packets overtook those of the old path makes nobody send twice: headers and a few per cent, no more.
    QVERIFY2(link.a().bytesSent < 30 * 1500 * 1.2, qPrintable(QString::number(link.a().bytesSent)));
    QVERIFY(link.a().channel->stats().minimumRtt < 100ms);
}

void TestChannel::closes() {
    LossyLink link;
    link.a().channel->send(patternBytes(100, 1), Priority::Text);
    link.transmit(0, link.a().channel->close(link.now(), wire::CloseReason::Idle));
    QVERIFY(link.a().channel->isClosed());
    link.run(1s);
    QVERIFY(link.b().closed == wire::CloseReason::Idle);
    QVERIFY(link.b().channel->isClosed());
    QCOMPARE(link.b().channel->send(patternBytes(10, 1), Priority::Text), channel::MessageKey{0});
    QVERIFY(link.b().channel->poll(link.now()).empty());
    QVERIFY(link.b().channel->nextDeadline() == never);
}

void TestChannel::refusesReplaysAndOldNumbers() {
    LossyLink link;
    Forger forger;
    const auto packetOf = [&](std::uint64_t number) {
        return forger.seal(wire::MessageFrame{number, asBytes("x")}, number);
    };
    const auto received = [&](std::uint64_t number) {
        return link.b().channel->receive(link.now(), packetOf(number)).has_value();
    };
    QVERIFY(received(0));
    QVERIFY(!received(0));
    QVERIFY(received(5));
    QVERIFY(received(3));
    QVERIFY(!received(3));
    QVERIFY(received(1030));
    QVERIFY(!received(6));  // exactly 1,024 below: out of the window
    QVERIFY(received(7));
    QVERIFY(!received(5));
    QVERIFY(!received(1030));
    const auto first = link.b().channel->receive(link.now(), packetOf(1031));
    QVERIFY(first && first->newest);
    const auto older = link.b().channel->receive(link.now(), packetOf(1020));
    QVERIFY(older && !older->newest);
    // A leap of 2,000 numbers, and back into the window.
    QVERIFY(received(3031));
    QVERIFY(received(3000));
    QVERIFY(!received(2000));
}

void TestChannel::refusesWhatIsNotAuthentic() {
    LossyLink link;
    Forger forger;
    const auto good = forger.seal(wire::PingFrame{}, 0);
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto bad = good;
        bad[i] ^= 0x40;
        QVERIFY(!link.b().channel->receive(link.now(), bad));
        QVERIFY(!link.b().channel->receive(link.now(), ByteView(good).first(i)));
    }
    QVERIFY(link.b().channel->poll(link.now()).empty());
    QVERIFY(link.b().channel->receive(link.now(), good));
}

void TestChannel::refusesWhatBreaksTheBounds() {
    LossyLink link;
    Forger forger;
    std::uint64_t number = 0;
    const auto accepts = [&](const wire::Frame& frame) {
        return link.b().channel->receive(link.now(), forger.seal(frame, number++)).has_value();
    };
    const Bytes data(10, 7);
    QVERIFY(accepts(wire::MessageFrame{4096, data}));
    QVERIFY(!accepts(wire::MessageFrame{4097, data}));
    QVERIFY(!accepts(wire::PartFrame{5000, 20, 0, data}));
    // 64 incomplete messages, and not one more …
    for (std::uint64_t i = 0; i < 64; ++i) {
        QVERIFY(accepts(wire::PartFrame{i, 20, 0, data}));
    }
    QVERIFY(!accepts(wire::PartFrame{64, 20, 0, data}));
    QVERIFY(accepts(wire::PartFrame{5, 20, 5, data}));
    QVERIFY(!accepts(wire::PartFrame{5, 21, 5, data}));  // another length than before
    // … until one is complete.
    const auto done = link.b().channel->receive(link.now(), forger.seal(wire::PartFrame{0, 20, 10, data}, number++));
    QVERIFY(done && done->messages.size() == 1 && done->messages[0].bytes.size() == 20);
    QVERIFY(accepts(wire::PartFrame{64, 20, 0, data}));
    QVERIFY(accepts(wire::MessageFrame{4097, data}));
    // A packet with one frame too many is dropped as a whole, with the good ones in it.
    ByteWriter frames;
    wire::encodeFrame(frames, wire::MessageFrame{100, data});
    wire::encodeFrame(frames, wire::PartFrame{65, 20, 0, data});
    QVERIFY(!link.b().channel->receive(link.now(), forger.seal(frames.view(), number++)));
    const auto again = link.b().channel->receive(link.now(), forger.seal(wire::MessageFrame{100, data}, number++));
    QVERIFY(again && again->messages.size() == 1);
    const auto twice = link.b().channel->receive(link.now(), forger.seal(wire::MessageFrame{100, data}, number++));
    QVERIFY(twice && twice->messages.empty());
}

void TestChannel::acknowledgesWhatWasNeverSent() {
    LossyLink link;
    Forger forger;
    link.b().channel->send(patternBytes(10, 1), Priority::Text);
    QCOMPARE(link.b().channel->poll(link.now()).size(), std::size_t{1});
    wire::AckFrame ack;
    QVERIFY(ack.add({0, 1}));  // b sent number 0 only
    QVERIFY(!link.b().channel->receive(link.now(), forger.seal(ack, 0)));
    QVERIFY(link.b().channel->isOwed());
    wire::AckFrame honest;
    QVERIFY(honest.add({0, 0}));
    const auto received = link.b().channel->receive(link.now() + 50ms, forger.seal(honest, 1));
    QVERIFY(received && received->acknowledged.size() == 1);
    QVERIFY(!link.b().channel->isOwed());
}

void TestChannel::survivesGarbageInsideTheEncryption() {
    LossyLink link;
    Forger forger;
    std::uint64_t accepted = 0;
    for (std::uint64_t number = 0; number < 20'000; ++number) {
        Bytes frames(1 + link.random().below(60));
        link.random().fill(frames);
        // Mostly the types that exist.
        frames[0] = static_cast<std::uint8_t>(link.random().below(10));
        if (frames[0] == 8) {
            frames[0] = 0;  // CLOSE would end the test
        }
        const auto received = link.b().channel->receive(link.now(), forger.seal(frames, number));
        accepted += received ? 1 : 0;
        if (received && received->closed) {
            link = LossyLink(number);
            continue;
        }
        for (const auto& packet : link.b().channel->poll(link.now())) {
            QVERIFY(packet.size() <= wire::maxDatagram);
        }
    }
    QVERIFY(accepted > 100);
}

void TestChannel::classifiesLinks_data() {
    QTest::addColumn<int>("delayMs");
    QTest::addColumn<int>("kbit");
    QTest::addColumn<int>("expected");
    QTest::newRow("gprs") << 350 << 20 << static_cast<int>(LinkClass::Gprs);
    QTest::newRow("edge") << 225 << 120 << static_cast<int>(LinkClass::Edge);
    QTest::newRow("3g") << 80 << 1000 << static_cast<int>(LinkClass::Umts);
    QTest::newRow("lte") << 25 << 8000 << static_cast<int>(LinkClass::Lte);
    QTest::newRow("lan") << 1 << 100'000 << static_cast<int>(LinkClass::Lan);
}

void TestChannel::classifiesLinks() {
    QFETCH(int, delayMs);
    QFETCH(int, kbit);
    QFETCH(int, expected);
    LossyLink link;
    WireProperties wire;
    wire.delay = std::chrono::milliseconds(delayMs);
    wire.bitsPerSecond = kbit * 1000;
    link.setWire(wire);
    const auto count = std::clamp(kbit / 10, 2, 100);
    for (int i = 0; i < count; ++i) {
        link.a().channel->send(patternBytes(8192, static_cast<std::uint32_t>(i)), Priority::Bulk);
    }
    QVERIFY(link.runUntil([&] { return !link.a().channel->isOwed(); }, 10min));
    QCOMPARE(static_cast<int>(link.a().channel->stats().linkClass), expected);
}

QTEST_APPLESS_MAIN(TestChannel)
#include "tst_channel.moc"
