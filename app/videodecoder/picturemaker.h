// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <cstdint>
#include <vector>

struct AVFrame;
struct SwsContext;

namespace nightjar::video {

struct Size {
    int width = 0;   ///< pixels
    int height = 0;  ///< pixels
    bool operator==(const Size&) const = default;
};
/// As large as fits into `bound`, of the same shape, and never larger than it is.
[[nodiscard]] Size fitted(Size size, Size bound);

/// Makes what a screen can show of decoded frames: upright, in RGB, not larger than asked for.
class PictureMaker {
public:
    /// `quarters`: how often the frame has to be turned clockwise by 90° to stand upright, 0 … 3.
    PictureMaker(Size bound, int quarters) : m_bound(bound), m_quarters(quarters) {}
    ~PictureMaker();
    PictureMaker(const PictureMaker&) = delete;
    PictureMaker& operator=(const PictureMaker&) = delete;

    struct Picture {
        Size size;
        std::vector<std::uint8_t> pixels;  ///< blue, green, red, 255; empty: it could not be made
    };
    [[nodiscard]] Picture make(const AVFrame& frame);

    /// How large a frame is upright and with square pixels, before it is fitted.
    [[nodiscard]] static Size shown(Size coded, int aspectNumber, int aspectDenominator, int quarters);

private:
    Size m_bound;
    int m_quarters;
    SwsContext* m_scaler = nullptr;
};

}  // namespace nightjar::video
