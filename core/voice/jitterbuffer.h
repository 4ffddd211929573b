// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <deque>
#include <map>
#include <optional>

#include "voice/codec.h"
#include "voice/comfortnoise.h"
#include "voice/delaytracker.h"
#include "voice/voicepacket.h"

namespace nightjar::voice {

/// Turns packets that come when they come into sound that is due every moment; the loudspeaker is the clock.
///
/// The play-out delay follows the measured jitter by stretching time. When nothing is there the sound is made up, then
/// fades, and media time stands still: what arrives afterwards is played from where it stopped, about 20 % faster until
/// the delay is back. What was lost is drawn from the history in later packets.
class JitterBuffer {
public:
    /// Sound older than this against the live end is skipped.
    static constexpr Duration mostBehind = 8s;

    /// `noiseSeed`: of the comfort noise in announced silence.
    explicit JitterBuffer(std::uint32_t noiseSeed = 1) : m_noise(noiseSeed) {}

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
        Duration delay{};              ///< capture to loudspeaker, less the fastest packet's way through the network
        Duration target{};             ///< where the delay is heading
        Duration jitter{};             ///< spread of the arrivals
        /// Of the next sample for the loudspeaker, since the other side's sound began; nothing in announced silence.
        std::optional<Duration> mediaTime;
    };
    [[nodiscard]] Stats stats() const;
    /// What the other side should know, over the last four seconds.
    [[nodiscard]] ReceiverReport report(Instant now) const;

private:
    struct Held {
        Rung rung = startRung;
        std::uint8_t counter = 0;
        VoicePayload payload;
        [[nodiscard]] int frames() const { return planOf(rung).frames; }
    };
    using HeldMap = std::map<std::uint64_t, Held>;
    struct Arrival {
        Instant at;
        int expected = 0;
        int came = 0;
    };
    [[nodiscard]] static std::uint64_t firstFrame(std::uint64_t sequence, int frames);
    void account(Instant now, std::uint64_t sequence, Rung rung, const VoicePayload& payload);
    [[nodiscard]] Duration target() const;
    [[nodiscard]] Duration lagAt(Instant now, std::uint64_t frame) const;

    // Each adds sound to m_ready or changes the state so that the next one will.
    void produce(Instant now);
    void resumeFromSilence(Instant now);
    void playHeld(HeldMap::iterator it);
    bool playHistory();
    void bridge();
    void stall();
    void makeUp(int& run);
    void beginSilence();
    void appendDecoded(Pcm pcm);
    void append(Pcm pcm, bool pause = false);

    void steer(Instant now);
    [[nodiscard]] bool nextIsHeld() const;
    void skipTo(std::uint64_t frame);

    VoiceDecoder m_decoder;
    ComfortNoise m_noise;
    DelayTracker m_needs;  // network delay, and waiting for history where packets were lost
    DelayTracker m_network{2500ms};
    double m_networkNow = 0;
    Duration m_span{};  // of the newest packet: its first frame is older than its last
    HeldMap m_held;
    std::deque<Arrival> m_arrivals;
    Pcm m_ready;
    bool m_heard = false;
    bool m_silence = true;
    bool m_endOfTalk = false;
    std::uint64_t m_next = 0;
    std::uint64_t m_highest = 0;
    std::uint64_t m_keepAlive = 0;
    std::uint64_t m_loaded = 0;
    std::uint8_t m_highestCounter = 0;
    std::uint8_t m_playedCounter = 0;
    int m_owed = 0;
    int m_madeUpRun = 0;
    double m_lag = 0;
    Instant m_steeredAt{};
    Stats m_stats;
};

}  // namespace nightjar::voice
