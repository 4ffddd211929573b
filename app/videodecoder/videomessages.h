// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>

// What the app and its video decoder say to each other, over standard input and output: `length (4) | type (1) |
// fields`, the length without itself, numbers in the order of this machine's bytes. The decoder has no file of its own:
// what it wants to read it asks for. It trusts the app; the app does not trust it, since a video may have taken it
// over.

namespace nightjar::video {

/// App → decoder.
enum class Order : std::uint8_t {
    Open = 1,  ///< size of the file u64, most width u16, most height u16: the first
    Bytes,     ///< the answer to Want: what is there, less where the file ends; empty: it cannot be read
    Grant,     ///< until u32, ms: pictures and sounds that begin up to there may be sent
    Seek,      ///< serial u32, to u32, ms: goes there; what is sent from now on carries this serial
};

/// Decoder → app.
enum class News : std::uint8_t {
    Want = 1,  ///< from u64, length u32 (at most `longestWant`)
    Opened,    ///< duration u32 (ms; 0: not known), width u16, height u16 (as it is shown), 1 if there is sound (1)
    Picture,   ///< serial u32, at u32 (ms), width u16, height u16, width × height × 4 bytes: blue, green, red, 255
    Sound,     ///< serial u32, at u32 (ms), 48 kHz, two channels, 16 bit
    Ended,     ///< serial u32
    Failed,    ///< Failure (1): the last
};

enum class Failure : std::uint8_t {
    NotSupported = 1,  ///< no video, or none of the kinds that are played
    TooLarge,          ///< more pixels than are decoded
    Damaged,
};

inline constexpr std::uint32_t longestWant = 256 * 1024;  ///< bytes
inline constexpr int soundRate = 48'000;                  ///< frames per second
inline constexpr int soundChannels = 2;
/// The most pixels of a picture that are decoded: 4K as cameras and cinemas have it.
inline constexpr std::int64_t mostPixels = 4096 * 2304;

}  // namespace nightjar::video
