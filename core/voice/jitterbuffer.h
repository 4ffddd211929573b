// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>

#include "voice/codec.h"
#include "voice/delaytracker.h"
#include "voice/voicepacket.h"

namespace nightjar::voice {

/// Turns packets that come when they come into sound that is due every moment; the loudspeaker is the clock.
/// The play-out delay follows the measured jitter by stretching time; nothing that arrives late within eight seconds is
/// thrown away: the sound stops, goes on where it stopped and catches up 20 % faster.
class JitterBuffer {
public:
    JitterBuffer();

    /// A packet whose payload is open. `sequence` is the number of its last 20 ms frame.
    void put(Instant now, std::uint64_t sequence, Rung rung, VoicePayload payload);
    /// The next `samples` samples for the loudspeaker, always exactly so many.
    [[nodiscard]] Pcm take(Instant now, std::size_t samples);

    struct Stats {
        std::uint64_t received = 0;    ///< packets taken in
        std::uint64_t lost = 0;        ///< packets that never came, by the packet counter
        std::uint64_t late = 0;        ///< packets that came after their time
        std::uint64_t duplicates = 0;  ///< packets that came twice
        std::uint64_t concealed = 0;   ///< 20 ms frames made up
        std::uint64_t recovered = 0;   ///< 20 ms frames drawn from the history of a later packet
        Duration delay{};              ///< from capture of a frame to its playing, over the fastest packet's way
        Duration target{};             ///< where the delay is heading
        Duration jitter{};             ///< spread of the arrivals
    };
    [[nodiscard]] Stats stats() const;
    /// What the other side should know, over the last four seconds.
    [[nodiscard]] ReceiverReport report(Instant now) const;

private:
    struct Held {
        Rung rung;
        VoicePayload payload;
    };
    struct LossSample {
        Instant at;
        int expected;
        int lost;
    };
    void account(Instant now, std::uint64_t sequence, const VoicePayload& payload);
    void decodeNext();
    [[nodiscard]] bool playFromHistory();
    void conceal();
    void steer(Instant now);

    VoiceDecoder m_decoder;
    DelayTracker m_delays;
    std::map<std::uint64_t, Held> m_held;
    std::deque<LossSample> m_losses;
    Pcm m_ready;
    bool m_started = false;
    bool m_silence = true;
    std::uint64_t m_next = 0;
    std::uint64_t m_highest = 0;
    std::uint64_t m_loaded = 0;
    std::uint8_t m_counter = 0;
    int m_concealedRun = 0;
    double m_lag = 0;
    Stats m_stats;
};

}  // namespace nightjar::voice
