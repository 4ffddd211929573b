// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/rung.h"

namespace nightjar::voice {
namespace {

// frames, Opus frames, Opus bit/s, q0, plain chunks, plain size, history size, history every, full size, wire kbit/s
constexpr std::array<RungPlan, rungCount> plans{{
    {48, 0, 0, 6, 24, 88, 0, 0, 0, 1.05},
    {24, 0, 0, 3, 12, 88, 0, 0, 0, 2.1},
    {12, 0, 0, 4, 6, 0, 72, 1, 100, 3.67},
    {6, 0, 0, 3, 3, 32, 64, 4, 104, 4.67},
    {6, 2, 8000, 6, 0, 0, 184, 1, 184, 14.8},
    {3, 1, 16000, 6, 0, 0, 160, 1, 160, 26.4},
    {2, 1, 28000, 6, 0, 0, 176, 1, 176, 42.8},
}};

// The sizes of the plan, and larger ones for what does not fit: Opus has no upper bound of its own.
constexpr std::array<std::uint16_t, 3> sizesL0{88, 128, 512};
constexpr std::array<std::uint16_t, 3> sizesL1{88, 128, 512};
constexpr std::array<std::uint16_t, 4> sizesL2{72, 100, 128, 512};
constexpr std::array<std::uint16_t, 5> sizesL3{32, 64, 104, 128, 512};
constexpr std::array<std::uint16_t, 3> sizesL4{184, 248, 512};
constexpr std::array<std::uint16_t, 3> sizesL5{160, 224, 512};
constexpr std::array<std::uint16_t, 3> sizesL6{176, 240, 512};

}  // namespace

const RungPlan& planOf(Rung rung) {
    return plans[static_cast<std::size_t>(rung)];
}

std::span<const std::uint16_t> sizeBuckets(Rung rung) {
    switch (rung) {
        case Rung::L0:
            return sizesL0;
        case Rung::L1:
            return sizesL1;
        case Rung::L2:
            return sizesL2;
        case Rung::L3:
            return sizesL3;
        case Rung::L4:
            return sizesL4;
        case Rung::L5:
            return sizesL5;
        case Rung::L6:
            break;
    }
    return sizesL6;
}

}  // namespace nightjar::voice
