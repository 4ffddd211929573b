// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "soundchain.h"

namespace webrtc {
class AudioProcessing;
}

namespace nightjar {

/// The chain of WebRTC (webrtc-audio-processing 0.3). It finds the delay between loudspeaker and microphone by itself
/// and follows it, so that two devices whose clocks differ do not bring the echo back.
class WebRtcChain final : public SoundChain {
public:
    /// Null when the library refuses.
    [[nodiscard]] static std::unique_ptr<WebRtcChain> create();
    ~WebRtcChain() override;

    void played(std::span<const std::int16_t> samples) override;
    [[nodiscard]] std::vector<std::int16_t> captured(std::span<const std::int16_t> samples) override;
    [[nodiscard]] bool isActive() const override { return true; }

private:
    explicit WebRtcChain(std::unique_ptr<webrtc::AudioProcessing> processing);

    // The library locks its two directions by itself; each buffer belongs to one of them.
    std::unique_ptr<webrtc::AudioProcessing> m_processing;
    std::vector<float> m_played;
    std::vector<float> m_captured;
};

}  // namespace nightjar
