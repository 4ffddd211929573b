// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "voice/codec.h"

namespace nightjar::voice {

inline constexpr double slowestTempo = 0.5;
inline constexpr double fastestTempo = 2.0;

/// Sound made faster or slower with its pitch kept, as a stream: waveform similarity overlap-add (Verhelst and
/// Roelands, "An overlap-add technique based on waveform similarity (WSOLA)", 1993). At a speed of 1 it changes
/// nothing.
class Tempo {
public:
    /// slowestTempo … fastestTempo; beyond, the nearest of them.
    explicit Tempo(double speed);

    void put(PcmView samples);
    /// Nothing more comes: what is left can be taken.
    void finish();
    [[nodiscard]] std::size_t available() const { return m_out.size(); }
    /// At most so many samples.
    [[nodiscard]] Pcm take(std::size_t samples);

private:
    void work();
    [[nodiscard]] std::size_t bestStart(std::size_t ideal) const;
    void drop();

    double m_speed;
    Pcm m_in;  ///< from sample m_base of the stream on
    std::size_t m_base = 0;
    double m_ideal = 0;         ///< where the next window would begin if waves did not matter
    std::size_t m_follows = 0;  ///< where the last window would go on
    bool m_begun = false;
    Pcm m_out;
};

}  // namespace nightjar::voice
