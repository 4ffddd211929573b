// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <vector>

struct AVFrame;
struct SwrContext;

namespace nightjar::video {

/// Makes 48 kHz, two channels, 16 bit of decoded sound, whatever it was.
class SoundMaker {
public:
    SoundMaker() = default;
    ~SoundMaker();
    SoundMaker(const SoundMaker&) = delete;
    SoundMaker& operator=(const SoundMaker&) = delete;

    /// Left and right in turns; empty when there is nothing to hear.
    [[nodiscard]] std::vector<std::int16_t> make(const AVFrame& frame);
    /// What it keeps between frames is of another place in the file.
    void forget();

private:
    SwrContext* m_changer = nullptr;
    // What it was made for.
    int m_rate = 0;
    int m_format = -1;
    int m_channels = 0;
};

}  // namespace nightjar::video
