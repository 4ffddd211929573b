// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "runtime/ports/wavaudioport.h"
#include "voice/wav.h"

using namespace nightjar;

namespace {

std::vector<std::int16_t> ramp(std::size_t count) {
    std::vector<std::int16_t> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = static_cast<std::int16_t>(i % 30000 + 1);
    }
    return out;
}

void write(const QString& name, ByteView bytes) {
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size())),
             static_cast<qint64>(bytes.size()));
}

voice::Wav read(const QString& name) {
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const auto content = file.readAll();
    const auto wav = voice::decodeWav(
        ByteView(reinterpret_cast<const std::uint8_t*>(content.constData()), static_cast<std::size_t>(content.size())));
    return wav ? *wav : voice::Wav{};
}

std::vector<std::int16_t> takeAll(AudioRing& ring) {
    std::vector<std::int16_t> out(AudioRing::capacity);
    out.resize(ring.read(out));
    return out;
}

}  // namespace

class WavAudioPortTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void speaksTheInputInRealTimeThenSilence() {
        const auto input = path("in.wav");
        const auto samples = ramp(audioSampleRate / 10);
        write(input, voice::encodeWav({audioSampleRate, samples}));
        WavAudioPort port;
        QVERIFY(port.setFiles(input.toStdString(), "").has_value());
        const auto rings = std::make_unique<AudioRings>();
        QElapsedTimer timer;
        timer.start();
        port.start(*rings);
        QTRY_VERIFY(rings->captured.available() >= samples.size() * 2);
        QVERIFY(timer.elapsed() >= 180);  // 200 ms of sound do not come sooner
        port.stop();
        const auto heard = takeAll(rings->captured);
        QVERIFY(std::equal(samples.begin(), samples.end(), heard.begin()));
        QVERIFY(std::all_of(heard.begin() + static_cast<std::ptrdiff_t>(samples.size()), heard.end(),
                            [](std::int16_t sample) { return sample == 0; }));
    }

    void writesWhatIsHeardWithoutHoles() {
        const auto output = path("out.wav");
        WavAudioPort port;
        QVERIFY(port.setFiles("", output.toStdString()).has_value());
        const auto rings = std::make_unique<AudioRings>();
        const auto samples = ramp(audioSampleRate / 2);
        port.start(*rings);
        std::size_t written = 0;
        QElapsedTimer timer;
        for (timer.start(); written < samples.size() && timer.elapsed() < 5000; QTest::qWait(5)) {
            const auto room = std::min<std::size_t>(480 - std::min<std::size_t>(480, rings->playback.available()),
                                                    samples.size() - written);
            written += rings->playback.write(std::span(samples).subspan(written, room));
        }
        QTRY_COMPARE(rings->playback.available(), std::size_t{0});
        port.stop();
        auto wav = read(output);
        QCOMPARE(wav.sampleRate, audioSampleRate);
        // Silence only where the test's own loop was late; what was played stands there in its order.
        std::erase(wav.samples, std::int16_t{0});
        QVERIFY(wav.samples == samples);
    }

    void silenceIsWrittenWhenNothingComes() {
        const auto output = path("silent.wav");
        WavAudioPort port;
        QVERIFY(port.setFiles("", output.toStdString()).has_value());
        const auto rings = std::make_unique<AudioRings>();
        port.start(*rings);
        QTest::qWait(500);
        port.stop();
        const auto wav = read(output);
        const auto ms = wav.samples.size() * 1000 / audioSampleRate;
        QVERIFY2(ms >= 250 && ms <= 800, qPrintable(QString::number(ms)));
    }

    void fasterRecordingsAreBroughtToTheRateOfTheCore() {
        const auto input = path("fast.wav");
        std::vector<std::int16_t> tone(48000);
        for (std::size_t i = 0; i < tone.size(); ++i) {
            tone[i] = static_cast<std::int16_t>(10000 * std::sin(2 * M_PI * 440 * static_cast<double>(i) / 48000));
        }
        write(input, voice::encodeWav({48000, tone}));
        WavAudioPort port;
        QVERIFY(port.setFiles(input.toStdString(), "").has_value());
        const auto rings = std::make_unique<AudioRings>();
        port.start(*rings);
        QTRY_VERIFY(rings->captured.available() >= 4800);
        port.stop();
        const auto heard = takeAll(rings->captured);
        int crossings = 0;
        for (std::size_t i = 1601; i < 4800; ++i) {
            crossings += (heard[i - 1] < 0) != (heard[i] < 0) ? 1 : 0;
        }
        QVERIFY2(std::abs(crossings - 176) <= 2, qPrintable(QString::number(crossings)));  // 440 Hz for 200 ms
    }

    void whatIsWrongWithTheFilesIsToldAtOnce() {
        WavAudioPort port;
        QVERIFY(!port.setFiles(path("missing.wav").toStdString(), "").has_value());
        const auto text = path("text.wav");
        write(text, asBytes("this is no sound"));
        const auto refused = port.setFiles(text.toStdString(), "");
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().find("text.wav") != std::string::npos);
        QVERIFY(!port.setFiles("", path("no/such/folder.wav").toStdString()).has_value());
    }

    void aRunningCallKeepsItsFiles() {
        WavAudioPort port;
        QVERIFY(port.setFiles("", path("one.wav").toStdString()).has_value());
        const auto rings = std::make_unique<AudioRings>();
        port.start(*rings);
        QVERIFY(!port.setFiles("", path("two.wav").toStdString()).has_value());
        port.stop();
        port.stop();  // harmless
        QVERIFY(port.setFiles("", path("two.wav").toStdString()).has_value());
    }

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(WavAudioPortTest)
#include "tst_wavaudioport.moc"
