// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "videosound.h"

#include <QAudioFormat>

namespace nightjar {

namespace {

/// A film that starts a moment later is not noticed; one that stutters is.
constexpr int bufferMs = 200;
constexpr int feedMs = 20;

QAudioFormat videoFormat() {
    QAudioFormat format;
    format.setSampleRate(videoSoundRate);
    format.setChannelCount(2);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

qint64 msOf(qsizetype bytes) {
    return bytes / videoSoundFrame * 1000 / videoSoundRate;
}

}  // namespace

DeviceVideoSound::DeviceVideoSound(const QAudioDevice& device) : m_sink(device, videoFormat()) {
    m_sink.setBufferSize(videoFormat().bytesForDuration(bufferMs * 1000));
    m_feeding.setInterval(feedMs);
    connect(&m_feeding, &QTimer::timeout, this, &DeviceVideoSound::feed);
}

DeviceVideoSound::~DeviceVideoSound() = default;

void DeviceVideoSound::add(qint64 at, const QByteArray& samples) {
    m_waiting.push_back({at, samples});
}

void DeviceVideoSound::play() {
    if (!m_device) {
        m_device = m_sink.start();
    } else {
        m_sink.resume();
    }
    m_feeding.start();
    feed();
}

void DeviceVideoSound::pause() {
    m_feeding.stop();
    if (m_device) {
        m_sink.suspend();
    }
}

void DeviceVideoSound::clear() {
    m_waiting.clear();
    m_fed = -1;
    if (m_device) {
        m_device = nullptr;
        m_sink.reset();
        if (m_feeding.isActive()) {
            m_device = m_sink.start();
        }
    }
}

void DeviceVideoSound::setMuted(bool muted) {
    m_sink.setVolume(muted ? 0 : 1);
}

qint64 DeviceVideoSound::position() const {
    const auto held = m_device ? m_sink.bufferSize() - m_sink.bytesFree() : 0;
    if (m_fed < 0 || (held <= 0 && m_waiting.empty())) {
        return -1;
    }
    return std::max<qint64>(m_fed - msOf(held), 0);
}

void DeviceVideoSound::feed() {
    while (m_device && !m_waiting.empty()) {
        auto& piece = m_waiting.front();
        const auto room = m_sink.bytesFree() / videoSoundFrame * videoSoundFrame;
        const auto written =
            room > 0 ? m_device->write(piece.samples.constData(), std::min(room, piece.samples.size())) : 0;
        if (written <= 0) {
            return;
        }
        piece.at += msOf(written);
        m_fed = piece.at;
        piece.samples.remove(0, written);
        if (piece.samples.isEmpty()) {
            m_waiting.pop_front();
        }
    }
}

}  // namespace nightjar
