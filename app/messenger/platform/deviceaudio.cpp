// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "deviceaudio.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QAudioSource>
#include <QIODevice>
#include <array>
#include <memory>

#include "soundchain.h"
#include "soundformat.h"

namespace nightjar {

namespace {

/// What the system holds in front of the ear: less stutters on loaded machines, more is heard as delay.
constexpr int bufferMs = 60;

/// 16 kHz mono where the device can do it by itself, else what it likes best.
QAudioFormat formatFor(const QAudioDevice& device) {
    QAudioFormat format;
    format.setSampleRate(audioSampleRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return device.isFormatSupported(format) ? format : device.preferredFormat();
}

/// What the microphone writes to.
class Capture final : public QIODevice {
public:
    Capture(AudioRing& ring, SoundChain& chain, const QAudioFormat& format)
        : m_ring(ring), m_chain(chain), m_convert(format) {
        open(WriteOnly | Unbuffered);
    }

protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char* data, qint64 size) override {
        const auto samples = m_convert.convert(QByteArrayView(data, size));
        m_ring.write(m_chain.captured(samples));  // what does not fit is old by now
        return size;
    }

private:
    AudioRing& m_ring;
    SoundChain& m_chain;
    FromDevice m_convert;
};

/// What the loudspeaker reads from: always as much as it asks for, silence where there is nothing.
class Playback final : public QIODevice {
public:
    Playback(AudioRing& ring, SoundChain& chain, const QAudioFormat& format)
        : m_ring(ring),
          m_chain(chain),
          m_bytesPerSample(format.bytesPerFrame()),
          m_rate(format.sampleRate()),
          m_convert(format) {
        // A buffer of QIODevice's own would be filled with half a second at once, most of it silence.
        open(ReadOnly | Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return 1 << 16; }

protected:
    qint64 readData(char* data, qint64 most) override {
        while (m_ready.size() < most) {
            const auto frames = (most - m_ready.size()) / m_bytesPerSample + 1;
            const auto wanted = std::min<qint64>(frames * audioSampleRate / m_rate + 1, m_block.size());
            const std::span block(m_block.data(), static_cast<std::size_t>(wanted));
            const auto got = m_ring.read(block);
            std::ranges::fill(block.subspan(got), std::int16_t{0});
            m_chain.played(block);
            m_ready += m_convert.convert(block);
        }
        std::memcpy(data, m_ready.constData(), static_cast<std::size_t>(most));
        m_ready.remove(0, most);
        return most;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    AudioRing& m_ring;
    SoundChain& m_chain;
    qint64 m_bytesPerSample;
    qint64 m_rate;
    ToDevice m_convert;
    QByteArray m_ready;
    std::array<std::int16_t, 2048> m_block{};
};

}  // namespace

/// The open streams. Everything here happens in the audio thread.
class DeviceStreams final : public QObject {
public:
    void start(AudioRings& rings, const QAudioDevice& input, const QAudioDevice& output) {
        stop();
        // What it learned of one room and one pair of devices is wrong in the next.
        m_chain = SoundChain::create();
        if (!input.isNull() && rings.microphone.load(std::memory_order_relaxed)) {
            const auto format = formatFor(input);
            m_capture = std::make_unique<Capture>(rings.captured, *m_chain, format);
            m_source = std::make_unique<QAudioSource>(input, format);
            m_source->setBufferSize(format.bytesForDuration(bufferMs * 1000));
            m_source->start(m_capture.get());
        }
        if (!output.isNull()) {
            const auto format = formatFor(output);
            m_playback = std::make_unique<Playback>(rings.playback, *m_chain, format);
            m_sink = std::make_unique<QAudioSink>(output, format);
            m_sink->setBufferSize(format.bytesForDuration(bufferMs * 1000));
            m_sink->start(m_playback.get());
        }
    }
    void stop() {
        m_source.reset();
        m_capture.reset();
        m_sink.reset();
        m_playback.reset();
    }

private:
    std::unique_ptr<SoundChain> m_chain;
    std::unique_ptr<Capture> m_capture;
    std::unique_ptr<QAudioSource> m_source;
    std::unique_ptr<Playback> m_playback;
    std::unique_ptr<QAudioSink> m_sink;
};

DeviceAudio::DeviceAudio(QObject* parent) : CallAudio(parent), m_streams(new DeviceStreams) {
    m_thread.setObjectName(QStringLiteral("nightjar-audio"));
    m_streams->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_streams, &QObject::deleteLater);
    connect(&m_devices, &QMediaDevices::audioInputsChanged, this, &DeviceAudio::followDevices);
    connect(&m_devices, &QMediaDevices::audioOutputsChanged, this, &DeviceAudio::followDevices);
    m_thread.start(QThread::TimeCriticalPriority);
}

DeviceAudio::~DeviceAudio() {
    stop();
    m_thread.quit();
    m_thread.wait();
}

void DeviceAudio::start(AudioRings& rings) {
    m_rings = &rings;
    open();
}

void DeviceAudio::open() {
    m_openInput = wanted(Kind::Microphone);
    m_openOutput = wanted(Kind::Loudspeaker);
    QMetaObject::invokeMethod(m_streams, [streams = m_streams, rings = m_rings, input = m_openInput,
                                          output = m_openOutput] { streams->start(*rings, input, output); });
}

void DeviceAudio::stop() {
    if (m_rings) {
        m_rings = nullptr;
        QMetaObject::invokeMethod(
            m_streams, [streams = m_streams] { streams->stop(); }, Qt::BlockingQueuedConnection);
    }
}

QList<SoundDevice> DeviceAudio::list(Kind kind) const {
    QList<SoundDevice> out;
    const auto all = kind == Kind::Microphone ? QMediaDevices::audioInputs() : QMediaDevices::audioOutputs();
    for (const auto& device : all) {
        out.append({QString::fromUtf8(device.id()), device.description()});
    }
    return out;
}

void DeviceAudio::choose(Kind kind, const QString& id) {
    auto& kept = kind == Kind::Microphone ? m_microphone : m_loudspeaker;
    if (kept != id) {
        kept = id;
        followDevices();
    }
}

QString DeviceAudio::chosen(Kind kind) const {
    return kind == Kind::Microphone ? m_microphone : m_loudspeaker;
}

QAudioDevice DeviceAudio::wanted(Kind kind) const {
    return soundDevice(kind, chosen(kind));
}

QAudioDevice soundDevice(SoundDevices::Kind kind, const QString& id) {
    const bool input = kind == SoundDevices::Kind::Microphone;
    for (const auto& device : input ? QMediaDevices::audioInputs() : QMediaDevices::audioOutputs()) {
        if (!id.isEmpty() && device.id() == id.toUtf8()) {
            return device;
        }
    }
    return input ? QMediaDevices::defaultAudioInput() : QMediaDevices::defaultAudioOutput();
}

bool DeviceAudio::hasMicrophone() const {
    return !QMediaDevices::defaultAudioInput().isNull();
}

bool DeviceAudio::hasLoudspeaker() const {
    return !QMediaDevices::defaultAudioOutput().isNull();
}

void DeviceAudio::followDevices() {
    // A device that is not in use may come and go without a gap in what is said.
    if (m_rings && (wanted(Kind::Microphone) != m_openInput || wanted(Kind::Loudspeaker) != m_openOutput)) {
        open();
    }
    Q_EMIT devicesChanged();
}

}  // namespace nightjar
