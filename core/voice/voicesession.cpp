// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/voicesession.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "voice/call.h"

namespace nightjar::voice {
namespace {

constexpr std::uint64_t keepAliveFrames = 50;  // one second
constexpr std::uint64_t reportFrames = 24;     // 480 ms: every fourth packet at the start rung
constexpr int flagBytes = 1;
constexpr int reportBytes = 2;
// In the first five seconds the other side climbs by our reports, also while we listen.
constexpr std::uint64_t climbFrames = 250;
constexpr Duration rateWindow = 2s;

// What a peer may send: a quarter more than the highest rung, and eight seconds of it at once after a stall of the
// network.
constexpr double mostBytesPerSecond = 46'000.0 / 8 * 1.25;
constexpr double mostAtOnce = 8 * mostBytesPerSecond;

double level(PcmView samples) {
    double energy = 0;
    for (const auto sample : samples) {
        energy += static_cast<double>(sample) * sample;
    }
    return samples.empty() ? 0 : std::sqrt(energy / static_cast<double>(samples.size())) / 32768.0;
}

}  // namespace

VoiceSession::VoiceSession(VoiceConfig config) : m_config(config), m_jitter(config.noiseSeed), m_allowance(mostAtOnce) {
    if ((m_config.codecs & codecDred15) == 0) {
        m_rate.setFloor(Rung::L4);
        m_encoder.setRung(Rung::L4);
    }
    if (m_config.pinned) {
        m_rate.pin(*m_config.pinned);
        m_encoder.setRung(*m_config.pinned);
    }
}

std::vector<OutgoingVoice> VoiceSession::capture(Instant now, PcmView samples) {
    m_pending.insert(m_pending.end(), samples.begin(), samples.end());
    std::vector<OutgoingVoice> out;
    std::size_t used = 0;
    for (; m_pending.size() - used >= frameSamples; used += frameSamples) {
        if (m_muted) {
            std::fill_n(m_pending.begin() + static_cast<std::ptrdiff_t>(used), frameSamples, std::int16_t{0});
        }
        if (auto packet = captureFrame(now, PcmView(m_pending).subspan(used, frameSamples))) {
            out.push_back(std::move(*packet));
        }
    }
    m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(used));
    return out;
}

std::optional<OutgoingVoice> VoiceSession::captureFrame(Instant now, PcmView frame) {
    m_stats.levelIn = level(frame);
    m_talkInPacket |= m_gate.talk(frame);
    m_rate.tick(now);
    const bool dred = (m_config.codecs & codecDred15) != 0;
    m_encoder.setRung(dred ? std::min(m_rate.rung(), m_highestRung) : m_rate.rung());
    m_encoder.setProtection(m_rate.protection());
    ++m_frame;
    const bool reportDue = m_highest && m_frame >= m_reportedFrame + reportFrames;
    auto coded = m_encoder.encode(frame, flagBytes + (reportDue ? reportBytes : 0));
    if (!coded) {
        return std::nullopt;
    }
    const bool talk = std::exchange(m_talkInPacket, false);
    if (!talk && !m_talkedBefore) {
        const auto pause = m_frame < climbFrames ? reportFrames : keepAliveFrames;
        if (m_stats.sentPackets > 0 && m_frame < m_sentFrame + pause) {
            return std::nullopt;
        }
        VoicePayload payload;
        payload.keepAlive = true;
        payload.counter = m_counter;
        return pack(now, coded->rung, std::move(payload));
    }
    // The packet after the last word still goes out: it says that silence follows.
    VoicePayload payload;
    payload.silenceFollows = !talk;
    payload.historyChunks = coded->historyChunks;
    payload.counter = m_counter = (m_counter + 1) & 15;
    payload.opus = std::move(coded->opus);
    payload.dred = std::move(coded->dred);
    m_talkedBefore = talk;
    return pack(now, coded->rung, std::move(payload));
}

std::optional<OutgoingVoice> VoiceSession::pack(Instant now, Rung rung, VoicePayload payload) {
    if (m_highest && m_frame >= m_reportedFrame + reportFrames) {
        payload.report = m_jitter.report(now);
        m_reportedFrame = m_frame;
    }
    auto bytes = encodeVoicePayload(rung, payload);
    if (!bytes) {
        return std::nullopt;
    }
    m_sentFrame = m_frame;
    ++m_stats.sentPackets;
    const auto size = bytes->size() + static_cast<std::size_t>(m_config.overheadBytes);
    m_stats.sentBytes += size;
    count(m_up, now, size);
    return OutgoingVoice{m_frame - 1, rung, std::move(*bytes)};
}

