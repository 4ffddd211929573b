// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/ports/wavaudioport.h"

#include <QFile>
#include <algorithm>
#include <chrono>

#include "voice/resampler.h"
#include "voice/wav.h"

namespace nightjar {

namespace {

using Steady = std::chrono::steady_clock;

constexpr auto step = std::chrono::milliseconds(10);
constexpr std::size_t stepSamples = audioSampleRate / 100;
// A sound card would have played silence by then. Until then the loudspeaker waits, so that a busy machine does not
// punch holes into the recording that no network made.
constexpr std::size_t longestWait = audioSampleRate / 10;
// The header is brought up to date this often: a killed process leaves a readable file.
constexpr std::size_t headerEvery = audioSampleRate;

}  // namespace

/// A WAV file that grows.
class WavAudioPort::Recording {
public:
    explicit Recording(const std::string& name) : m_file(QString::fromStdString(name)) {}
    ~Recording() { writeHeader(); }

    [[nodiscard]] bool begin() {
        return m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered) && writeHeader();
    }
    [[nodiscard]] std::string problem() const { return m_file.errorString().toStdString(); }

    void append(std::span<const std::int16_t> samples) {
        Bytes bytes;
        bytes.reserve(samples.size() * 2);
        for (const auto sample : samples) {
            const auto bits = static_cast<std::uint16_t>(sample);
            bytes.push_back(static_cast<std::uint8_t>(bits & 0xff));
            bytes.push_back(static_cast<std::uint8_t>(bits >> 8));
        }
        m_file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
        m_samples += samples.size();
        if (m_samples - m_samplesInHeader >= headerEvery) {
            writeHeader();
        }
    }

private:
    bool writeHeader() {
        if (!m_file.isOpen()) {
            return false;
        }
        const auto header = voice::wavHeader(audioSampleRate, static_cast<std::uint32_t>(m_samples));
        m_file.seek(0);
        const bool done = m_file.write(reinterpret_cast<const char*>(header.data()), header.size()) ==
                          static_cast<qint64>(header.size());
        m_file.seek(m_file.size());
        m_samplesInHeader = m_samples;
        return done;
    }

    QFile m_file;
    std::size_t m_samples = 0;
    std::size_t m_samplesInHeader = 0;
};

WavAudioPort::WavAudioPort() = default;

WavAudioPort::~WavAudioPort() {
    stop();
}

Result<void, std::string> WavAudioPort::setFiles(const std::string& input, const std::string& output) {
    if (m_thread.joinable()) {
        return Unexpected{std::string("A call is using the sound files.")};
    }
    m_input.clear();
    m_output.reset();
    if (!input.empty()) {
        QFile file(QString::fromStdString(input));
        if (!file.open(QIODevice::ReadOnly)) {
            return Unexpected{input + " cannot be read: " + file.errorString().toStdString() + "."};
        }
        // Two bytes a sample and room for the chunks before them.
        const auto content = file.read(static_cast<qint64>(voice::maxWavSamples) * 2 + 65536);
        auto wav = voice::decodeWav(ByteView(reinterpret_cast<const std::uint8_t*>(content.constData()),
                                             static_cast<std::size_t>(content.size())));
        if (!wav) {
            return Unexpected{input + " is not a WAV file of 16 bit, mono, 16 or 48 kHz."};
        }
        m_input = voice::resample(wav->samples, wav->sampleRate, audioSampleRate);
    }
    if (!output.empty()) {
        auto recording = std::make_unique<Recording>(output);
        if (!recording->begin()) {
            return Unexpected{output + " cannot be written: " + recording->problem() + "."};
        }
        m_output = std::move(recording);
    }
    return {};
}

void WavAudioPort::start(AudioRings& rings) {
    stop();
    m_stop = false;
    m_thread = std::thread([this, &rings] { run(rings); });
}

void WavAudioPort::stop() {
    if (!m_thread.joinable()) {
        return;
    }
    m_stop = true;
    m_thread.join();
    m_output.reset();
    m_input.clear();
}

void WavAudioPort::run(AudioRings& rings) {
    const std::vector<std::int16_t> silence(stepSamples);
    std::vector<std::int16_t> heard(longestWait);
    std::size_t spoken = 0;
    std::size_t owed = 0;  // samples the loudspeaker would have played by now
    auto next = Steady::now();
    while (!m_stop) {
        const auto left = m_input.size() - spoken;
        const auto now = std::min(left, stepSamples);
        if (rings.microphone.load(std::memory_order_relaxed)) {
            rings.captured.write(std::span(m_input).subspan(spoken, now));
            rings.captured.write(std::span(silence).first(stepSamples - now));
            spoken += now;
        }

        owed += stepSamples;
        const auto got = rings.playback.read(std::span(heard).first(std::min(owed, heard.size())));
        owed -= got;
        if (m_output) {
            m_output->append(std::span<const std::int16_t>(heard).first(got));
        }
        while (owed >= longestWait) {
            if (m_output) {
                m_output->append(silence);
            }
            owed -= stepSamples;
        }
        next += step;
        std::this_thread::sleep_until(next);
    }
}

}  // namespace nightjar
