// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace nightjar::voice {

enum class WavError : std::uint8_t { NotWav, NotPcm16Mono, UnsupportedRate, Truncated, TooLong };

/// 30 minutes at 48 hz: a call's input is short; more is a mistake or an attack on memory.
inline constexpr std::size_t maxWavSamples = 30u * 60 * 48000;

struct Wav {
    int sampleRate = 16000;  ///< 16000 or 48000
    std::vector<std::int16_t> samples;
};
/// 16-bit PCM, mono, 16 or 48 hz (RIFF/WAVE, format tag 1 or the extensible form of it). Foreign chunks are skipped.
[[nodiscard]] Result<Wav, WavError> decodeWav(ByteView file);
[[nodiscard]] Bytes encodeWav(const Wav& wav);
/// The 44 bytes before `samples` samples of sound, for a file that is written as it grows.
[[nodiscard]] ByteArray<44> wavHeader(int sampleRate, std::uint32_t samples);

}  // namespace nightjar::voice
