// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "othercall.h"

#include <opus/opus.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

namespace nightjar::lab {
namespace {

using voice::frameSamples;
using voice::voiceSampleRate;

constexpr int ipAndUdp = 28;
constexpr double never = std::numeric_limits<double>::infinity();
// Beyond this nobody calls it a conversation.
constexpr double mostDelay = 1450;
constexpr int expectedLoss = 5;  // percent, told to the coder where it protects itself

struct Free {
    void operator()(OpusEncoder* e) const { opus_encoder_destroy(e); }
    void operator()(OpusDecoder* d) const { opus_decoder_destroy(d); }
};

struct Frame {
    std::vector<unsigned char> coded;
    double arrival = never;
};

std::vector<Frame> encode(const OtherPlan& plan, PcmView said) {
    int error = OPUS_OK;
    const std::unique_ptr<OpusEncoder, Free> encoder(
        opus_encoder_create(voiceSampleRate, 1, OPUS_APPLICATION_VOIP, &error));
    opus_encoder_ctl(encoder.get(), OPUS_SET_BITRATE(plan.bitrate));
    opus_encoder_ctl(encoder.get(), OPUS_SET_COMPLEXITY(10));
    opus_encoder_ctl(encoder.get(), OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
    opus_encoder_ctl(encoder.get(), OPUS_SET_BANDWIDTH(OPUS_BANDWIDTH_WIDEBAND));
    opus_encoder_ctl(encoder.get(), OPUS_SET_INBAND_FEC(plan.fec ? 1 : 0));
    opus_encoder_ctl(encoder.get(), OPUS_SET_PACKET_LOSS_PERC(plan.fec ? expectedLoss : 0));
    const auto size = static_cast<std::size_t>(plan.frame * voiceSampleRate / 1000);
    std::vector<Frame> frames;
    std::array<unsigned char, 1275> out{};
    for (std::size_t at = 0; at + size <= said.size(); at += size) {
        const auto bytes = opus_encode(encoder.get(), said.data() + at, static_cast<int>(size), out.data(), out.size());
        frames.push_back({{out.begin(), out.begin() + std::max(0, bytes)}, never});
    }
    return frames;
}

}  // namespace

Outcome playOther(const Scene& scene, const OtherPlan& plan, PcmView said) {
    Outcome outcome;
    auto frames = encode(plan, said);
    const auto per = static_cast<std::size_t>(plan.bundle);
    const double length = static_cast<double>(frames.size()) * plan.frame;
    LabLink link(scene.link, scene.seed, length);
    double bytes = 0;
    std::vector<double> delays;
    for (std::size_t first = 0; first + per <= frames.size(); first += per) {
        std::size_t size = static_cast<std::size_t>(plan.headerBytes + ipAndUdp) + per - 1;
        for (std::size_t i = 0; i < per; ++i) {
            size += frames[first + i].coded.size();
        }
        bytes += static_cast<double>(size);
        const double at = static_cast<double>(first + per) * plan.frame;
        if (const auto arrival = link.send(at, size)) {
            delays.push_back(*arrival - static_cast<double>(first) * plan.frame);
            for (std::size_t i = 0; i < per; ++i) {
                frames[first + i].arrival = *arrival;
            }
        }
    }
    std::sort(delays.begin(), delays.end());
    double delay = delays.empty() ? mostDelay : delays[delays.size() * 98 / 100];
    delay = std::min(delay + (plan.fec ? plan.bundle * plan.frame : 0), mostDelay);

    int error = OPUS_OK;
    const std::unique_ptr<OpusDecoder, Free> decoder(opus_decoder_create(voiceSampleRate, 1, &error));
    const int size = plan.frame * voiceSampleRate / 1000;
    std::vector<std::int16_t> pcm(static_cast<std::size_t>(size));
    double concealed = 0;
    for (std::size_t n = 0; n < frames.size(); ++n) {
        const double due = static_cast<double>(n - n % per) * plan.frame + delay;
        const auto decode = [&](const Frame* from, int fec) {
            (void)!opus_decode(decoder.get(), from != nullptr ? from->coded.data() : nullptr,
                               from != nullptr ? static_cast<opus_int32>(from->coded.size()) : 0, pcm.data(), size,
                               fec);
        };
        if (frames[n].arrival <= due) {
            decode(&frames[n], 0);
        } else if (plan.fec && n + 1 < frames.size() && frames[n + 1].arrival <= due) {
            decode(&frames[n + 1], 1);
        } else {
            decode(nullptr, 0);
            ++concealed;
        }
        outcome.heard.insert(outcome.heard.end(), pcm.begin(), pcm.end());
    }
    constexpr auto codecDelay = static_cast<std::ptrdiff_t>(voiceSampleRate * 65 / 10000);
    outcome.placeOf.resize(said.size() / frameSamples);
    for (std::size_t k = 0; k < outcome.placeOf.size(); ++k) {
        outcome.placeOf[k] = static_cast<std::ptrdiff_t>(k * frameSamples) + codecDelay;
    }
    outcome.wireKbit = bytes * 8 / length;
    outcome.layerKbit = link.layerBytes() * 8 / length;
    outcome.delayMedian = outcome.delayMost = delay + 6.5;
    outcome.concealedPercent = concealed * 100 / static_cast<double>(std::max<std::size_t>(1, frames.size()));
    outcome.worstQueue = link.worstQueue();
    return outcome;
}

}  // namespace nightjar::lab
