// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "voice/rung.h"

namespace nightjar::voice {

using Pcm = std::vector<std::int16_t>;
using PcmView = std::span<const std::int16_t>;

/// The coded content of one packet.
struct CodedPacket {
    Rung rung = startRung;
    std::vector<Bytes> opus;
    Bytes dred;
    int historyChunks = 0;  ///< what DRED reaches back, 40 ms each; 0: this packet alone
};

/// Opus 1.5.2 and its DRED coder side by side over one microphone stream. Both always run, so a change of rung costs
/// nothing but the wait for the packet border.
class VoiceEncoder {
public:
    VoiceEncoder();
    ~VoiceEncoder();
    VoiceEncoder(VoiceEncoder&&) noexcept;
    VoiceEncoder& operator=(VoiceEncoder&&) noexcept;

    /// Takes effect when the packet under way is full.
    void setRung(Rung rung);
    /// From the next packet that is finished on.
    void setProtection(Protection protection);
    /// The rung of the packet under way.
    [[nodiscard]] Rung rung() const;
    /// The last packet did not get away: the next one carries its sound too, and that of all given up in a row.
    void gaveUp();
    /// Takes exactly frameSamples; gives a packet when it is full. `reserved`: bytes of its payload that are spoken
    /// for, the flags among them.
    [[nodiscard]] std::optional<CodedPacket> encode(PcmView frame, int reserved = 1);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The other end. Every call yields sound; junk yields concealment.
class VoiceDecoder {
public:
    VoiceDecoder();
    ~VoiceDecoder();
    VoiceDecoder(VoiceDecoder&&) noexcept;
    VoiceDecoder& operator=(VoiceDecoder&&) noexcept;

    /// One Opus frame to PCM of a multiple of frameSamples, at most 120 ms; nothing if it is not decodable.
    [[nodiscard]] std::optional<Pcm> decodeOpus(ByteView frame);
    /// Reads a DRED block of so many chunks, to be drawn from with dred(). False if there is nothing in it.
    [[nodiscard]] bool loadDred(ByteView dred, int chunks);
    /// The frame `framesBack` before the last one of the loaded block's packet.
    [[nodiscard]] Pcm dred(int framesBack);
    /// One frame made up from the past (deep concealment).
    [[nodiscard]] Pcm conceal();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace nightjar::voice
