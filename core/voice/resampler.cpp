// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/resampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace nightjar::voice {
namespace {

// At the 48 hz side: 241 taps, 2.5 ms delay, pass band to 7.2 hz, 80 dB at 8.8 hz (Kaiser window).
constexpr int halfLength = 120;
constexpr int tapCount = 2 * halfLength + 1;
constexpr double edgeHz = 7800;
constexpr double windowShape = 7.9;
constexpr int rateFactor = 3;

double besselI0(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 40; ++k) {
        term *= (x / 2 / k) * (x / 2 / k);
        sum += term;
    }
    return sum;
}

const std::array<float, tapCount>& filter() {
    static const auto taps = [] {
        std::array<float, tapCount> out{};
        for (int i = 0; i < tapCount; ++i) {
            const double t = i - halfLength;
            const double edge = 2 * edgeHz / 48000;
            const double sinc = t == 0 ? edge : std::sin(std::numbers::pi * edge * t) / (std::numbers::pi * t);
            const double r = t / (halfLength + 1);
            out[static_cast<std::size_t>(i)] =
                static_cast<float>(sinc * besselI0(windowShape * std::sqrt(1 - r * r)) / besselI0(windowShape));
        }
        return out;
    }();
    return taps;
}

std::int16_t toSample(float value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0f, 32767.0f)));
}

}  // namespace

Resampler::Resampler(int from, int to) : m_up(to > from ? rateFactor : 1), m_down(from > to ? rateFactor : 1) {
    // Inputs that one output looks back on.
    m_history.assign(static_cast<std::size_t>((tapCount + m_up - 1) / m_up) - 1, 0.0f);
}

std::vector<std::int16_t> Resampler::process(std::span<const std::int16_t> in) {
    if (m_up == m_down) {
        return {in.begin(), in.end()};
    }
    const auto& taps = filter();
    const auto past = m_history.size();
    m_history.insert(m_history.end(), in.begin(), in.end());
    std::vector<std::int16_t> out;
    out.reserve(in.size() * static_cast<std::size_t>(m_up) / static_cast<std::size_t>(m_down) + 1);
    for (std::size_t i = past; i < m_history.size(); ++i) {
        if (m_down > 1 && m_phase++ % m_down != 0) {
            continue;
        }
        for (int phase = 0; phase < m_up; ++phase) {
            float sum = 0;
            auto newest = i;
            for (int tap = phase; tap < tapCount; tap += m_up) {
                sum += taps[static_cast<std::size_t>(tap)] * m_history[newest--];
            }
            out.push_back(toSample(sum * static_cast<float>(m_up)));
        }
    }
    m_phase %= m_down;
    m_history.erase(m_history.begin(), m_history.end() - static_cast<std::ptrdiff_t>(past));
    return out;
}

std::vector<std::int16_t> resample(std::span<const std::int16_t> in, int from, int to) {
    if (from == to) {
        return {in.begin(), in.end()};
    }
    Resampler resampler(from, to);
    std::vector<std::int16_t> padded(in.begin(), in.end());
    const int delay = from > to ? halfLength : halfLength / rateFactor;
    padded.insert(padded.end(), static_cast<std::size_t>(delay), std::int16_t{0});
    auto out = resampler.process(padded);
    const auto skip = static_cast<std::size_t>(from > to ? halfLength / rateFactor : halfLength);
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min(skip, out.size())));
    return out;
}

}  // namespace nightjar::voice
