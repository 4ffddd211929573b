// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include <functional>
#include <map>

#include "base/random.h"
#include "speech.h"
#include "voice/voicesession.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

const Instant t0 = fromUnixMs(1'700'000'000'000);

/// Two sessions and a link with one waiting packet each way.
struct Call {
    struct Link {
        double kbit = 1000;
        Duration oneWay = 20ms;
        Instant freeAt{};
        std::optional<OutgoingVoice> waiting;
        std::multimap<Instant, OutgoingVoice> way;
        int replaced = 0;
    };
    VoiceSession a, b;
    Link ab, ba;
    LinkClass linkClass = LinkClass::Lan;
    std::uint64_t sequenceErrors = 0;

    void send(Instant now, VoiceSession& from, Link& link, std::vector<OutgoingVoice> packets) {
        for (auto& packet : packets) {
            if (link.waiting) {
                ++link.replaced;
                from.report(now, {linkClass, 2 * link.oneWay, true});
            }
            link.waiting = std::move(packet);
        }
        if (link.waiting && link.freeAt <= now) {
            const auto bits = static_cast<double>(link.waiting->payload.size() + 48) * 8;
            link.freeAt = std::max(link.freeAt, now) + Duration(static_cast<std::int64_t>(bits / link.kbit * 1000));
            link.way.emplace(link.freeAt + link.oneWay, std::move(*link.waiting));
            link.waiting.reset();
        }
    }
    void deliver(Instant now, VoiceSession& to, Link& link) {
        while (!link.way.empty() && link.way.begin()->first <= now) {
            const auto packet = std::move(link.way.begin()->second);
            link.way.erase(link.way.begin());
            const auto header = decodeVoiceHeader(encodeVoiceHeader(packet.rung, false, packet.sequence));
            const auto all = sequenceCandidates(*header, to.expectedSequence(now));
            sequenceErrors += all[0] != packet.sequence ? 1 : 0;
            (void)to.received(now, *header, packet.sequence, packet.payload);
        }
    }
    /// What B hears while A says `speech` and B says nothing.
    Pcm run(PcmView speech, Duration length) {
        Pcm heard;
        for (Duration at{}; at < length; at += frameTime) {
            const auto now = t0 + at;
            const auto i = static_cast<std::size_t>(at / frameTime) * frameSamples;
            Pcm frame(frameSamples, 0);
            if (i + frameSamples <= speech.size()) {
                std::copy_n(speech.begin() + static_cast<std::ptrdiff_t>(i), frameSamples, frame.begin());
            }
            if (at % 1s == Duration{}) {
                a.report(now, {linkClass, 2 * ab.oneWay, false});
                b.report(now, {linkClass, 2 * ab.oneWay, false});
            }
            send(now, a, ab, a.capture(now, frame));
            send(now, b, ba, b.capture(now, Pcm(frameSamples, 0)));
            deliver(now, b, ab);
            deliver(now, a, ba);
            const auto pcm = b.playback(now, frameSamples);
            heard.insert(heard.end(), pcm.begin(), pcm.end());
        }
        return heard;
    }
};

}  // namespace

class TestVoiceSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCallOnALan() {
        const auto speech = test::speech(10);
        Call call;
        const auto heard = call.run(speech, 10300ms);
        const auto stats = call.a.stats(t0 + 10s);
        QCOMPARE(stats.rung, Rung::L6);
        QCOMPARE(call.sequenceErrors, std::uint64_t(0));
        const auto all = test::likeness(test::envelope(speech), test::envelope(heard), 20);
        QVERIFY2(all.correlation > 0.85, qPrintable(QString::number(all.correlation)));
        const auto said = test::envelope(speech);
        const auto played = test::envelope(heard);
        const auto later = test::likeness(std::span(said).subspan(200), std::span(played).subspan(200), 20);
        QVERIFY2(later.correlation > 0.95, qPrintable(QString::number(later.correlation)));
        QVERIFY(call.b.stats(t0 + 10s).delayMs < 130);
        QCOMPARE(call.b.stats(t0 + 10s).lossPercent, 0.0);
    }
    void aCallThroughOneGprsTimeslot() {
        const auto speech = test::speech(10);
        Call call;
        call.linkClass = LinkClass::Gprs;
        call.ab = {8, 300ms, {}, {}, {}, 0};
        call.ba = {8, 300ms, {}, {}, {}, 0};
        const auto heard = call.run(speech, 11s);
        const auto stats = call.a.stats(t0 + 10s);
        QCOMPARE(stats.rung, Rung::L3);
        QVERIFY2(stats.wireKbitUp < 6.2, qPrintable(QString::number(stats.wireKbitUp)));
        QCOMPARE(call.ab.replaced, 0);
        const auto like = test::likeness(test::envelope(speech), test::envelope(heard), 50);
        QVERIFY2(like.correlation > 0.85, qPrintable(QString::number(like.correlation)));
        QVERIFY2(like.lagFrames < 35, qPrintable(QString::number(like.lagFrames)));
    }
    void silenceCostsAlmostNothingAndKeepsTheCallAlive() {
        Call call;
        call.linkClass = LinkClass::Gprs;
        (void)call.run({}, 20s);
        const auto stats = call.a.stats(t0 + 20s);
        QVERIFY(stats.wireKbitUp < 0.8);
        QVERIFY(stats.sentPackets >= 18);
        QCOMPARE(call.b.stats(t0 + 20s).receivedPackets, stats.sentPackets);
        QCOMPARE(call.b.stats(t0 + 20s).concealedFrames, std::uint64_t(0));
    }
    void muteSendsNothingOfTheSound() {
        Call call;
        call.a.mute(true);
        const auto heard = call.run(test::speech(3), 3s);
        QCOMPARE(*std::max_element(heard.begin(), heard.end()), std::int16_t(0));
        QCOMPARE(call.a.stats(t0 + 3s).levelIn, 0.0);
    }
    void aReplayedOrMalformedPacketIsRefused() {
        VoiceSession sender, receiver;
        const auto speech = test::speech(1);
        const auto packets = sender.capture(t0, speech);
        QCOMPARE(packets.size(), std::size_t(8));
        const VoiceHeader header{packets[0].rung, false, 0};
        QVERIFY(receiver.received(t0, header, packets[1].sequence, packets[1].payload));
        QVERIFY(!receiver.received(t0, header, packets[1].sequence, packets[1].payload));
        QVERIFY(receiver.received(t0, header, packets[0].sequence, packets[0].payload));
        QVERIFY(!receiver.received(t0, header, packets[0].sequence, packets[0].payload));
        QVERIFY(!receiver.received(t0, header, packets[2].sequence, ByteView(packets[2].payload).first(5)));
        QVERIFY(receiver.received(t0, header, packets[2].sequence, packets[2].payload));
        QVERIFY(receiver.received(t0, header, 5000, packets[3].payload));
        QVERIFY(!receiver.received(t0, header, packets[4].sequence, packets[4].payload));  // out of the window
    }
    void sequencesNeverRepeat() {
        VoiceSession session;
        SeededRandom random(5);
        std::uint64_t last = 0;
        const auto speech = test::speech(2);
        for (int i = 0; i < 6; ++i) {
            session.report(t0 + i * 1s, {i % 2 == 0 ? LinkClass::Gprs : LinkClass::Lan, 20ms, i % 3 == 0});
            for (std::size_t at = 0; at < speech.size();) {
                const auto size = std::min<std::size_t>(1 + random.below(900), speech.size() - at);
                for (const auto& packet : session.capture(t0 + i * 1s, PcmView(speech).subspan(at, size))) {
                    QVERIFY(packet.sequence > last);
                    last = packet.sequence;
                    QVERIFY(packet.payload.size() <= maxVoicePayload);
                }
                at += size;
            }
        }
        QVERIFY(last > 500);
    }
    /// Ten times what the highest rung needs, each packet a new and well-formed one.
    void aPeerThatSendsTooMuchIsCut() {
        VoiceSession sender(VoiceConfig{1, 38, Rung::L6});
        VoiceSession receiver;
        const auto packets = sender.capture(t0, test::speech(1));
        const auto& payload = packets.front().payload;
        const VoiceHeader header{Rung::L6, false, 0};
        std::uint64_t sequence = 100;
        std::size_t taken = 0;
        const auto flood = [&](Instant from, Duration length) {
            taken = 0;
            for (auto now = from; now < from + length; now += 4ms) {
                taken += receiver.received(now, header, sequence++, payload) ? payload.size() + 38 : 0;
                if ((now - from) % 20ms == Duration{}) {
                    (void)receiver.playback(now, frameSamples);
                }
            }
            return static_cast<double>(taken) * 8 / static_cast<double>(length / 1ms);
        };
        (void)flood(t0, 20s);
        const double kbit = flood(t0 + 20s, 20s);
        QVERIFY2(kbit < 46 * 1.3, qPrintable(QString::number(kbit)));
        QVERIFY2(kbit > 40, qPrintable(QString::number(kbit)));
    }
    void withoutDredOnlyOpusIsSent() {
        VoiceSession session(VoiceConfig{0, 38});
        session.report(t0, {LinkClass::Gprs, 600ms, false});
        for (const auto& packet : session.capture(t0, test::speech(1))) {
            QCOMPARE(packet.rung, Rung::L4);
        }
    }
};

QTEST_APPLESS_MAIN(TestVoiceSession)
#include "tst_voicesession.moc"
