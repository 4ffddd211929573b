// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include <functional>

#include <opus/opus.h>

#include "base/random.h"
#include "packets.h"
#include "speech.h"
#include "voice/jitterbuffer.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

const Instant t0 = fromUnixMs(1'700'000'000'000);

Duration sentAfter(const test::Packet& packet) {
    return static_cast<std::int64_t>(packet.sequence + 1) * frameTime;
}

/// Plays a stream that arrives as `arrivals` say (after t0; nothing: lost) and returns what the loudspeaker got.
Pcm play(JitterBuffer& buffer, const std::vector<test::Packet>& packets,
         const std::function<std::optional<Duration>(const test::Packet&)>& arrival, Duration length) {
    std::multimap<Duration, const test::Packet*> way;
    for (const auto& packet : packets) {
        if (const auto at = arrival(packet)) {
            way.emplace(*at, &packet);
        }
    }
    Pcm out;
    auto next = way.begin();
    for (Duration at{}; at < length; at += frameTime) {
        for (; next != way.end() && next->first <= at; ++next) {
            buffer.put(t0 + next->first, next->second->sequence, next->second->rung, next->second->payload);
        }
        const auto pcm = buffer.take(t0 + at, frameSamples);
        out.insert(out.end(), pcm.begin(), pcm.end());
    }
    return out;
}

/// Packets of rung L6 whose Opus frames are cheap to decode, for runs of many minutes.
std::vector<test::Packet> cheapPackets(int seconds) {
    int error = 0;
    auto* encoder = opus_encoder_create(voiceSampleRate, 1, OPUS_APPLICATION_RESTRICTED_LOWDELAY, &error);
    std::vector<test::Packet> out;
    const auto speech = test::speech(4);
    const auto count = static_cast<std::size_t>(seconds * 25);
    for (std::size_t i = 0; i < count; ++i) {
        Bytes frame(400);
        const auto at = i * 2 * frameSamples % (speech.size() - 2 * frameSamples);
        frame.resize(
            static_cast<std::size_t>(opus_encode(encoder, speech.data() + at, 2 * frameSamples, frame.data(), 200)));
        test::Packet packet{2 * i + 1, Rung::L6, {}};
        packet.payload.counter = i & 15;
        packet.payload.opus.push_back(std::move(frame));
        out.push_back(std::move(packet));
    }
    opus_encoder_destroy(encoder);
    return out;
}

}  // namespace

