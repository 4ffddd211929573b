// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "voice/preview.h"

#include <algorithm>

#include "base/random.h"
#include "voice/voicesession.h"

namespace nightjar::voice {
namespace {

constexpr std::uint64_t seed = 1;
// Longer than the longest packet and all that is made up for.
constexpr Duration afterwards = 2s;
const Instant begin = fromUnixMs(1'700'000'000'000);

void deliver(Instant now, const std::vector<OutgoingVoice>& packets, VoiceSession& to) {
    for (const auto& packet : packets) {
        const VoiceHeader header{packet.rung, false, static_cast<std::uint16_t>(packet.sequence % sequenceWrap)};
        (void)to.received(now, header, packet.sequence, packet.payload);
    }
}

}  // namespace

std::vector<std::int16_t> previewCall(std::span<const std::int16_t> said, int rung, int lossPercent) {
    VoiceConfig config;
    config.pinned = static_cast<Rung>(std::clamp(rung, 0, static_cast<int>(rungCount) - 1));
    VoiceSession speaker(config);
    VoiceSession listener(config);
    SeededRandom dice(seed);
    std::vector<std::int16_t> heard;
    const auto length = static_cast<std::int64_t>(said.size()) * 1'000'000 / voiceSampleRate;
    const Pcm silence(frameSamples, 0);
    std::size_t at = 0;
    for (auto now = begin; now < begin + Duration(length) + afterwards; now += frameTime) {
        Pcm frame = silence;
        const auto here = std::min<std::size_t>(frameSamples, said.size() - at);
        std::copy_n(said.begin() + static_cast<std::ptrdiff_t>(at), here, frame.begin());
        at += here;
        auto packets = speaker.capture(now, frame);
        std::erase_if(packets, [&](const auto&) {
            return dice.below(100) < static_cast<std::uint64_t>(std::max(0, lossPercent));
        });
        deliver(now, packets, listener);
        // What comes back are the reports that the protection of the speaker goes by.
        deliver(now, listener.capture(now, silence), speaker);
        const auto pcm = listener.playback(now, frameSamples);
        heard.insert(heard.end(), pcm.begin(), pcm.end());
    }
    // Nobody wants to wait for the delay of the call.
    heard.erase(heard.begin(), std::find_if(heard.begin(), heard.end(), [](std::int16_t x) { return x != 0; }));
    return heard;
}

}  // namespace nightjar::voice
