// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/comfortnoise.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace nightjar::voice {
namespace {

constexpr double fullScale = 32768;
constexpr std::size_t tailFrames = 10;  // the hang-over of SilenceGate
constexpr std::size_t leastFrames = 4;
// Mean squares relative to full scale.
constexpr double leastPower = 3e-8;    // -75 dBFS: nobody hears what is below
constexpr double mostQuiet = 2.5e-4;   // -36 dBFS: what the gate takes for talk in any noise
constexpr double likeTheQuietest = 4;  // 6 dB: noise wobbles, the end of a word falls
constexpr double mostRise = 4;         // 6 dB a pause
constexpr double spectrumKept = 0.5;   // of that of the pauses before
constexpr double whiteShare = 0.01;    // no resonance of more than 20 dB: a hum stays a hint
constexpr double fadeSamples = 640;    // from nothing to the loudest, and back: 40 ms
constexpr double step = ComfortNoise::loudest / fadeSamples;

}  // namespace

void ComfortNoise::heard(PcmView pcm) {
    m_tail.insert(m_tail.end(), pcm.begin(), pcm.end());
    if (constexpr auto most = tailFrames * frameSamples; m_tail.size() > most) {
        m_tail.erase(m_tail.begin(), m_tail.end() - static_cast<std::ptrdiff_t>(most));
    }
}

void ComfortNoise::learn() {
    std::vector<Correlation> quiet;
    for (PcmView rest(m_tail); rest.size() >= frameSamples; rest = rest.first(rest.size() - frameSamples)) {
        if (const auto frame = correlate(rest.last(frameSamples)); frame[0] <= mostQuiet) {
            quiet.push_back(frame);
        }
    }
    m_tail.clear();
    if (quiet.size() < leastFrames) {
        return;
    }
    const auto byPower = [](const Correlation& a, const Correlation& b) { return a[0] < b[0]; };
    const double bound = std::min_element(quiet.begin(), quiet.end(), byPower)->front() * likeTheQuietest;
    std::erase_if(quiet, [bound](const Correlation& frame) { return frame[0] > bound; });
    Correlation mean{};
    for (const auto& frame : quiet) {
        for (std::size_t i = 0; i <= order; ++i) {
            mean[i] += frame[i] / static_cast<double>(quiet.size());
        }
    }
    auto power = std::min(mean[0], loudest * loudest);
    if (m_learned) {
        power = std::min(power, std::max(m_level * m_level, leastPower) * mostRise);
    }
    m_learned = true;
    m_level = power < leastPower ? 0 : std::sqrt(power);
    if (m_level > 0) {
        shape(mean);
    }
}

void ComfortNoise::mix(std::span<std::int16_t> pcm, bool pause) {
    const double goal = pause ? m_level : 0;
    for (auto& sample : pcm) {
        m_amplitude += std::clamp(goal - m_amplitude, -step, step);
        if (m_amplitude <= 0) {
            if (goal <= 0) {
                return;
            }
            continue;
        }
        const double sum = sample + std::round(m_amplitude * next() * fullScale);
        sample = static_cast<std::int16_t>(std::clamp(sum, -fullScale, fullScale - 1));
    }
}

ComfortNoise::Correlation ComfortNoise::correlate(PcmView frame) {
    Correlation out{};
    for (std::size_t lag = 0; lag <= order; ++lag) {
        for (std::size_t i = lag; i < frame.size(); ++i) {
            out[lag] += static_cast<double>(frame[i]) * frame[i - lag];
        }
        out[lag] /= fullScale * fullScale * static_cast<double>(frame.size());
    }
    return out;
}

/// The all-pole filter of this spectrum, by the recursion of Levinson and Durbin. It is stable whatever was heard.
void ComfortNoise::shape(const Correlation& correlation) {
    const bool first = m_correlation[0] <= 0;
    for (std::size_t i = 0; i <= order; ++i) {
        const double fresh = correlation[i] / correlation[0];
        m_correlation[i] = first ? fresh : spectrumKept * m_correlation[i] + (1 - spectrumKept) * fresh;
    }
    double error = m_correlation[0] + whiteShare;
    m_filter = {};
    for (std::size_t i = 0; i < order; ++i) {
        double sum = m_correlation[i + 1];
        for (std::size_t j = 0; j < i; ++j) {
            sum -= m_filter[j] * m_correlation[i - j];
        }
        const double reflection = sum / error;
        const auto before = m_filter;
        for (std::size_t j = 0; j < i; ++j) {
            m_filter[j] = before[j] - reflection * before[i - 1 - j];
        }
        m_filter[i] = reflection;
        error *= 1 - reflection * reflection;
    }
    m_drive = std::sqrt(error / (1 + whiteShare));
}

/// A sample of mean square 1.
double ComfortNoise::next() {
    constexpr auto span = static_cast<double>(std::minstd_rand::max() - std::minstd_rand::min());
    const double unit = static_cast<double>(m_random() - std::minstd_rand::min()) / span;
    double sample = m_drive * std::numbers::sqrt3 * (2 * unit - 1);
    for (std::size_t i = 0; i < order; ++i) {
        sample += m_filter[i] * m_past[i];
    }
    std::rotate(m_past.begin(), m_past.end() - 1, m_past.end());
    m_past[0] = sample;
    return sample;
}

}  // namespace nightjar::voice
