// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/rung.h"

namespace nightjar::voice {
namespace {

// frames, Opus frames, Opus bit/s, q0, dQ, qMax, plain chunks, history chunks, history every, wire kbit/s
constexpr std::array<RungPlan, rungCount> plans{{
    {48, 0, 0, 8, 0, 15, 24, 24, 0, 1.1},
    {24, 0, 0, 4, 0, 15, 12, 12, 0, 2.2},
    {12, 0, 0, 4, 7, 10, 6, 18, 1, 3.8},
    {6, 0, 0, 4, 7, 10, 3, 9, 4, 5.4},
    {6, 2, 8000, 6, 3, 10, 0, 25, 1, 15.5},
    {3, 1, 16000, 6, 3, 10, 0, 13, 1, 30},
    {2, 1, 28000, 6, 3, 10, 0, 8, 2, 46},
}};

constexpr std::array<std::uint16_t, 6> sizesL0{80, 96, 112, 128, 144, 512};
constexpr std::array<std::uint16_t, 6> sizesL1{80, 96, 112, 128, 144, 512};
constexpr std::array<std::uint16_t, 5> sizesL2{64, 80, 96, 128, 512};
constexpr std::array<std::uint16_t, 6> sizesL3{36, 40, 56, 72, 96, 512};
constexpr std::array<std::uint16_t, 4> sizesL4{160, 192, 224, 512};
constexpr std::array<std::uint16_t, 4> sizesL5{144, 176, 208, 512};
constexpr std::array<std::uint16_t, 4> sizesL6{128, 176, 224, 512};

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
