// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QTest>

#include <cmath>
#include <numbers>

#include "voice/resampler.h"
#include "voice/wav.h"

using namespace nightjar;
using namespace nightjar::voice;

namespace {

std::vector<std::int16_t> tone(double hz, int rate, std::size_t samples) {
    std::vector<std::int16_t> out(samples);
    for (std::size_t i = 0; i < samples; ++i) {
        out[i] = static_cast<std::int16_t>(
            std::lround(10000 * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate)));
    }
    return out;
}
/// Signal to error in dB, edges left out.
double snr(std::span<const std::int16_t> a, std::span<const std::int16_t> b) {
    double signal = 0;
    double error = 1e-9;
    for (std::size_t i = 500; i + 500 < std::min(a.size(), b.size()); ++i) {
        signal += static_cast<double>(a[i]) * a[i];
        error += std::pow(static_cast<double>(a[i]) - b[i], 2);
    }
    return 10 * std::log10(signal / error);
}
double power(std::span<const std::int16_t> a) {
    double sum = 0;
    for (const auto x : a) {
        sum += static_cast<double>(x) * x;
    }
    return sum / static_cast<double>(a.size());
}
WavError errorOf(ByteView bytes) {
    return decodeWav(bytes).error();
}

}  // namespace

class TestWav : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wavComesBack() {
        const Wav wav{48000, {0, 1, -1, 32767, -32768}};
        const auto bytes = encodeWav(wav);
        QCOMPARE(toHex(bytes),
                 "524946462e00000057415645666d74201000000001000100"
                 "80bb000000770100"
                 "02001000"
                 "646174610a000000"
                 "00000100fffff"
                 "f7f0080");
        const auto back = decodeWav(bytes);
        QVERIFY(back);
        QCOMPARE(back->sampleRate, 48000);
        QCOMPARE(back->samples, wav.samples);
    }
    void foreignChunksAreSkipped() {
        auto bytes = encodeWav({16000, {5, 6}});
        const auto list = *fromHex(
            "4c495354"
            "03000000"
            "01020300");  // odd size: one byte of padding
        bytes.insert(bytes.begin() + 36, list.begin(), list.end());
        const auto back = decodeWav(bytes);
        QVERIFY(back);
        QCOMPARE(back->samples, (std::vector<std::int16_t>{5, 6}));
    }
    void everyOtherFileIsNamed() {
        const auto good = encodeWav({16000, {1, 2, 3, 4}});
        const auto with = [&](std::size_t at, std::uint8_t value) {
            auto bytes = good;
            bytes[at] = value;
            return bytes;
        };
        QCOMPARE(errorOf({}), WavError::NotWav);
        QCOMPARE(errorOf(asBytes("RIFFxxxxWAVX")), WavError::NotWav);
        QCOMPARE(errorOf(with(20, 3)), WavError::NotPcm16Mono);  // float
        QCOMPARE(errorOf(with(22, 2)), WavError::NotPcm16Mono);  // stereo
        QCOMPARE(errorOf(with(34, 8)), WavError::NotPcm16Mono);  // 8 bit
        QCOMPARE(errorOf(with(24, 0x81)), WavError::UnsupportedRate);
        QCOMPARE(errorOf(with(43, 0xff)), WavError::Truncated);  // 4 GB promised
        QCOMPARE(errorOf(with(40, 10)), WavError::Truncated);
        QCOMPARE(errorOf(with(12, 'x')), WavError::NotWav);  // sound before its format
        for (std::size_t size = 0; size < good.size(); ++size) {
            QVERIFY(!decodeWav(ByteView(good).first(size)));
        }
    }
    void resamplingKeepsSpeech_data() {
        QTest::addColumn<double>("hz");
        for (const double hz : {100.0, 1000.0, 3400.0, 6800.0}) {
            QTest::addRow("%.0f Hz", hz) << hz;
        }
    }
    void resamplingKeepsSpeech() {
        QFETCH(double, hz);
        const auto low = tone(hz, 16000, 16000);
        const auto high = tone(hz, 48000, 48000);
        QVERIFY(snr(high, resample(low, 16000, 48000)) > 60);
        QVERIFY(snr(low, resample(high, 48000, 16000)) > 60);
        QCOMPARE(resample(low, 16000, 48000).size(), high.size());
        QCOMPARE(resample(high, 48000, 16000).size(), low.size());
    }
    void resamplingRemovesWhatWouldFold() {
        const auto high = tone(11000, 48000, 48000);
        const auto low = resample(high, 48000, 16000);
        QVERIFY(power(std::span(low).subspan(500, 15000)) < power(high) * 1e-6);
    }
    void blocksHaveNoSeams() {
        const auto whole = tone(440, 48000, 9600);
        Resampler atOnce(48000, 16000);
        const auto expected = atOnce.process(whole);
        Resampler inPieces(48000, 16000);
        std::vector<std::int16_t> pieces;
        for (std::size_t at = 0, size = 1; at < whole.size(); at += size, size = size * 7 % 501 + 1) {
            const auto n = std::min(size, whole.size() - at);
            const auto out = inPieces.process(std::span(whole).subspan(at, n));
            pieces.insert(pieces.end(), out.begin(), out.end());
            size = n;
        }
        QCOMPARE(pieces, expected);
    }
};

QTEST_APPLESS_MAIN(TestWav)
#include "tst_wav.moc"
