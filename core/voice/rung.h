// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/instant.h"

namespace nightjar::voice {

/// All voice is 16 hz mono, 16-bit.
inline constexpr int voiceSampleRate = 16000;
/// The unit of capture, of media time and of concealment: 20 ms.
inline constexpr int frameSamples = 320;
inline constexpr Duration frameTime = 20ms;

/// The ladder of codings (docs/protocol.md, Voice). The number is the one in the packet header.
/// L0–L3 carry the neural DRED coder as the primary stream, L4–L6 Opus with DRED as history.
enum class Rung : std::uint8_t { L0, L1, L2, L3, L4, L5, L6 };
inline constexpr std::size_t rungCount = 7;
/// Where every call starts: it passes one GPRS CS-1 timeslot in both directions.
inline constexpr Rung startRung = Rung::L3;

/// How much of what was said before rides in a packet, by what the other side misses.
enum class Protection : std::uint8_t {
    None,   ///< nothing is lost: only what the rung always carries
    Light,  ///< a little is lost, or nothing is known yet
    Full    ///< as far back as fits
};

/// How one rung codes. One DRED chunk is 40 ms. The sizes are those of the sealed payload, which DRED fills: as fine as
/// there is room for, so that neither a word nor its loudness shows in the length.
struct RungPlan {
    int frames;        ///< 20 ms frames per packet
    int opusFrames;    ///< Opus frames per packet; 0: DRED is the primary stream
    int opusBitrate;   ///< bit/s, 0 without Opus
    int q0;            ///< finest DRED quantizer, 0 (fine) … 15
    int plainChunks;   ///< DRED chunks in a packet without history
    int plainSize;     ///< bytes of a packet without history; 0: each has some
    int historySize;   ///< bytes of a packet with history; 0: never
    int historyEvery;  ///< under Protection::Light history rides in every n-th packet
    int fullSize;      ///< bytes under Protection::Full, and when the packet before was given up
    double wireKbit;   ///< rate while talking and nothing is lost, with IP, UDP, header and tag
};
[[nodiscard]] const RungPlan& planOf(Rung rung);

/// The few sizes, in bytes, that a sealed payload of this rung may have: a variable length tells phrases apart.
/// Ascending; the last is the bound.
[[nodiscard]] std::span<const std::uint16_t> sizeBuckets(Rung rung);

/// 1.04 s: all that DRED remembers.
inline constexpr int maxHistoryChunks = 26;

/// The largest plaintext payload of any rung. One datagram, below every path MTU.
inline constexpr std::size_t maxVoicePayload = 512;

}  // namespace nightjar::voice
