// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include <random>

#include "speech.h"
#include "voice/comfortnoise.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

constexpr std::size_t hangover = 10;  // frames

/// Noise of so many dBFS; `dark` (0 … 1) takes the high frequencies away.
Pcm background(double db, double dark, std::size_t samples) {
    std::minstd_rand random(5);
    const double peak = std::pow(10, db / 20) * 32768 * std::sqrt(3 * (1 - dark * dark));
    Pcm out(samples);
    double last = 0;
    for (auto& sample : out) {
        last = dark * last + peak * (2.0 * random() / std::minstd_rand::max() - 1);
        sample = static_cast<std::int16_t>(std::lround(last));
    }
    return out;
}
double power(PcmView pcm) {
    double sum = 0;
    for (const auto x : pcm) {
        sum += static_cast<double>(x) * x;
    }
    return sum / static_cast<double>(pcm.size());
}
double decibels(PcmView pcm) {
    return 10 * std::log10(std::max(1e-12, power(pcm) / (32768.0 * 32768.0)));
}
/// How much of it is high: the power of the differences against its own.
double brightness(PcmView pcm) {
    Pcm differences;
    for (std::size_t i = 1; i < pcm.size(); ++i) {
        differences.push_back(static_cast<std::int16_t>((pcm[i] - pcm[i - 1]) / 2));
    }
    return power(differences) / power(pcm);
}
void hear(ComfortNoise& noise, const Pcm& pcm) {
    for (PcmView rest(pcm); rest.size() >= frameSamples; rest = rest.subspan(frameSamples)) {
        noise.heard(rest.first(frameSamples));
    }
}
/// A second of speech, then the background of the hang-over, then the announcement.
void pauseAfterTalk(ComfortNoise& noise, const Pcm& room) {
    hear(noise, test::speech(1));
    hear(noise, room);
    noise.learn();
}
Pcm pause(ComfortNoise& noise, std::size_t samples = voiceSampleRate) {
    Pcm out(samples, 0);
    noise.mix(out, true);
    return out;
}

}  // namespace

