// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace nightjar::sim {

/// Something like speech: syllables of a buzzing voice, four a second, with pauses between the words.
inline std::int16_t speech(std::uint64_t n) {
    const double t = static_cast<double>(n) / 16000.0;
    const double word = std::fmod(t, 2.0) < 1.4 ? 1.0 : 0.0;
    const double syllable = std::pow(std::sin(M_PI * 4 * t), 2);
    double voice = 0;
    for (int harmonic = 1; harmonic <= 12; ++harmonic) {
        voice += std::sin(2 * M_PI * 130 * harmonic * t) / harmonic;
    }
    return static_cast<std::int16_t>(6000 * word * syllable * voice);
}

/// Loudness in steps of 20 ms.
inline std::vector<double> loudness(const std::vector<std::int16_t>& samples) {
    std::vector<double> out;
    for (std::size_t i = 0; i + 320 <= samples.size(); i += 320) {
        double sum = 0;
        for (std::size_t k = 0; k < 320; ++k) {
            sum += std::abs(static_cast<double>(samples[i + k]));
        }
        out.push_back(std::sqrt(sum));
    }
    return out;
}

inline double correlation(const std::vector<double>& a, const std::vector<double>& b, std::size_t lag) {
    const auto n = std::min(a.size(), b.size() - lag);
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double x = a[i];
        const double y = b[i + lag];
        sa += x, sb += y, saa += x * x, sbb += y * y, sab += x * y;
    }
    const double count = static_cast<double>(n);
    const double variance = (saa - sa * sa / count) * (sbb - sb * sb / count);
    return variance <= 0 ? 0 : (sab - sa * sb / count) / std::sqrt(variance);
}

/// How well what was played follows speech(), at the best lag up to 4 s.
inline double heardSpeech(const std::vector<std::int16_t>& played) {
    std::vector<std::int16_t> spoken(played.size());
    for (std::size_t i = 0; i < spoken.size(); ++i) {
        spoken[i] = speech(i);
    }
    const auto a = loudness(spoken);
    const auto b = loudness(played);
    double best = 0;
    for (std::size_t lag = 0; lag < 200 && lag + 100 < b.size(); ++lag) {
        best = std::max(best, correlation(a, b, lag));
    }
    return best;
}

}  // namespace nightjar::sim
