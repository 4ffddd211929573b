// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "webrtcchain.h"

#include <webrtc/modules/audio_processing/include/audio_processing.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/ports/audioring.h"

namespace nightjar {

namespace {

/// The library takes 10 ms at a time.
constexpr std::size_t block = audioSampleRate / 100;
/// Between handing a sample to the loudspeaker and hearing it in the microphone: what the two devices hold. A first
/// guess; the library searches from there.
constexpr int deviceDelayMs = 100;
/// Loudness that gain control aims at, in dB below full scale, and the most that it raises a quiet voice.
constexpr int targetBelowFull = 9;
constexpr int mostGain = 12;

void append(std::vector<float>& to, std::span<const std::int16_t> samples) {
    std::transform(samples.begin(), samples.end(), std::back_inserter(to),
                   [](std::int16_t x) { return static_cast<float>(x) / 32768.0F; });
}

/// Calls `use(block)` for every whole block and keeps the rest.
template <typename Use>
void eachBlock(std::vector<float>& held, Use use) {
    std::size_t at = 0;
    for (; at + block <= held.size(); at += block) {
        use(held.data() + at);
    }
    held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

std::unique_ptr<WebRtcChain> WebRtcChain::create() {
    webrtc::Config config;
    config.Set<webrtc::DelayAgnostic>(new webrtc::DelayAgnostic(true));
    config.Set<webrtc::ExtendedFilter>(new webrtc::ExtendedFilter(true));
    std::unique_ptr<webrtc::AudioProcessing> processing(webrtc::AudioProcessing::Create(config));
    if (!processing) {
        return nullptr;
    }
    auto* const echo = processing->echo_cancellation();
    auto* const noise = processing->noise_suppression();
    auto* const gain = processing->gain_control();
    const bool ready =
        processing->high_pass_filter()->Enable(true) == 0 && echo->enable_drift_compensation(false) == 0 &&
        echo->set_suppression_level(webrtc::EchoCancellation::kHighSuppression) == 0 && echo->Enable(true) == 0 &&
        noise->set_level(webrtc::NoiseSuppression::kHigh) == 0 && noise->Enable(true) == 0 &&
        gain->set_mode(webrtc::GainControl::kAdaptiveDigital) == 0 &&
        gain->set_target_level_dbfs(targetBelowFull) == 0 && gain->set_compression_gain_db(mostGain) == 0 &&
        gain->enable_limiter(true) == 0 && gain->Enable(true) == 0;
    if (!ready) {
        return nullptr;
    }
    return std::unique_ptr<WebRtcChain>(new WebRtcChain(std::move(processing)));
}

WebRtcChain::WebRtcChain(std::unique_ptr<webrtc::AudioProcessing> processing) : m_processing(std::move(processing)) {
}

WebRtcChain::~WebRtcChain() = default;

void WebRtcChain::played(std::span<const std::int16_t> samples) {
    const webrtc::StreamConfig mono(audioSampleRate, 1);
    append(m_played, samples);
    eachBlock(m_played, [&](float* at) {
        float* const channel = at;
        m_processing->ProcessReverseStream(&channel, mono, mono, &channel);
    });
}

std::vector<std::int16_t> WebRtcChain::captured(std::span<const std::int16_t> samples) {
    const webrtc::StreamConfig mono(audioSampleRate, 1);
    append(m_captured, samples);
    std::vector<std::int16_t> out;
    eachBlock(m_captured, [&](float* at) {
        float* const channel = at;
        m_processing->set_stream_delay_ms(deviceDelayMs);
        m_processing->ProcessStream(&channel, mono, mono, &channel);
        std::transform(at, at + block, std::back_inserter(out), [](float x) {
            return static_cast<std::int16_t>(std::lround(std::clamp(x, -1.0F, 1.0F) * 32767.0F));
        });
    });
    return out;
}

}  // namespace nightjar