bool VoiceSession::received(Instant now, const VoiceHeader& header, std::uint64_t sequence, ByteView payload) {
    if (!isNew(sequence)) {
        return false;
    }
    auto opened = decodeVoicePayload(header.rung, payload);
    if (!opened || !isAffordable(now, payload.size() + static_cast<std::size_t>(m_config.overheadBytes))) {
        return false;
    }
    remember(now, sequence);
    m_remoteRung = header.rung;
    ++m_stats.receivedPackets;
    const auto size = payload.size() + static_cast<std::size_t>(m_config.overheadBytes);
    m_stats.receivedBytes += size;
    count(m_down, now, size);
    if (opened->report) {
        m_remote = *opened->report;
        m_rate.remote(now, m_remote);
    }
    m_jitter.put(now, sequence, header.rung, std::move(*opened));
    return true;
}

Pcm VoiceSession::playback(Instant now, std::size_t samples) {
    auto out = m_jitter.take(now, samples);
    m_stats.levelOut = level(out);
    return out;
}

void VoiceSession::report(Instant now, const PathReport& path) {
    if (path.queueFull) {
        m_encoder.gaveUp();
    }
    m_rate.path(now, path);
}

std::uint64_t VoiceSession::expectedSequence(Instant now) const {
    if (!m_highest) {
        return 0;
    }
    return *m_highest + static_cast<std::uint64_t>(std::max<std::int64_t>(0, (now - m_highestAt) / frameTime));
}

VoiceSession::Stats VoiceSession::stats(Instant now) const {
    auto out = m_stats;
    const auto jitter = m_jitter.stats();
    out.rung = m_encoder.rung();
    out.remoteRung = m_remoteRung;
    out.wireKbitUp = kbit(m_up, now);
    out.wireKbitDown = kbit(m_down, now);
    out.lossPercent = m_jitter.report(now).lossPercent;
    out.remoteLossPercent = m_remote.lossPercent;
    out.jitterMs = static_cast<int>(toMs(jitter.jitter));
    out.delayMs = static_cast<int>(toMs(jitter.delay));
    out.concealedFrames = jitter.concealed;
    out.recoveredFrames = jitter.recovered;
    out.mediaTime = jitter.mediaTime;
    return out;
}

bool VoiceSession::isNew(std::uint64_t sequence) const {
    if (!m_highest || sequence > *m_highest) {
        return true;
    }
    return *m_highest - sequence < replayWindow && !m_seen[sequence % replayWindow];
}

bool VoiceSession::isAffordable(Instant now, std::size_t bytes) {
    const double passed = m_allowanceAt == Instant{} ? 0 : static_cast<double>((now - m_allowanceAt).count()) / 1e6;
    m_allowance = std::min(mostAtOnce, m_allowance + passed * mostBytesPerSecond);
    m_allowanceAt = now;
    if (m_allowance < static_cast<double>(bytes)) {
        return false;
    }
    m_allowance -= static_cast<double>(bytes);
    return true;
}

void VoiceSession::remember(Instant now, std::uint64_t sequence) {
    if (!m_highest || sequence > *m_highest) {
        const auto from = m_highest ? *m_highest + 1 : sequence;
        if (sequence - from >= replayWindow) {
            m_seen.reset();
        } else {
            for (auto s = from; s < sequence; ++s) {
                m_seen.reset(s % replayWindow);
            }
        }
        m_highest = sequence;
        m_highestAt = now;
    }
    m_seen.set(sequence % replayWindow);
}

void VoiceSession::count(std::deque<Sent>& window, Instant now, std::uint64_t bytes) {
    window.push_back({now, bytes});
    while (window.front().at + rateWindow < now) {
        window.pop_front();
    }
}

double VoiceSession::kbit(const std::deque<Sent>& window, Instant now) {
    std::uint64_t bytes = 0;
    for (const auto& sent : window) {
        bytes += sent.at + rateWindow >= now ? sent.bytes : 0;
    }
    return static_cast<double>(bytes) * 8 / static_cast<double>(rateWindow / 1ms);
}

}  // namespace nightjar::voice
