// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "soundformat.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "runtime/ports/audioring.h"

namespace nightjar {

namespace {

/// Zero crossings of the sinc on each side: 60 dB of what would fold back, for voice more than enough.
constexpr int zeroCrossings = 12;
/// The filter's edge below half of the lower rate, so that its slope ends there.
constexpr double edge = 0.92;

float toFloat(std::int16_t sample) {
    return static_cast<float>(sample) / 32768.0F;
}

std::int16_t toInt16(float sample) {
    return static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F));
}

}  // namespace

RateChanger::RateChanger(int from, int to)
    : m_step(static_cast<double>(from) / to),
      m_cutoff(from == to ? 1 : edge * std::min(1.0, static_cast<double>(to) / from)),
      m_reach(from == to ? 0 : static_cast<int>(std::ceil(zeroCrossings / m_cutoff))),
      m_held(static_cast<std::size_t>(m_reach), 0.0F) {
    m_position = m_reach;
}

std::vector<float> RateChanger::process(std::span<const float> in) {
    if (m_reach == 0) {
        return {in.begin(), in.end()};
    }
    m_held.insert(m_held.end(), in.begin(), in.end());
    std::vector<float> out;
    while (m_position + m_reach + 1 < static_cast<double>(m_held.size())) {
        out.push_back(at(m_position));
        m_position += m_step;
    }
    const auto done = static_cast<std::ptrdiff_t>(std::max(0.0, std::floor(m_position) - m_reach));
    m_held.erase(m_held.begin(), m_held.begin() + done);
    m_position -= static_cast<double>(done);
    return out;
}

float RateChanger::at(double position) const {
    const auto first = static_cast<int>(std::floor(position)) - m_reach + 1;
    const auto last = static_cast<int>(std::floor(position)) + m_reach;
    double sum = 0;
    for (int i = std::max(first, 0); i <= last; ++i) {
        const double x = i - position;
        const double scaled = x * m_cutoff * std::numbers::pi;
        const double sinc = std::abs(scaled) < 1e-9 ? 1 : std::sin(scaled) / scaled;
        const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * x / m_reach);
        sum += m_held[static_cast<std::size_t>(i)] * sinc * window * m_cutoff;
    }
    return static_cast<float>(sum);
}

FromDevice::FromDevice(const QAudioFormat& format) : m_format(format), m_rate(format.sampleRate(), audioSampleRate) {
}

std::vector<std::int16_t> FromDevice::convert(QByteArrayView bytes) {
    const auto frames = m_format.bytesPerFrame() > 0 ? bytes.size() / m_format.bytesPerFrame() : 0;
    std::vector<float> mono;
    mono.reserve(static_cast<std::size_t>(frames));
    const auto* at = bytes.data();
    for (qsizetype frame = 0; frame < frames; ++frame) {
        float sum = 0;
        for (int channel = 0; channel < m_format.channelCount(); ++channel) {
            sum += m_format.normalizedSampleValue(at);
            at += m_format.bytesPerSample();
        }
        mono.push_back(sum / static_cast<float>(m_format.channelCount()));
    }
    const auto changed = m_rate.process(mono);
    std::vector<std::int16_t> out(changed.size());
    std::ranges::transform(changed, out.begin(), toInt16);
    return out;
}

ToDevice::ToDevice(const QAudioFormat& format) : m_format(format), m_rate(audioSampleRate, format.sampleRate()) {
}

QByteArray ToDevice::convert(std::span<const std::int16_t> samples) {
    std::vector<float> mono(samples.size());
    std::ranges::transform(samples, mono.begin(), toFloat);
    const auto changed = m_rate.process(mono);
    QByteArray out;
    out.reserve(static_cast<qsizetype>(changed.size()) * m_format.bytesPerFrame());
    const auto put = [&out](const auto& value) { out.append(reinterpret_cast<const char*>(&value), sizeof(value)); };
    for (const auto sample : changed) {
        for (int channel = 0; channel < m_format.channelCount(); ++channel) {
            switch (m_format.sampleFormat()) {
                case QAudioFormat::UInt8:
                    put(static_cast<std::uint8_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 127.0F) + 128));
                    break;
                case QAudioFormat::Int16:
                    put(toInt16(sample));
                    break;
                case QAudioFormat::Int32:
                    put(static_cast<std::int32_t>(toInt16(sample)) * 65536);
                    break;
                default:
                    put(sample);
            }
        }
    }
    return out;
}

}  // namespace nightjar
