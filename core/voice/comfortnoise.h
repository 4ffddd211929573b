// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <random>
#include <span>

#include "voice/codec.h"

namespace nightjar::voice {

/// What is heard in an announced silence: noise as loud and about as dark as the other side's background, so that the
/// line does not seem dead. It is learned from the hang-over after the last word and costs no byte.
class ComfortNoise {
public:
    /// Root mean square in parts of full scale that it never exceeds: -50 dBFS.
    static constexpr double loudest = 0.00316;

    /// The same seed gives the same noise.
    explicit ComfortNoise(std::uint32_t seed) : m_random(seed) {}

    /// What was decoded and is played next, whole.
    void heard(PcmView pcm);
    /// Made-up sound follows: what was heard before it does not border on the pause.
    void interrupted() { m_tail.clear(); }
    /// The other side has announced silence: the last that was heard is its background.
    void learn();
    /// Adds noise to what is played: fading in or steady in a pause, else fading out.
    void mix(std::span<std::int16_t> pcm, bool pause);
    /// Root mean square in parts of full scale; 0: nothing was learned, or there is nothing to be heard.
    [[nodiscard]] double level() const { return m_level; }

private:
    static constexpr std::size_t order = 8;
    using Correlation = std::array<double, order + 1>;

    [[nodiscard]] static Correlation correlate(PcmView frame);
    void shape(const Correlation& correlation);
    [[nodiscard]] double next();

    std::minstd_rand m_random;
    Pcm m_tail;
    bool m_learned = false;
    double m_level = 0;
    double m_amplitude = 0;  // on its way to the level or to nothing, of full scale
    Correlation m_correlation{};
    std::array<double, order> m_filter{};  // white noise to noise of this spectrum
    double m_drive = 1;
    std::array<double, order> m_past{};
};

}  // namespace nightjar::voice