class TestJitterBuffer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beforeAnythingCameThereIsSilence() {
        JitterBuffer buffer;
        QCOMPARE(buffer.take(t0, 777), Pcm(777, 0));
        QCOMPARE(buffer.stats().concealed, std::uint64_t(0));
    }
    void aSteadyStreamPlaysWholeAndSoon() {
        const auto speech = test::speech(4);
        JitterBuffer buffer;
        const auto out = play(
            buffer, test::packets(speech, Rung::L6), [](const auto& p) { return sentAfter(p) + 50ms; }, 4s);
        const auto like = test::likeness(test::envelope(speech), test::envelope(out), 15);
        QVERIFY2(like.correlation > 0.95, qPrintable(QString::number(like.correlation)));
        QVERIFY(like.lagFrames <= 9);
        QVERIFY(buffer.stats().delay <= 110ms);
        QCOMPARE(buffer.stats().lost, std::uint64_t(0));
    }
    void orderDoesNotMatterAndTwiceIsOnce() {
        const auto speech = test::speech(3);
        auto packets = test::packets(speech, Rung::L6);
        packets.push_back(packets[30]);
        JitterBuffer buffer;
        const auto out = play(
            buffer, packets, [](const auto& p) { return sentAfter(p) + (p.sequence % 8 == 1 ? 90ms : 10ms); }, 3300ms);
        const auto like = test::likeness(test::envelope(speech), test::envelope(out), 15);
        QVERIFY2(like.correlation > 0.9, qPrintable(QString::number(like.correlation)));
        QCOMPARE(buffer.stats().duplicates, std::uint64_t(1));
        QCOMPARE(buffer.stats().lost, std::uint64_t(0));
        QVERIFY(buffer.stats().concealed < 10);
    }
    void lostPacketsAreDrawnFromHistory() {
        const auto speech = test::speech(6);
        JitterBuffer buffer;
        // Every eighth packet is lost; the next one's DRED reaches back over it.
        const auto out = play(
            buffer, test::packets(speech, Rung::L5),
            [](const auto& p) {
                return p.payload.counter % 8 == 5 ? std::nullopt : std::optional(sentAfter(p) + 20ms);
            },
            6300ms);
        const auto stats = buffer.stats();
        QVERIFY(stats.lost >= 11);
        QVERIFY2(stats.recovered >= 24, qPrintable(QString::number(stats.recovered)));
        QVERIFY(stats.recovered > stats.concealed);
        QVERIFY(buffer.report(t0 + 6300ms).lossPercent >= 9 && buffer.report(t0 + 6300ms).lossPercent <= 16);
        const auto like = test::likeness(test::envelope(speech), test::envelope(out), 15);
        QVERIFY2(like.correlation > 0.8, qPrintable(QString::number(like.correlation)));
    }
    void madeUpSoundFadesWithinHalfASecond() {
        JitterBuffer buffer;
        const auto out = play(
            buffer, test::packets(test::speech(1), Rung::L6), [](const auto& p) { return sentAfter(p); }, 2500ms);
        const auto levels = test::envelope(out);
        QCOMPARE(levels.back(), 0.0);
        QCOMPARE(levels[75], 0.0);  // 500 ms after the last sound
        QVERIFY(buffer.stats().concealed > 10);
    }
    void whatAStallHeldBackIsPlayedAndCaughtUp() {
        const auto speech = test::speech(12);
        JitterBuffer buffer;
        // From the second to the third second nothing passes; then everything comes at once.
        const auto out = play(
            buffer, test::packets(speech, Rung::L4),
            [](const auto& p) {
                const auto at = sentAfter(p) + 30ms;
                return at > 2s && at < 3s ? Duration(3s) : at;
            },
            12300ms);
        const auto heard = test::envelope(out);
        const auto said = test::envelope(speech);
        // The words of the stall come later, the last ones on time again.
        const auto stalled = test::likeness(std::span(said).subspan(90, 40), std::span(heard).subspan(90), 75);
        QVERIFY2(stalled.correlation > 0.8, qPrintable(QString::number(stalled.correlation)));
        QVERIFY(stalled.lagFrames > 30);
        const auto after = test::likeness(std::span(said).subspan(500, 90), std::span(heard).subspan(500), 75);
        QVERIFY2(after.correlation > 0.9, qPrintable(QString::number(after.correlation)));
        QVERIFY2(after.lagFrames <= 14, qPrintable(QString::number(after.lagFrames)));
    }
    void silenceIsNeitherLossNorConcealment() {
        auto speech = test::speech(1.2);
        speech.resize(speech.size() + 12 * frameSamples);  // the hang-over
        auto packets = test::packets(speech, Rung::L3);
        packets.back().payload.silenceFollows = true;
        // Three seconds later the talk goes on.
        const auto first = packets.size();
        for (auto packet : test::packets(speech, Rung::L3)) {
            packet.sequence += 210;
            packet.payload.counter = static_cast<std::uint8_t>((packet.payload.counter + first) & 15);
            packets.push_back(packet);
        }
        JitterBuffer buffer;
        const auto out = play(
            buffer, packets, [](const auto& p) { return sentAfter(p) + 40ms; }, 6s);
        QCOMPARE(buffer.stats().lost, std::uint64_t(0));
        // Only the end of the recording, which announces nothing, is bridged.
        QVERIFY(buffer.stats().concealed < 60);
        const auto levels = test::envelope(out);
        QCOMPARE(*std::max_element(levels.begin() + 90, levels.begin() + 205), 0.0);
        const auto again = test::likeness(test::envelope(speech), std::span<const double>(levels).subspan(210), 20);
        QVERIFY2(again.correlation > 0.9, qPrintable(QString::number(again.correlation)));
    }
    void inAnnouncedSilenceTheRoomIsHeard_data() {
        QTest::addColumn<int>("rung");
        for (int rung = 0; rung < static_cast<int>(rungCount); ++rung) {
            QTest::addRow("L%d", rung) << rung;
        }
    }
    void inAnnouncedSilenceTheRoomIsHeard() {
        QFETCH(int, rung);
        // Talk in a room of -58 dBFS, 200 ms of the room alone and up to a packet of it, silence, talk.
        SeededRandom random(4);
        auto said = test::speech(1.92);
        said.resize(2 * 1.92 * voiceSampleRate);
        for (auto& sample : said) {
            sample = static_cast<std::int16_t>(std::clamp(sample + int(random.below(143)) - 71, -32768, 32767));
        }
        auto packets = test::packets(said, static_cast<Rung>(rung));
        const auto wordsEnd = std::uint64_t(96 + 10);
        const auto last = std::find_if(packets.begin(), packets.end(),
                                       [&](const auto& packet) { return packet.sequence >= wordsEnd; });
        last->payload.silenceFollows = true;
        packets.erase(std::next(last), packets.end());
        const auto silentFrom = 2200ms + (last->sequence + 1 - wordsEnd) * frameTime;
        auto again = packets.front();
        again.sequence += 480;
        again.payload.counter = static_cast<std::uint8_t>((last->payload.counter + 1) & 15);
        packets.push_back(again);
        JitterBuffer buffer;
        const auto out = play(
            buffer, packets, [](const auto& p) { return sentAfter(p) + 40ms; }, 10s);
        QCOMPARE(buffer.stats().lost, std::uint64_t(0));
        const auto levels = test::envelope(out);
        const auto from = static_cast<std::ptrdiff_t>((silentFrom + 1500ms) / frameTime);
        double power = 0;
        for (auto i = from; i < 470; ++i) {
            power += levels[static_cast<std::size_t>(i)] * levels[static_cast<std::size_t>(i)];
        }
        const double db = 10 * std::log10(power / static_cast<double>(470 - from) / 32768 / 32768);
        QVERIFY2(db > -64 && db < -54, qPrintable(QString::number(db)));
        // Its level does not breathe.
        const auto [least, most] = std::minmax_element(levels.begin() + from, levels.begin() + 470);
        QVERIFY2(*most < 1.6 * *least, qPrintable(QString::number(*most / *least)));
    }
    void clocksThatDriftDoNotGrowTheDelay_data() {
        QTest::addColumn<int>("ppm");
        QTest::newRow("their clock is fast") << 200;
        QTest::newRow("their clock is slow") << -200;
    }
    void clocksThatDriftDoNotGrowTheDelay() {
        QFETCH(int, ppm);
        JitterBuffer buffer;
        const auto packets = cheapPackets(600);
        Duration most{};
        Duration least = 1s;
        SeededRandom random(3);
        std::size_t next = 0;
        for (int tick = 0; tick < 600 * 50; ++tick) {
            const auto now = t0 + tick * frameTime;
            for (; next < packets.size(); ++next) {
                const auto media = sentAfter(packets[next]);
                const auto at = media - media * ppm / 1'000'000 + 30ms;
                if (t0 + at > now) {
                    break;
                }
                buffer.put(now, packets[next].sequence, packets[next].rung, packets[next].payload);
            }
            (void)buffer.take(now, frameSamples);
            if (tick > 500) {
                most = std::max(most, buffer.stats().delay);
                least = std::min(least, buffer.stats().delay);
            }
        }
        const auto stats = buffer.stats();
        QVERIFY2(most < 170ms, qPrintable(QString::number(toMs(most))));
        QVERIFY2(least > 40ms, qPrintable(QString::number(toMs(least))));
        QVERIFY2(stats.concealed < 30, qPrintable(QString::number(stats.concealed)));
        QCOMPARE(stats.late, std::uint64_t(0));
    }
    void aLongBacklogIsCutToEightSeconds() {
        JitterBuffer buffer;
        const auto packets = cheapPackets(30);
        buffer.put(t0, packets[0].sequence, packets[0].rung, packets[0].payload);
        for (int i = 0; i < 20; ++i) {
            (void)buffer.take(t0 + i * frameTime, frameSamples);
        }
        for (const auto& packet : packets) {
            buffer.put(t0 + 30s, packet.sequence, packet.rung, packet.payload);
        }
        for (int i = 0; i < 5; ++i) {
            (void)buffer.take(t0 + 30s + i * frameTime, frameSamples);
        }
        QVERIFY(buffer.stats().late > 0);
        QVERIFY2(buffer.stats().delay < 9s, qPrintable(QString::number(toMs(buffer.stats().delay))));
    }
    void anythingMayArrive() {
        SeededRandom random(11);
        JitterBuffer buffer;
        std::uint64_t sequence = 0;
        for (int i = 0; i < 400; ++i) {
            const auto rung = static_cast<Rung>(random.below(rungCount));
            Bytes bytes(random.below(200));
            random.fill(bytes);
            sequence += random.below(30);
            const auto now = t0 + i * 7ms;
            if (auto payload = decodeVoicePayload(rung, bytes)) {
                buffer.put(now, random.below(3) == 0 ? random.below(5000) : sequence, rung, std::move(*payload));
            }
            QCOMPARE(buffer.take(now, i % 500u).size(), i % 500u);
        }
    }
};

QTEST_APPLESS_MAIN(TestJitterBuffer)
#include "tst_jitterbuffer.moc"
