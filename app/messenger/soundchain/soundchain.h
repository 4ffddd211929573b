// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace nightjar {

/// What happens to sound between the microphone and the core: the echo of the loudspeaker is taken out, noise is
/// pushed down, quiet voices are raised. All 16 kHz mono. One thread may call played() while another calls captured().
class SoundChain {
public:
    /// The best there is in this build; never null.
    [[nodiscard]] static std::unique_ptr<SoundChain> create();
    virtual ~SoundChain() = default;

    /// What the loudspeaker is about to play, any number of samples.
    virtual void played(std::span<const std::int16_t> samples) = 0;
    /// What the microphone heard, any number of samples: what is left of it. May keep up to 10 ms back for the next
    /// time.
    [[nodiscard]] virtual std::vector<std::int16_t> captured(std::span<const std::int16_t> samples) = 0;
    /// False: sound passes as it is.
    [[nodiscard]] virtual bool isActive() const = 0;
};

}  // namespace nightjar
