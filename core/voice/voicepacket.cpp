// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/voicepacket.h"

#include <algorithm>

#include "base/buffer.h"

namespace nightjar::voice {
namespace {

constexpr std::uint8_t reportFlag = 0x80;
constexpr std::uint8_t silenceFlag = 0x40;
constexpr std::uint8_t historyFlag = 0x20;
constexpr std::uint8_t keepAliveFlag = 0x10;
constexpr std::uint8_t counterMask = 0x0f;

constexpr std::size_t keepAliveSize = 4;
constexpr std::size_t maxOpusFrame = 400;
// The least that DRED itself calls a block.
constexpr std::size_t minDred = 8;
constexpr Duration reportStep = 16ms;

constexpr std::uint16_t voiceBits = 0x8000;

bool allZero(ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

std::size_t bucketFor(Rung rung, std::size_t size) {
    const auto buckets = sizeBuckets(rung);
    const auto it = std::lower_bound(buckets.begin(), buckets.end(), size);
    return it == buckets.end() ? 0 : *it;
}

}  // namespace

ByteArray<voiceHeaderSize> encodeVoiceHeader(Rung rung, bool keyPhase, std::uint64_t sequence) {
    const auto word = static_cast<std::uint16_t>(voiceBits | static_cast<unsigned>(rung) << 11 |
                                                 (keyPhase ? 1u : 0u) << 10 | (sequence & (sequenceWrap - 1)));
    return {static_cast<std::uint8_t>(word >> 8), static_cast<std::uint8_t>(word)};
}

std::optional<VoiceHeader> decodeVoiceHeader(ByteView datagram) {
    if (datagram.size() < voiceHeaderSize || (datagram[0] & 0xc0) != 0x80) {
        return std::nullopt;
    }
    const auto word = static_cast<unsigned>(datagram[0] << 8 | datagram[1]);
    const auto rung = word >> 11 & 7u;
    if (rung >= rungCount) {
        return std::nullopt;
    }
    return VoiceHeader{static_cast<Rung>(rung), (word >> 10 & 1u) != 0,
                       static_cast<std::uint16_t>(word & (sequenceWrap - 1))};
}

std::vector<std::uint64_t> sequenceCandidates(const VoiceHeader& header, std::uint64_t expected) {
    const auto base = expected - expected % sequenceWrap + header.sequenceLow;
    std::vector<std::uint64_t> all{base, base + sequenceWrap, base + 2 * sequenceWrap};
    if (base >= sequenceWrap) {
        all.push_back(base - sequenceWrap);
    }
    if (base >= 2 * sequenceWrap) {
        all.push_back(base - 2 * sequenceWrap);
    }
    const auto distance = [expected](std::uint64_t s) { return s > expected ? s - expected : expected - s; };
    std::sort(all.begin(), all.end(), [&](auto a, auto b) { return distance(a) < distance(b); });
    all.resize(3);
    return all;
}

std::optional<Bytes> encodeVoicePayload(Rung rung, const VoicePayload& payload) {
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>((payload.report ? reportFlag : 0) | (payload.silenceFollows ? silenceFlag : 0) |
                                     (payload.historyChunks > 0 ? historyFlag : 0) |
                                     (payload.keepAlive ? keepAliveFlag : 0) | (payload.counter & counterMask)));
    if (payload.report) {
        out.u8(static_cast<std::uint8_t>(std::clamp(payload.report->lossPercent, 0, 100)));
        out.u8(static_cast<std::uint8_t>(std::clamp<std::int64_t>(payload.report->queueDelay / reportStep, 0, 255)));
    }
    if (payload.historyChunks > 0) {
        out.u8(static_cast<std::uint8_t>(payload.historyChunks));
    }
    for (const auto& frame : payload.opus) {
        out.sized(frame);
    }
    out.bytes(payload.dred);
    const auto size = payload.keepAlive ? keepAliveSize : bucketFor(rung, out.size());
    if (size < out.size() || size > maxVoicePayload) {
        return std::nullopt;
    }
    auto bytes = out.take();
    bytes.resize(size);
    return bytes;
}

std::optional<VoicePayload> decodeVoicePayload(Rung rung, ByteView bytes) {
    if (bytes.size() > maxVoicePayload) {
        return std::nullopt;
    }
    ByteReader in(bytes);
    const auto flags = in.u8();
    VoicePayload payload;
    payload.silenceFollows = (flags & silenceFlag) != 0;
    payload.keepAlive = (flags & keepAliveFlag) != 0;
    payload.counter = flags & counterMask;
    if ((flags & reportFlag) != 0) {
        const int loss = in.u8();
        const auto delay = in.u8() * reportStep;
        if (loss > 100) {
            return std::nullopt;
        }
        payload.report = ReceiverReport{loss, delay};
    }
    if ((flags & historyFlag) != 0) {
        payload.historyChunks = in.u8();
        if (payload.keepAlive || payload.historyChunks < 1 || payload.historyChunks > maxHistoryChunks) {
            return std::nullopt;
        }
    }
    if (payload.keepAlive) {
        const bool filling = allZero(in.rest());
        return in.ok() && filling ? std::optional(payload) : std::nullopt;
    }
    const auto& plan = planOf(rung);
    for (int i = 0; i < plan.opusFrames; ++i) {
        const auto frame = in.sized(maxOpusFrame);
        if (frame.empty()) {
            return std::nullopt;
        }
        payload.opus.push_back(toBytes(frame));
    }
    const auto rest = in.rest();
    if (!in.ok()) {
        return std::nullopt;
    }
    if (plan.plainChunks > 0 || payload.historyChunks > 0) {
        if (rest.size() < minDred) {
            return std::nullopt;
        }
        payload.dred = toBytes(rest);
    } else if (!allZero(rest)) {
        return std::nullopt;
    }
    return payload;
}

}  // namespace nightjar::voice
