// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "soundchain.h"

#ifdef NIGHTJAR_HAS_WEBRTC_AUDIO
#include "webrtcchain.h"
#endif

namespace nightjar {

namespace {

class PassThrough final : public SoundChain {
public:
    void played(std::span<const std::int16_t>) override {}
    [[nodiscard]] std::vector<std::int16_t> captured(std::span<const std::int16_t> samples) override {
        return {samples.begin(), samples.end()};
    }
    [[nodiscard]] bool isActive() const override { return false; }
};

}  // namespace

std::unique_ptr<SoundChain> SoundChain::create() {
#ifdef NIGHTJAR_HAS_WEBRTC_AUDIO
    if (auto chain = WebRtcChain::create()) {
        return chain;
    }
#endif
    return std::make_unique<PassThrough>();
}

}  // namespace nightjar
