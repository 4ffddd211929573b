// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Between what a sound device speaks and the core's 16 kHz mono.

#include <QTest>
#include <cmath>
#include <numbers>

#include "fileaudio.h"
#include "soundformat.h"

using namespace nightjar;

namespace {

constexpr int core = 16000;

QAudioFormat format(int rate, int channels, QAudioFormat::SampleFormat sample) {
    QAudioFormat out;
    out.setSampleRate(rate);
    out.setChannelCount(channels);
    out.setSampleFormat(sample);
    return out;
}

std::vector<std::int16_t> sine(double hertz, int rate, double seconds, double level = 0.5) {
    std::vector<std::int16_t> out(static_cast<std::size_t>(rate * seconds));
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::int16_t>(
            std::lround(level * 32767 * std::sin(2 * std::numbers::pi * hertz * double(i) / rate)));
    }
    return out;
}

/// How strong this pitch is: 1 is a full sine. The ends, where filters start and stop, are left out.
double strength(std::span<const std::int16_t> samples, double hertz, int rate) {
    const auto middle = samples.subspan(samples.size() / 8, samples.size() * 3 / 4);
    double re = 0;
    double im = 0;
    for (std::size_t i = 0; i < middle.size(); ++i) {
        const double angle = 2 * std::numbers::pi * hertz * double(i) / rate;
        re += middle[i] * std::cos(angle);
        im += middle[i] * std::sin(angle);
    }
    return 2 * std::hypot(re, im) / double(middle.size()) / 32767;
}

}  // namespace

class TestSound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAndBack_data() {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channels");
        QTest::addColumn<QAudioFormat::SampleFormat>("sample");
        QTest::newRow("16k mono") << 16000 << 1 << QAudioFormat::Int16;
        QTest::newRow("48k stereo float") << 48000 << 2 << QAudioFormat::Float;
        QTest::newRow("44.1k stereo") << 44100 << 2 << QAudioFormat::Int16;
        QTest::newRow("8k mono") << 8000 << 1 << QAudioFormat::Int16;
        QTest::newRow("96k six channels, 32 bit") << 96000 << 6 << QAudioFormat::Int32;
        QTest::newRow("22.05k, 8 bit") << 22050 << 1 << QAudioFormat::UInt8;
    }
    void thereAndBack() {
        QFETCH(int, rate);
        QFETCH(int, channels);
        QFETCH(QAudioFormat::SampleFormat, sample);
        const auto device = format(rate, channels, sample);
        ToDevice to(device);
        FromDevice from(device);
        const auto in = sine(1000, core, 0.5);
        std::vector<std::int16_t> out;
        // In blocks of odd sizes, as devices ask for them.
        for (std::size_t at = 0; at < in.size();) {
            const auto size = std::min<std::size_t>(in.size() - at, 137 + at % 91);
            const auto bytes = to.convert(std::span(in).subspan(at, size));
            QCOMPARE(bytes.size() % device.bytesPerFrame(), 0);
            const auto back = from.convert(bytes);
            out.insert(out.end(), back.begin(), back.end());
            at += size;
        }
        QVERIFY(std::abs(double(out.size()) - double(in.size())) < 200);
        const auto level = strength(out, 1000, core);
        QVERIFY2(level > 0.48 && level < 0.52, qPrintable(QString::number(level)));
        QVERIFY(strength(out, 2600, core) < 0.01);
    }

    void whatIsTooHighDoesNotFoldBack() {
        const auto device = format(48000, 1, QAudioFormat::Int16);
        FromDevice from(device);
        const auto high = sine(11000, 48000, 0.5);  // would be heard at 5 kHz
        const auto out =
            from.convert(QByteArrayView(reinterpret_cast<const char*>(high.data()), qsizetype(high.size() * 2)));
        QVERIFY(strength(out, 5000, core) < 0.005);
    }

    void channelsAreAveraged() {
        const auto device = format(16000, 2, QAudioFormat::Int16);
        FromDevice from(device);
        const std::array<std::int16_t, 4> frames{1000, 3000, -2000, -4000};
        const auto out = from.convert(QByteArrayView(reinterpret_cast<const char*>(frames.data()), 8));
        QCOMPARE(out.size(), std::size_t(2));
        QVERIFY(std::abs(out[0] - 2000) <= 1 && std::abs(out[1] + 3000) <= 1);
    }

    void choices() {
        QVERIFY(makeCallAudio(QStringLiteral("none")));
        QVERIFY(!makeCallAudio(QStringLiteral("gramophone")));
        QVERIFY(!makeCallAudio(QStringLiteral("wav:/nowhere/in.wav,")));
        const auto none = makeCallAudio(QStringLiteral("none"));
        QVERIFY(!none->hasMicrophone() && !none->hasLoudspeaker() && !none->canRing());
    }
};

QTEST_GUILESS_MAIN(TestSound)

#include "tst_sound.moc"
