// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/silencegate.h"

#include <algorithm>

namespace nightjar::voice {
namespace {

// Mean squares relative to full scale.
constexpr double leastTalk = 1e-6;     // -60 dBFS: nothing below is worth a packet
constexpr double leastFloor = 1e-8;    // -80 dBFS
constexpr double mostFloor = 3e-5;     // -45 dBFS: louder noise is sent rather than risk a voice
constexpr double floorGrowth = 1.002;  // 0.4 dB a second
constexpr double aboveFloor = 8;       // 9 dB
constexpr int hangoverFrames = 10;     // 200 ms: pauses between words stay open

}  // namespace

bool SilenceGate::talk(PcmView frame) {
    double energy = 0;
    for (const auto sample : frame) {
        energy += static_cast<double>(sample) * sample;
    }
    energy /= 32768.0 * 32768.0 * static_cast<double>(std::max<std::size_t>(1, frame.size()));
    m_floor = std::clamp(std::min(energy, m_floor * floorGrowth), leastFloor, mostFloor);
    if (energy > std::max(leastTalk, m_floor * aboveFloor)) {
        m_hangover = hangoverFrames;
        return true;
    }
    if (m_hangover > 0) {
        --m_hangover;
        return true;
    }
    return false;
}

}  // namespace nightjar::voice
