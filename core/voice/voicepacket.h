// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "voice/rung.h"

namespace nightjar::voice {

/// The clear part of a voice packet, two bytes (docs/protocol.md, Voice packets):
/// bits 15–14 `10`, 13–11 rung, 10 key phase, 9–0 the low bits of the sequence. The first byte so is in 128–191
/// and stands apart from STUN (0–3) and link packets (192–255) on the same socket (RFC 7983).
struct VoiceHeader {
    Rung rung = startRung;
    bool keyPhase = false;
    std::uint16_t sequenceLow = 0;  ///< 10 bits

    bool operator==(const VoiceHeader&) const = default;
};
inline constexpr std::size_t voiceHeaderSize = 2;
inline constexpr std::uint64_t sequenceWrap = 1024;

/// True when a datagram's first byte says voice.
[[nodiscard]] constexpr bool isVoicePacket(ByteView datagram) {
    return datagram.size() > voiceHeaderSize && (datagram[0] & 0xc0) == 0x80;
}
[[nodiscard]] ByteArray<voiceHeaderSize> encodeVoiceHeader(Rung rung, bool keyPhase, std::uint64_t sequence);
/// Nothing on too few bytes, a foreign first byte or an unknown rung.
[[nodiscard]] std::optional<VoiceHeader> decodeVoiceHeader(ByteView datagram);

/// The full sequences that a header may mean, likeliest first: the one nearest to `expected`, then the neighbours one
/// wrap (20.5 s) on and back. The seal decides which is right. A sequence is the number of the last 20 ms
/// frame in the packet since the call began, so it is also the media time, grows by up to 48 a packet and is
/// never used twice under a key. `expected` is VoiceSession::expectedSequence().
[[nodiscard]] std::vector<std::uint64_t> sequenceCandidates(const VoiceHeader& header, std::uint64_t expected);

/// What a receiver tells the other side about its stream, two bytes.
struct ReceiverReport {
    int lossPercent = 0;    ///< 0 … 100, over the last four seconds
    Duration queueDelay{};  ///< one-way delay above its recent minimum, 0 … 4080 ms in steps of 16 ms

    bool operator==(const ReceiverReport&) const = default;
};

/// The plaintext inside the seal. Layout: a flags byte (bit 7 report, 6 last before silence, 5 history, 4 no media,
/// 3–0 packet counter), the report, the number of history chunks (one byte, if there is history), the Opus frames each
/// behind a varint length (as many as the rung has), then DRED to the end. Zero bytes fill the payload to the next size
/// bucket of the rung.
struct VoicePayload {
    std::optional<ReceiverReport> report;
    bool silenceFollows = false;  ///< nothing but keep-alives until the next talk: no loss, no concealment
    int historyChunks = 0;        ///< 40 ms chunks that DRED reaches back, 1 … 26; 0: the `plainChunks` of the rung
    bool keepAlive = false;       ///< carries no media
    std::uint8_t counter = 0;     ///< counts packets, 4 bits: tells loss from silence
    std::vector<Bytes> opus;      ///< exactly planOf(rung).opusFrames, none in a keep-alive
    Bytes dred;                   ///< may be empty on L4–L6; includes the filling zeros after decoding

    bool operator==(const VoicePayload&) const = default;
};
/// Nothing if it would exceed maxVoicePayload.
[[nodiscard]] std::optional<Bytes> encodeVoicePayload(Rung rung, const VoicePayload& payload);
/// Strict about everything but the content of the coded frames. Nothing on a malformed payload.
[[nodiscard]] std::optional<VoicePayload> decodeVoicePayload(Rung rung, ByteView bytes);

}  // namespace nightjar::voice
