// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "picturemaker.h"

extern "C" {
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <cstring>
#include <utility>

namespace nightjar::video {

namespace {

constexpr int bytesPerPixel = 4;

/// Which of swscale's tables is meant by what a frame says of its colours (ITU-T H.273 table 4). Those that say nothing
/// are of a television: the old one up to 576 lines.
int colourTable(const AVFrame& frame) {
    switch (frame.colorspace) {
        case AVCOL_SPC_BT709:
            return SWS_CS_ITU709;
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return SWS_CS_BT2020;
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
            return SWS_CS_ITU601;
        default:
            return frame.height > 576 ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }
}

/// Turned clockwise by 90°, `quarters` times.
PictureMaker::Picture turned(PictureMaker::Picture from, int quarters) {
    if (quarters == 0 || from.pixels.empty()) {
        return from;
    }
    PictureMaker::Picture to{quarters == 2 ? from.size : Size{from.size.height, from.size.width}, {}};
    to.pixels.resize(from.pixels.size());
    const auto [width, height] = from.size;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int toX = quarters == 1 ? height - 1 - y : quarters == 2 ? width - 1 - x : y;
            const int toY = quarters == 1 ? x : quarters == 2 ? height - 1 - y : width - 1 - x;
            const auto source =
                (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
                bytesPerPixel;
            const auto target = (static_cast<std::size_t>(toY) * static_cast<std::size_t>(to.size.width) +
                                 static_cast<std::size_t>(toX)) *
                                bytesPerPixel;
            std::memcpy(to.pixels.data() + target, from.pixels.data() + source, bytesPerPixel);
        }
    }
    return to;
}

}  // namespace

Size fitted(Size size, Size bound) {
    if (size.width <= bound.width && size.height <= bound.height) {
        return size;
    }
    const auto wide = std::int64_t{size.width} * bound.height;
    const auto high = std::int64_t{size.height} * bound.width;
    const auto out = wide >= high ? Size{bound.width, static_cast<int>(high / size.width)}
                                  : Size{static_cast<int>(wide / size.height), bound.height};
    return {std::max(out.width, 1), std::max(out.height, 1)};
}

Size PictureMaker::shown(Size coded, int aspectNumber, int aspectDenominator, int quarters) {
    auto size = coded;
    if (aspectNumber > 0 && aspectDenominator > 0) {
        const auto width = std::int64_t{coded.width} * aspectNumber / aspectDenominator;
        // A shape that nobody filmed says nothing.
        if (width >= coded.width / 4 && width <= std::int64_t{coded.width} * 4 && width > 0) {
            size.width = static_cast<int>(width);
        }
    }
    if (quarters % 2 != 0) {
        std::swap(size.width, size.height);
    }
    return size;
}

PictureMaker::~PictureMaker() {
    sws_freeContext(m_scaler);
}

PictureMaker::Picture PictureMaker::make(const AVFrame& frame) {
    const auto upright = fitted(
        shown({frame.width, frame.height}, frame.sample_aspect_ratio.num, frame.sample_aspect_ratio.den, m_quarters),
        m_bound);
    const auto size = m_quarters % 2 == 0 ? upright : Size{upright.height, upright.width};
    m_scaler = sws_getCachedContext(m_scaler, frame.width, frame.height, static_cast<AVPixelFormat>(frame.format),
                                    size.width, size.height, AV_PIX_FMT_BGRA, SWS_BILINEAR, nullptr, nullptr, nullptr);
    if (!m_scaler) {
        return {};
    }
    constexpr int one = 1 << 16;
    sws_setColorspaceDetails(m_scaler, sws_getCoefficients(colourTable(frame)), frame.color_range == AVCOL_RANGE_JPEG,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, one, one);
    Picture picture{size, {}};
    picture.pixels.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * bytesPerPixel);
    std::uint8_t* const planes[] = {picture.pixels.data(), nullptr, nullptr, nullptr};
    const int strides[] = {size.width * bytesPerPixel, 0, 0, 0};
    if (sws_scale(m_scaler, frame.data, frame.linesize, 0, frame.height, planes, strides) <= 0) {
        return {};
    }
    return turned(std::move(picture), m_quarters);
}

}  // namespace nightjar::video
