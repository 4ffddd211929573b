// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "scene.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <map>
#include <numbers>

namespace nightjar::lab {
namespace {

using namespace voice;

constexpr std::size_t wireOverhead = 38;  // IPv4 20, UDP 8, header 2, tag 8
constexpr Duration period = 10ms;         // of the loudspeaker
constexpr Duration afterwards = 4s;       // until the last word is heard
// What decoding adds between a coded frame and its sound: the look-ahead of Opus, or of the vocoder.
constexpr double codecDelay = 7;
const Instant begin = fromUnixMs(1'700'000'000'000);

double milliseconds(Duration d) {
    return static_cast<double>(d.count()) / 1000;
}
double processSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct End {
    VoiceSession session;
    LabLink out;
    std::multimap<Instant, OutgoingVoice> coming;  // to this end
    double bytes = 0;
    double packets = 0;
    bool counts = true;

    void say(Instant now, PcmView frame, End& other) {
        for (auto& packet : session.capture(now, frame)) {
            const auto size = packet.payload.size() + wireOverhead;
            if (counts) {
                bytes += static_cast<double>(size);
                ++packets;
            }
            if (const auto at = out.send(milliseconds(now - begin), size)) {
                other.coming.emplace(begin + Duration(static_cast<std::int64_t>(*at * 1000)), std::move(packet));
            }
        }
    }
    void receive(Instant now) {
        while (!coming.empty() && coming.begin()->first <= now) {
            const auto packet = std::move(coming.extract(coming.begin()).mapped());
            const VoiceHeader header{packet.rung, false, static_cast<std::uint16_t>(packet.sequence % sequenceWrap)};
            (void)session.received(now, header, packet.sequence, packet.payload);
        }
    }
};

struct Delays {
    std::vector<double> all;
    void judge(Outcome& outcome) {
        if (all.empty()) {
            return;
        }
        auto sorted = all;
        std::sort(sorted.begin(), sorted.end());
        outcome.delayMedian = sorted[sorted.size() / 2];
        outcome.delayMost = sorted[sorted.size() * 95 / 100];
        outcome.delays = all;
        double run = 0;
        for (const auto delay : all) {
            run = delay > outcome.delayMedian + 200 ? run + milliseconds(period) / 1000 : 0;
            outcome.catchUp = std::max(outcome.catchUp, run);
        }
    }
};

Pcm frameAt(PcmView said, std::size_t frame) {
    Pcm out(frameSamples, 0);
    const auto from = frame * frameSamples;
    if (from < said.size()) {
        std::copy_n(said.begin() + static_cast<std::ptrdiff_t>(from), std::min(said.size() - from, out.size()),
                    out.begin());
    }
    return out;
}

}  // namespace

Outcome play(const Scene& scene, PcmView said) {
    const auto length = static_cast<std::int64_t>(said.size() / frameSamples) * frameTime;
    const auto total = milliseconds(length + afterwards);
    const VoiceConfig config{1, static_cast<int>(wireOverhead), scene.rung};
    End speaker{VoiceSession(config), LabLink(scene.link, scene.seed, total), {}};
    End listener{VoiceSession(config), LabLink(scene.link, scene.seed + 1000, total), {}};
    Outcome outcome;
    outcome.placeOf.assign(said.size() / frameSamples, -1);
    Delays delays;
    double rungs = 0;
    const auto half = said.size() / frameSamples / 2;
    // Its own clock: 200 ppm are 2 µs of each period.
    const auto loudspeakerPeriod =
        period - Duration(std::lround(scene.driftPpm * 1e-6 * static_cast<double>(period.count())));
    Duration loudspeaker = frameTime;
    const auto listen = [&](Duration at) {
        const auto now = begin + at;
        const auto pcm = listener.session.playback(now, frameSamples / 2);
        // The stats tell of the sample after these.
        const auto media = listener.session.stats(now).mediaTime;
        outcome.heard.insert(outcome.heard.end(), pcm.begin(), pcm.end());
        if (!media || *media < Duration{}) {
            return;
        }
        if (at < length) {
            delays.all.push_back(milliseconds(at + period - *media) + codecDelay);
        }
        const auto next = static_cast<std::size_t>((*media + frameTime - 1us) / frameTime);
        if (next < outcome.placeOf.size() && outcome.placeOf[next] < 0) {
            const auto ahead = static_cast<std::int64_t>(next) * frameTime - *media;
            outcome.placeOf[next] =
                std::ssize(outcome.heard) + ahead.count() * voiceSampleRate / 1'000'000 + std::lround(codecDelay * 16);
        }
    };
    const double cpuBefore = processSeconds();
    for (Duration at = frameTime; at <= length + afterwards; at += period) {
        const auto now = begin + at;
        if (at % frameTime == Duration{}) {
            const auto frame = static_cast<std::size_t>(at / frameTime) - 1;
            speaker.counts = at <= length;
            const PathReport path{scene.linkClass, Duration(static_cast<std::int64_t>(scene.link.oneWay * 2000)),
                                  false};
            if (at % 500ms == Duration{}) {
                speaker.session.report(now, path);
                listener.session.report(now, path);
            }
            speaker.say(now, frameAt(said, frame), listener);
            const auto other = frame < 2 * half ? (frame + half) % (2 * half) : frame;
            listener.say(now, scene.bothTalk ? frameAt(said, other) : Pcm(frameSamples, 0), speaker);
            rungs += static_cast<double>(speaker.session.stats(now).rung);
        }
        speaker.receive(now);
        listener.receive(now);
        (void)speaker.session.playback(now, frameSamples / 2);
        while (loudspeaker <= at) {
            listen(loudspeaker);
            loudspeaker += loudspeakerPeriod;
        }
    }
    const auto frames = static_cast<double>((length + afterwards) / frameTime);
    const auto stats = listener.session.stats(begin + length);
    outcome.cpuPercent = (processSeconds() - cpuBefore) * 1000 / total * 100 / 2;
    outcome.wireKbit = speaker.bytes * 8 / milliseconds(length);
    outcome.layerKbit = outcome.wireKbit + speaker.packets * scene.link.layerBytes * 8 / milliseconds(length);
    outcome.rungMean = rungs / frames;
    outcome.concealedPercent = static_cast<double>(stats.concealedFrames) * 100 / frames;
    outcome.recoveredPercent = static_cast<double>(stats.recoveredFrames) * 100 / frames;
    outcome.worstQueue = speaker.out.worstQueue();
    delays.judge(outcome);
    return outcome;
}

Pcm aligned(const Outcome& outcome) {
    constexpr auto size = static_cast<std::ptrdiff_t>(frameSamples);
    std::vector<double> sum(outcome.placeOf.size() * frameSamples);
    for (std::size_t k = 0; k < outcome.placeOf.size(); ++k) {
        const auto place = outcome.placeOf[k];
        if (place < 0) {
            continue;
        }
        // Forty milliseconds around the start of the frame, faded in and out: where nothing was stretched they add up
        // to what was heard.
        for (auto i = -size; i < size; ++i) {
            const auto to = static_cast<std::ptrdiff_t>(k) * size + i;
            const auto from = place + i;
            if (to >= 0 && to < std::ssize(sum) && from >= 0 && from < std::ssize(outcome.heard)) {
                const double fade = 0.5 + 0.5 * std::cos(std::numbers::pi * static_cast<double>(i) / frameSamples);
                sum[static_cast<std::size_t>(to)] += fade * outcome.heard[static_cast<std::size_t>(from)];
            }
        }
    }
    Pcm out(sum.size());
    std::transform(sum.begin(), sum.end(), out.begin(),
                   [](double x) { return static_cast<std::int16_t>(std::lround(std::clamp(x, -32768.0, 32767.0))); });
    return out;
}

}  // namespace nightjar::lab
