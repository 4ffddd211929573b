// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/jitterbuffer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "voice/timestretch.h"

namespace nightjar::voice {
namespace {

// Ten seconds of the shortest packets: beyond it a sender is broken or hostile.
constexpr std::size_t mostHeld = 512;
// A jump of media time beyond this (a minute) is another stream.
constexpr std::uint64_t streamBreak = 3000;
constexpr Duration reportWindow = 4s;

// Above the learned need: one loudspeaker period plus its wobble.
constexpr Duration margin = 20ms;
// Until the first seconds have shown the jitter.
constexpr Duration startMargin = 60ms;
constexpr Duration hurryAbove = 80ms;
constexpr Duration easeAbove = 12ms;
constexpr Duration easeBelow = 25ms;
constexpr Duration easePause = 100ms;
// Skipping leaves a gap; rather seldom and whole words than often.
constexpr Duration skipSlack = 500ms;
// One period of about 8 ms in this time: 20 % faster.
constexpr Duration hurryPause = 40ms;
constexpr double networkSmoothing = 0.2;
constexpr double lagSmoothing = 0.1;

// Made-up sound: as it is for 200 ms, then fading within 100 ms, then silence.
constexpr int fadeAfter = 10;
constexpr int fadeFrames = 5;

double us(Duration d) {
    return static_cast<double>(d.count());
}
int chunksOf(Rung rung, const VoicePayload& payload) {
    return payload.historyChunks > 0 ? payload.historyChunks : planOf(rung).plainChunks;
}
Duration lengthOf(std::size_t samples) {
    return Duration(static_cast<std::int64_t>(samples) * 1'000'000 / voiceSampleRate);
}
int counterGap(std::uint8_t from, std::uint8_t to) {
    return (to - from - 1) & 15;
}

}  // namespace

std::uint64_t JitterBuffer::firstFrame(std::uint64_t sequence, int frames) {
    const auto back = static_cast<std::uint64_t>(frames - 1);
    return sequence >= back ? sequence - back : 0;
}

void JitterBuffer::put(Instant now, std::uint64_t sequence, Rung rung, VoicePayload payload) {
    if (m_heard && sequence > m_highest + streamBreak) {
        m_held.clear();
        m_needs.reset();
        m_network.reset();
        m_silence = true;
        m_next = firstFrame(sequence, planOf(rung).frames);
        m_highestCounter = m_playedCounter = static_cast<std::uint8_t>((payload.counter - 1) & 15);
    }
    if (m_held.contains(sequence)) {
        ++m_stats.duplicates;
        return;
    }
    account(now, sequence, rung, payload);
    if (payload.keepAlive) {
        m_keepAlive = std::max(m_keepAlive, sequence);
        return;
    }
    if (sequence < m_next) {
        ++m_stats.late;
        return;
    }
    const auto counter = payload.counter;
    m_held.emplace(sequence, Held{rung, counter, std::move(payload)});
    if (m_held.size() > mostHeld) {
        skipTo(std::next(m_held.begin())->first + 1);
    }
}

void JitterBuffer::account(Instant now, std::uint64_t sequence, Rung rung, const VoicePayload& payload) {
    ++m_stats.received;
    const int frames = payload.keepAlive ? 0 : planOf(rung).frames;
    const auto network = std::chrono::duration_cast<Duration>(now.time_since_epoch()) -
                         static_cast<std::int64_t>(sequence + 1) * frameTime;
    auto need = network;
    // A keep-alive repeats the counter of the last packet with sound and is not counted itself.
    const auto before = static_cast<std::uint8_t>((payload.counter - (payload.keepAlive ? 0 : 1)) & 15);
    int expected = payload.keepAlive ? 0 : 1;
    const int came = expected;
    if (!m_heard) {
        m_heard = true;
        m_playedCounter = before;
        m_next = firstFrame(sequence, std::max(1, frames));
        m_networkNow = us(network);
    } else if (sequence > m_highest) {
        const int missing = (before - m_highestCounter) & 15;
        expected += missing;
        if (missing > 0 && !payload.dred.empty()) {
            // Its history brings older frames too, if the play-out leaves time for them.
            const auto reach = firstFrame(sequence, 2 * chunksOf(rung, payload));
            const auto oldest = std::max(reach, m_highest + 1);
            const auto older = static_cast<std::int64_t>(sequence + 1 - oldest) - frames;
            need += std::max<std::int64_t>(0, older) * frameTime;
        }
        m_stats.lost += static_cast<std::uint64_t>(missing);
    } else if (!payload.keepAlive) {
        expected = 0;  // was counted as missing before
        m_stats.lost -= m_stats.lost > 0 ? 1 : 0;
    }
    if (sequence >= m_highest) {
        m_highest = sequence;
        m_highestCounter = payload.counter;
        m_span = frames > 0 ? frames * frameTime : m_span;
    }
    m_network.arrival(now, network);
    m_networkNow += networkSmoothing * (us(network) - m_networkNow);
    if (!payload.keepAlive) {
        m_needs.arrival(now, need);
    }
    m_arrivals.push_back({now, expected, came});
    while (m_arrivals.front().at + reportWindow < now || m_arrivals.size() > mostHeld) {
        m_arrivals.pop_front();
    }
}

Duration JitterBuffer::target() const {
    return std::min(m_needs.target(), m_needs.fastest() + mostBehind) + m_span +
           (m_stats.received < 8 ? startMargin : margin);
}

Duration JitterBuffer::lagAt(Instant now, std::uint64_t frame) const {
    return std::chrono::duration_cast<Duration>(now.time_since_epoch()) - static_cast<std::int64_t>(frame) * frameTime +
           lengthOf(m_ready.size());
}

Pcm JitterBuffer::take(Instant now, std::size_t samples) {
    steer(now);
    while (m_ready.size() < samples) {
        produce(now);
    }
    Pcm out(m_ready.begin(), m_ready.begin() + static_cast<std::ptrdiff_t>(samples));
    m_ready.erase(m_ready.begin(), m_ready.begin() + static_cast<std::ptrdiff_t>(samples));
    return out;
}

void JitterBuffer::produce(Instant now) {
    if (m_silence) {
        resumeFromSilence(now);
        return;
    }
    const auto it = m_held.lower_bound(m_next);
    if (it == m_held.end()) {
        if (m_endOfTalk || m_keepAlive >= m_next) {
            beginSilence();
            return;
        }
        stall();
        return;
    }
    if (firstFrame(it->first, it->second.frames()) <= m_next) {
        playHeld(it);
    } else if (m_endOfTalk || counterGap(m_playedCounter, it->second.counter) == 0) {
        beginSilence();
    } else if (!playHistory()) {
        bridge();
    }
}

void JitterBuffer::resumeFromSilence(Instant now) {
    m_endOfTalk = false;
    m_madeUpRun = 0;
    if (!m_held.empty()) {
        const auto& [sequence, held] = *m_held.begin();
        const auto first = std::max(m_next, firstFrame(sequence, held.frames()));
        if (lagAt(now, first) >= target()) {
            m_next = first;
            m_lag = us(lagAt(now, first));
            m_silence = false;
            return;
        }
    }
    append(Pcm(frameSamples, 0), true);
}

void JitterBuffer::playHeld(HeldMap::iterator it) {
    const auto sequence = it->first;
    auto& held = it->second;
    const auto& plan = planOf(held.rung);
    m_owed = 0;
    if (plan.opusFrames == 0) {
        if (m_loaded != sequence) {
            const bool loaded = m_decoder.loadDred(held.payload.dred, chunksOf(held.rung, held.payload));
            m_loaded = loaded ? sequence : 0;
        }
        if (m_loaded == sequence) {
            appendDecoded(m_decoder.dred(static_cast<int>(sequence - m_next)));
            m_madeUpRun = 0;
        } else {
            makeUp(m_madeUpRun);
        }
        ++m_next;
    } else {
        const auto perFrame = static_cast<std::uint64_t>(plan.frames / plan.opusFrames);
        const auto inside = m_next - firstFrame(sequence, plan.frames);
        const auto pcm = m_decoder.decodeOpus(held.payload.opus[inside / perFrame]);
        if (pcm && pcm->size() == perFrame * frameSamples) {
            const auto skip = inside % perFrame;
            appendDecoded(Pcm(pcm->begin() + static_cast<std::ptrdiff_t>(skip * frameSamples), pcm->end()));
            m_next += perFrame - skip;
            m_madeUpRun = 0;
        } else {
            makeUp(m_madeUpRun);
            ++m_next;
        }
    }
    if (m_next > sequence) {
        m_endOfTalk = held.payload.silenceFollows;
        m_playedCounter = held.counter;
        m_held.erase(m_held.begin(), std::next(it));
    }
}

bool JitterBuffer::playHistory() {
    for (auto it = m_held.lower_bound(m_next); it != m_held.end(); ++it) {
        const auto& held = it->second;
        const auto back = static_cast<int>(std::min<std::uint64_t>(it->first - m_next, 1000));
        const int chunks = chunksOf(held.rung, held.payload);
        if (held.payload.dred.empty() || back + 1 > 2 * chunks) {
            continue;
        }
        if (m_loaded != it->first) {
            if (!m_decoder.loadDred(held.payload.dred, chunks)) {
                continue;
            }
            m_loaded = it->first;
        }
        appendDecoded(m_decoder.dred(back));
        ++m_stats.recovered;
        ++m_next;
        m_madeUpRun = 0;
        return true;
    }
    return false;
}

void JitterBuffer::bridge() {
    if (m_owed > 0) {
        --m_owed;  // made up already, while we waited for it
    } else {
        makeUp(m_madeUpRun);
    }
    ++m_next;
}

void JitterBuffer::stall() {
    ++m_owed;
    makeUp(m_madeUpRun);
}

void JitterBuffer::makeUp(int& run) {
    m_noise.interrupted();
    if (run >= fadeAfter + fadeFrames) {
        append(Pcm(frameSamples, 0));
    } else {
        auto pcm = m_decoder.conceal();
        if (run >= fadeAfter) {
            const double from = 1.0 - static_cast<double>(run - fadeAfter) / fadeFrames;
            for (std::size_t i = 0; i < pcm.size(); ++i) {
                const double gain = from - static_cast<double>(i) / (frameSamples * fadeFrames);
                pcm[i] = static_cast<std::int16_t>(std::lround(pcm[i] * gain));
            }
        }
        append(std::move(pcm));
    }
    ++run;
    ++m_stats.concealed;
    m_loaded = 0;
}

void JitterBuffer::beginSilence() {
    // Where the packet that announces it was lost, what was heard last may be a word.
    if (m_endOfTalk) {
        m_noise.learn();
    }
    m_silence = true;
    m_owed = 0;
}

void JitterBuffer::appendDecoded(Pcm pcm) {
    m_noise.heard(pcm);
    append(std::move(pcm));
}

void JitterBuffer::append(Pcm pcm, bool pause) {
    m_noise.mix(pcm, pause);
    m_ready.insert(m_ready.end(), pcm.begin(), pcm.end());
}

void JitterBuffer::steer(Instant now) {
    if (m_silence) {
        return;
    }
    const auto lag = lagAt(now, m_next);
    m_lag += lagSmoothing * (us(lag) - m_lag);
    if (const auto live = m_needs.fastest() + m_span; lag > live + mostBehind + skipSlack) {
        skipTo(m_next + static_cast<std::uint64_t>((lag - live - mostBehind) / frameTime));
        return;
    }
    // What the last second needed counts too: no hurry into the next gap.
    const double low = m_lag - us(target());
    const double high = m_lag - us(std::max(target(), m_needs.recent() + m_span + margin));
    const bool hurry = high > us(hurryAbove);
    const bool tooSlow = high > us(easeAbove);
    const bool tooFast = low < -us(easeBelow);
    if ((!tooSlow && !tooFast) || now < m_steeredAt + (hurry ? hurryPause : easePause)) {
        return;
    }
    while (m_ready.size() < stretchBlock && nextIsHeld()) {
        produce(now);
    }
    const auto care = hurry ? StretchCare::Always : StretchCare::Gentle;
    const auto change = tooSlow ? shorten(m_ready, care) : lengthen(m_ready, care);
    m_lag += (tooSlow ? -1e6 : 1e6) * static_cast<double>(change) / voiceSampleRate;
    if (change > 0) {
        m_steeredAt = now;
    }
}

bool JitterBuffer::nextIsHeld() const {
    const auto it = m_held.lower_bound(m_next);
    return !m_silence && it != m_held.end() && firstFrame(it->first, it->second.frames()) <= m_next;
}

void JitterBuffer::skipTo(std::uint64_t frame) {
    m_next = std::max(m_next, frame);
    while (!m_held.empty() && m_held.begin()->first < m_next) {
        m_playedCounter = m_held.begin()->second.counter;
        m_held.erase(m_held.begin());
        ++m_stats.late;
    }
    m_owed = 0;
}

JitterBuffer::Stats JitterBuffer::stats() const {
    auto out = m_stats;
    if (m_needs.isKnown()) {
        const auto network = m_network.fastest();
        out.delay = Duration(static_cast<std::int64_t>(m_lag)) - network;
        out.target = target() - network;
        out.jitter = m_needs.jitter();
    }
    if (!m_silence) {
        out.mediaTime = static_cast<std::int64_t>(m_next) * frameTime - lengthOf(m_ready.size());
    }
    return out;
}

ReceiverReport JitterBuffer::report(Instant now) const {
    int expected = 0;
    int came = 0;
    for (const auto& arrival : m_arrivals) {
        if (arrival.at + reportWindow >= now) {
            expected += arrival.expected;
            came += arrival.came;
        }
    }
    ReceiverReport out;
    if (expected > came) {
        out.lossPercent = (expected - came) * 100 / expected;
    }
    if (m_network.isKnown()) {
        out.queueDelay =
            std::max(Duration::zero(), Duration(static_cast<std::int64_t>(m_networkNow)) - m_network.fastest());
    }
    return out;
}

}  // namespace nightjar::voice