class TestComfortNoise : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beforeAnythingWasHeardThereIsNothing() {
        ComfortNoise noise(1);
        noise.learn();
        QCOMPARE(pause(noise), Pcm(voiceSampleRate, 0));
    }
    void itFollowsTheBackground_data() {
        QTest::addColumn<double>("db");
        QTest::addColumn<double>("dark");
        QTest::newRow("a quiet room") << -70.0 << 0.0;
        QTest::newRow("a fan") << -60.0 << 0.8;
        QTest::newRow("a car") << -52.0 << 0.95;
    }
    void itFollowsTheBackground() {
        QFETCH(double, db);
        QFETCH(double, dark);
        const auto room = background(db, dark, hangover * frameSamples);
        ComfortNoise noise(1);
        pauseAfterTalk(noise, room);
        auto heard = pause(noise);
        heard.erase(heard.begin(), heard.begin() + voiceSampleRate / 10);
        QVERIFY2(std::abs(decibels(heard) - decibels(room)) < 2.5, qPrintable(QString::number(decibels(heard))));
        const double colour = 10 * std::log10(brightness(heard) / brightness(room));
        QVERIFY2(std::abs(colour) < 3, qPrintable(QString::number(colour)));
    }
    void itIsNeverLoud() {
        ComfortNoise noise(1);
        pauseAfterTalk(noise, background(-40, 0.5, hangover * frameSamples));
        QVERIFY(noise.level() > 0 && noise.level() <= ComfortNoise::loudest);
        const auto played = pause(noise);
        QVERIFY2(decibels(played) < -49, qPrintable(QString::number(decibels(played))));
        QVERIFY(decibels(played) < decibels(test::speech(1)) - 15);
    }
    void afterDigitalSilenceThereIsNone() {
        ComfortNoise noise(1);
        pauseAfterTalk(noise, background(-60, 0, hangover * frameSamples));
        QVERIFY(noise.level() > 0);
        pauseAfterTalk(noise, Pcm(hangover * frameSamples, 0));
        QCOMPARE(noise.level(), 0.0);
        QCOMPARE(pause(noise), Pcm(voiceSampleRate, 0));
    }
    void aWordRaisesItLittleIfAtAll() {
        const auto room = background(-68, 0, hangover * frameSamples);
        ComfortNoise noise(1);
        pauseAfterTalk(noise, room);
        const double before = noise.level();
        // An announcement right behind a word, which no sender makes.
        hear(noise, test::speech(1));
        noise.learn();
        QVERIFY(noise.level() <= before * 2.01);
        pauseAfterTalk(noise, room);
        QVERIFY(std::abs(noise.level() / before - 1) < 0.01);
        // And the word's end in the hang-over.
        const auto word = test::speech(0.06);
        hear(noise, word);
        hear(noise, background(-68, 0, (hangover - 3) * frameSamples));
        noise.learn();
        QVERIFY2(noise.level() < before * 1.2, qPrintable(QString::number(noise.level() / before)));
    }
    void whatWasMadeUpIsNotBackground() {
        ComfortNoise noise(1);
        hear(noise, background(-60, 0, hangover * frameSamples));
        noise.interrupted();
        noise.learn();
        QCOMPARE(noise.level(), 0.0);
    }
    void itComesAndGoesWithoutAClick() {
        ComfortNoise noise(1);
        pauseAfterTalk(noise, background(-50, 0, hangover * frameSamples));
        auto played = pause(noise, 4800);
        Pcm after(3200, 0);
        noise.mix(after, false);
        played.insert(played.end(), after.begin(), after.end());
        // Within the first and the last millisecond it is a fortieth as loud, and gone 40 ms after the pause.
        const double peak = *std::max_element(played.begin(), played.end());
        for (std::size_t i = 0; i < 16; ++i) {
            QVERIFY(std::abs(played[i]) < peak / 15);
            QVERIFY(std::abs(played[4800 + 640 - 16 + i]) < peak / 15);
        }
        QVERIFY(std::all_of(played.begin() + 4800 + 640, played.end(), [](auto x) { return x == 0; }));
        QVERIFY(decibels(PcmView(played).subspan(1600, 3200)) > -53);
        int jump = 0;
        for (std::size_t i = 1; i < played.size(); ++i) {
            jump = std::max(jump, std::abs(played[i] - played[i - 1]));
        }
        QVERIFY2(jump < 6 * ComfortNoise::loudest * 32768, qPrintable(QString::number(jump)));
    }
    void theSeedDecides() {
        const auto room = background(-60, 0.5, hangover * frameSamples);
        const auto played = [&room](std::uint32_t seed) {
            ComfortNoise noise(seed);
            pauseAfterTalk(noise, room);
            return pause(noise);
        };
        QCOMPARE(played(7), played(7));
        QVERIFY(played(7) != played(8));
    }
    void anythingMayBeHeard() {
        ComfortNoise noise(1);
        std::minstd_rand random(9);
        for (int round = 0; round < 200; ++round) {
            Pcm pcm(random() % 4000);
            const auto kind = random() % 4;
            const double hum = 0.01 + static_cast<double>(random() % 100) / 50;
            for (std::size_t i = 0; i < pcm.size(); ++i) {
                pcm[i] = static_cast<std::int16_t>(kind == 0   ? random() % 65536
                                                   : kind == 1 ? 30 * std::sin(hum * static_cast<double>(i))
                                                   : kind == 2 ? i % 2 * 200
                                                               : -32768 * static_cast<int>(i == 7));
            }
            noise.heard(pcm);
            noise.learn();
            QVERIFY(noise.level() <= ComfortNoise::loudest);
            const auto played = pause(noise, 3200);
            QVERIFY(decibels(played) < -45);
        }
    }
};

QTEST_APPLESS_MAIN(TestComfortNoise)
#include "tst_comfortnoise.moc"
