// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <bitset>
#include <optional>

#include "base/units.h"
#include "voice/jitterbuffer.h"
#include "voice/ratecontroller.h"
#include "voice/silencegate.h"

namespace nightjar::voice {

/// A packet to seal and send: header by encodeVoiceHeader(rung, keyPhase, sequence), nonce from `sequence` (never the
/// same twice in a session). Of two packets waiting to be sent only the newer is worth sending.
struct OutgoingVoice {
    std::uint64_t sequence = 0;
    Rung rung = startRung;
    Bytes payload;
};

struct VoiceConfig {
    /// What both sides speak (StartMedia::codecs). Without codecDred15 only L4 and up are used.
    std::uint8_t codecs = 1;
    /// Bytes that the engine and the network add to a payload: IPv4 20, UDP 8, header 2, tag 8. For the figures shown.
    int overheadBytes = 38;
    /// This rung and no other, whatever the link says: to hear what it sounds like, and to measure it.
    std::optional<Rung> pinned = std::nullopt;
    /// Of the comfort noise that is heard while the other side is silent.
    std::uint32_t noiseSeed = 1;
};

/// One call's sound, both ways, without device, socket or key.
class VoiceSession {
public:
    struct Stats {
        Rung rung = startRung;        ///< what we send
        Rung remoteRung = startRung;  ///< what we get
        double wireKbitUp = 0;        ///< over the last two seconds, with overhead
        double wireKbitDown = 0;
        std::uint64_t sentPackets = 0;
        std::uint64_t receivedPackets = 0;
        std::uint64_t sentBytes = 0;  ///< with overhead
        std::uint64_t receivedBytes = 0;
        double lossPercent = 0;        ///< of what the other side sent, last four seconds
        double remoteLossPercent = 0;  ///< of what we sent, as the other side reports it
        int jitterMs = 0;
        int delayMs = 0;  ///< capture to loudspeaker, without the fastest packet's way through the network
        std::uint64_t concealedFrames = 0;
        std::uint64_t recoveredFrames = 0;
        /// Of the next sample for the loudspeaker, since the other side's sound began; nothing in announced silence.
        std::optional<Duration> mediaTime;
        double levelIn = 0;  ///< microphone, root mean square of the last frame, 0 … 1
        double levelOut = 0;
    };

    explicit VoiceSession(VoiceConfig config = {});

    /// Sound from the microphone, any number of samples; whole 20 ms frames go through the coder at once. Must go on
    /// when muted or without a device (give silence), for it is also the clock of the keep-alives.
    [[nodiscard]] std::vector<OutgoingVoice> capture(Instant now, PcmView samples);
    /// A packet that opened under `sequence`. False, and nothing changed, if it is malformed, came before, or is more
    /// than the highest rung can need.
    bool received(Instant now, const VoiceHeader& header, std::uint64_t sequence, ByteView payload);
    /// Exactly `samples` samples for the loudspeaker.
    [[nodiscard]] Pcm playback(Instant now, std::size_t samples);
    /// What the link layer knows; call it when it changes and about once a second.
    void report(Instant now, const PathReport& path);
    /// Silence goes out while muted; the call stays alive.
    void mute(bool muted) { m_muted = muted; }
    [[nodiscard]] bool isMuted() const { return m_muted; }
    /// Goes no higher than this from the next packet on; a peer without DRED hears its lowest anyway.
    void limit(Rung highest) { m_highestRung = highest; }
    /// For sequenceCandidates().
    [[nodiscard]] std::uint64_t expectedSequence(Instant now) const;
    [[nodiscard]] Stats stats(Instant now) const;

private:
    struct Sent {
        Instant at;
        std::uint64_t bytes = 0;
    };
    static constexpr std::size_t replayWindow = sequenceWrap;

    [[nodiscard]] std::optional<OutgoingVoice> captureFrame(Instant now, PcmView frame);
    [[nodiscard]] std::optional<OutgoingVoice> pack(Instant now, Rung rung, VoicePayload payload);
    [[nodiscard]] bool isNew(std::uint64_t sequence) const;
    void remember(Instant now, std::uint64_t sequence);
    [[nodiscard]] bool isAffordable(Instant now, std::size_t bytes);
    static void count(std::deque<Sent>& window, Instant now, std::uint64_t bytes);
    [[nodiscard]] static double kbit(const std::deque<Sent>& window, Instant now);

    VoiceConfig m_config;
    VoiceEncoder m_encoder;
    SilenceGate m_gate;
    JitterBuffer m_jitter;
    RateController m_rate;
    Pcm m_pending;
    bool m_muted = false;
    Rung m_highestRung = Rung::L6;
    bool m_talkInPacket = false;
    bool m_talkedBefore = false;
    std::uint64_t m_frame = 0;
    std::uint64_t m_sentFrame = 0;
    std::uint64_t m_reportedFrame = 0;
    std::uint8_t m_counter = 0;
    std::bitset<replayWindow> m_seen;
    std::optional<std::uint64_t> m_highest;
    Instant m_highestAt{};
    Rung m_remoteRung = startRung;
    ReceiverReport m_remote;
    double m_allowance;  ///< bytes that may come now
    Instant m_allowanceAt{};
    std::deque<Sent> m_up;
    std::deque<Sent> m_down;
    Stats m_stats;
};

}  // namespace nightjar::voice
