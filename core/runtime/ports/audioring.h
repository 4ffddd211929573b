// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace nightjar {

/// The one sample format between sound cards and the core: 16 kHz, mono, signed 16 bit.
inline constexpr int audioSampleRate = 16000;

/// A queue of samples from exactly one writing to exactly one reading thread. No lock, no allocation: safe in an audio
/// callback.
class AudioRing {
public:
    /// A power of two; about one second.
    static constexpr std::size_t capacity = 16384;

    /// Writes as many as fit and says how many those were.
    std::size_t write(std::span<const std::int16_t> samples);
    /// Reads as many as there are, at most out.size(), and says how many those were.
    std::size_t read(std::span<std::int16_t> out);
    /// How many samples wait to be read.
    [[nodiscard]] std::size_t available() const;
    /// Forgets what waits. Reader's side only.
    void discard();

private:
    std::array<std::int16_t, capacity> m_samples{};
    // Both only ever grow; their difference is the fill. On cache lines of their own, so the sides do not disturb.
    alignas(64) std::atomic<std::size_t> m_written{0};
    alignas(64) std::atomic<std::size_t> m_read{0};
};

/// What lies between the sound card and the core during a call.
struct AudioRings {
    AudioRing captured;  ///< written by the microphone
    AudioRing playback;  ///< read by the loudspeaker; when it is empty, silence is played
    /// How many samples the Node keeps ready in `playback`. A port whose loudspeaker takes more at a time than the
    /// default of 30 ms sets it in start(); every sample of it is delay.
    std::atomic<std::size_t> playbackAhead{audioSampleRate * 30 / 1000};
    /// Whether anybody listens to the microphone; fixed between a port's start() and stop(). When not, the port leaves
    /// it alone: no light goes on, and no headset changes to its telephone voice.
    std::atomic<bool> microphone{true};
};

}  // namespace nightjar
