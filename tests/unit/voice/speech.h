// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "voice/rung.h"

namespace nightjar::voice::test {

/// Something like speech: pulses of a gliding pitch through three formants, in syllables with pauses, always the same.
inline std::vector<std::int16_t> speech(double seconds, unsigned seed = 1) {
    struct Resonator {
        double a = 0, b = 0, gain = 0, y1 = 0, y2 = 0;
        void tune(double hz, double width) {
            const double r = std::exp(-std::numbers::pi * width / voiceSampleRate);
            a = 2 * r * std::cos(2 * std::numbers::pi * hz / voiceSampleRate);
            b = -r * r;
            gain = 1 - a - b;
        }
        double operator()(double x) {
            const double y = gain * x + a * y1 + b * y2;
            y2 = y1;
            y1 = y;
            return y;
        }
    };
    constexpr double vowels[5][3] = {
        {730, 1090, 2440}, {530, 1840, 2480}, {270, 2290, 3010}, {570, 840, 2410}, {300, 870, 2240}};
    unsigned state = seed * 2654435761u + 12345;
    const auto draw = [&state](double from, double to) {
        state = state * 1664525u + 1013904223u;
        return from + (to - from) * (state >> 8) / 16777216.0;
    };
    const auto total = static_cast<std::size_t>(seconds * voiceSampleRate);
    std::vector<std::int16_t> out;
    out.reserve(total);
    std::array<Resonator, 3> formants;
    double phase = 0;
    while (out.size() < total) {
        const auto length = static_cast<std::size_t>(draw(0.12, 0.32) * voiceSampleRate);
        const auto pause = static_cast<std::size_t>(draw(0.02, 0.25) * voiceSampleRate);
        const double pitch = draw(95, 160);
        const double glide = draw(-0.25, 0.25);
        const double loudness = draw(0.3, 1.0);
        const auto& vowel = vowels[static_cast<std::size_t>(draw(0, 4.99))];
        for (std::size_t f = 0; f < 3; ++f) {
            formants[f].tune(vowel[f], 60 + 40.0 * static_cast<double>(f));
        }
        for (std::size_t i = 0; i < length + pause && out.size() < total; ++i) {
            const double t = static_cast<double>(i) / static_cast<double>(length);
            const double envelope = t < 1 ? std::pow(std::sin(std::numbers::pi * t), 0.6) * loudness : 0;
            phase += pitch * (1 + glide * std::min(t, 1.0)) / voiceSampleRate;
            double source = draw(-0.02, 0.02);
            if (phase >= 1) {
                phase -= 1;
                source += 4;
            }
            double y = 0;
            for (std::size_t f = 0; f < 3; ++f) {
                y += formants[f](source * envelope) / static_cast<double>(f + 1);
            }
            out.push_back(static_cast<std::int16_t>(std::clamp(y * 12000, -32000.0, 32000.0)));
        }
    }
    return out;
}

/// Root mean square of each 20 ms.
inline std::vector<double> envelope(std::span<const std::int16_t> pcm) {
    std::vector<double> out;
    for (std::size_t i = 0; i + frameSamples <= pcm.size(); i += frameSamples) {
        double energy = 0;
        for (const auto x : pcm.subspan(i, frameSamples)) {
            energy += static_cast<double>(x) * x;
        }
        out.push_back(std::sqrt(energy / frameSamples));
    }
    return out;
}

struct Likeness {
    double correlation = -1;
    int lagFrames = 0;
};

/// The best correlation of two envelopes when the second is up to `mostLag` frames later.
inline Likeness likeness(std::span<const double> a, std::span<const double> b, int mostLag) {
    Likeness best;
    for (int lag = 0; lag <= mostLag; ++lag) {
        const auto from = static_cast<std::size_t>(lag);
        if (from >= b.size()) {
            break;
        }
        const auto n = std::min(a.size(), b.size() - from);
        double ma = 0, mb = 0, aa = 1e-9, bb = 1e-9, ab = 0;
        for (std::size_t i = 0; i < n; ++i) {
            ma += a[i] / static_cast<double>(n);
            mb += b[i + from] / static_cast<double>(n);
        }
        for (std::size_t i = 0; i < n; ++i) {
            const double x = a[i] - ma;
            const double y = b[i + from] - mb;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }
        if (const double c = ab / std::sqrt(aa * bb); c > best.correlation) {
            best = {c, lag};
        }
    }
    return best;
}

}  // namespace nightjar::voice::test
