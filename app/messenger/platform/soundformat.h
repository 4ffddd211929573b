// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QAudioFormat>
#include <QByteArray>
#include <cstdint>
#include <span>
#include <vector>

namespace nightjar {

/// Changes the sample rate of a stream by any ratio: windowed sinc, its edge below half of the lower rate. Keeps what
/// it needs between blocks, so the stream has no seams.
class RateChanger {
public:
    RateChanger(int from, int to);
    [[nodiscard]] std::vector<float> process(std::span<const float> in);

private:
    [[nodiscard]] float at(double position) const;

    double m_step;    ///< input samples per output sample
    double m_cutoff;  ///< of the filter, in parts of the input rate's half
    int m_reach;      ///< input samples on each side that one output sample is made of
    double m_position = 0;
    std::vector<float> m_held;
};

/// Between what a device speaks (any rate, any channels, integers or floats) and the core's 16 kHz mono.
class FromDevice {
public:
    explicit FromDevice(const QAudioFormat& format);
    /// Whole frames; the channels are averaged.
    [[nodiscard]] std::vector<std::int16_t> convert(QByteArrayView bytes);

private:
    QAudioFormat m_format;
    RateChanger m_rate;
};

class ToDevice {
public:
    explicit ToDevice(const QAudioFormat& format);
    /// Every channel gets the same.
    [[nodiscard]] QByteArray convert(std::span<const std::int16_t> samples);

private:
    QAudioFormat m_format;
    RateChanger m_rate;
};

}  // namespace nightjar
