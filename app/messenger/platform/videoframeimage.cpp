// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "videoframeimage.h"

#include <QBuffer>
#include <QImageReader>
#include <QTransform>
#include <algorithm>

#include "pictures.h"

namespace nightjar {

namespace {

using Format = QVideoFrameFormat::PixelFormat;

/// Colours as brightness and two differences, 0 … 255 each.
struct Yuv {
    int y = 0;
    int u = 0;
    int v = 0;
};

/// ITU-R BT.601 and BT.709, equation 1 and 3.2 of each; numbers of 16 bits after the point.
class ToRgb {
public:
    explicit ToRgb(const QVideoFrameFormat& format) {
        const bool modern = format.colorSpace() == QVideoFrameFormat::ColorSpace_BT709;
        // Of 0 … 255, a camera uses 16 … 235 and 16 … 240 unless it says otherwise.
        const bool full = format.colorRange() == QVideoFrameFormat::ColorRange_Full;
        const double red = modern ? 0.2126 : 0.299;
        const double blue = modern ? 0.0722 : 0.114;
        const double green = 1 - red - blue;
        const double wide = full ? 1 : 255.0 / 224;
        m_black = full ? 0 : 16;
        m_bright = fixed(full ? 1 : 255.0 / 219);
        m_redV = fixed(2 * (1 - red) * wide);
        m_blueU = fixed(2 * (1 - blue) * wide);
        m_greenU = fixed(2 * (1 - blue) * blue / green * wide);
        m_greenV = fixed(2 * (1 - red) * red / green * wide);
    }

    [[nodiscard]] QRgb operator()(const Yuv& c) const {
        const int y = (c.y - m_black) * m_bright + half;
        const int u = c.u - 128;
        const int v = c.v - 128;
        return qRgb(byte(y + m_redV * v), byte(y - m_greenU * u - m_greenV * v), byte(y + m_blueU * u));
    }

private:
    static constexpr int shift = 16;
    static constexpr int half = 1 << (shift - 1);

    static int fixed(double value) { return static_cast<int>(value * (1 << shift) + 0.5); }
    static int byte(int value) { return std::clamp(value >> shift, 0, 255); }

    int m_black = 0;
    int m_bright = 0;
    int m_redV = 0;
    int m_greenU = 0;
    int m_greenV = 0;
    int m_blueU = 0;
};

/// A mapped frame, and what is in memory of it.
struct Planes {
    explicit Planes(const QVideoFrame& frame) : size(frame.size()), count(std::min(frame.planeCount(), 3)) {
        for (int i = 0; i < count; ++i) {
            bits[i] = frame.bits(i);
            stride[i] = frame.bytesPerLine(i);
            bytes[i] = frame.mappedBytes(i);
        }
    }
    /// There are so many lines of so many bytes in this plane.
    [[nodiscard]] bool holds(int plane, int width, int lines) const {
        return plane < count && bits[plane] && stride[plane] >= width &&
               qint64{stride[plane]} * (lines - 1) + width <= bytes[plane];
    }
    [[nodiscard]] const uchar* line(int plane, int y) const { return bits[plane] + qsizetype{stride[plane]} * y; }

    QSize size;
    int count;
    const uchar* bits[3]{};
    int stride[3]{};
    int bytes[3]{};
};

/// Every step-th pixel of every step-th line: enough to aim with, and four times as fast as to look at all of them.
template <class Pixel>
QImage sampled(const Planes& p, int step, Pixel pixel) {
    QImage out((p.size.width() + step - 1) / step, (p.size.height() + step - 1) / step, QImage::Format_RGB32);
    for (int y = 0; y < out.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(out.scanLine(y));
        for (int x = 0; x < out.width(); ++x) {
            line[x] = pixel(x * step, y * step);
        }
    }
    return out;
}

/// Two pixels in four bytes; where the first brightness and the two colours are among them.
QImage packed(const Planes& p, int step, const ToRgb& rgb, int y0, int u0, int v0) {
    if (!p.holds(0, (p.size.width() + 1) / 2 * 4, p.size.height())) {
        return {};
    }
    return sampled(p, step, [&](int x, int y) {
        const auto* pair = p.line(0, y) + x / 2 * 4;
        return rgb({pair[y0 + x % 2 * 2], pair[u0], pair[v0]});
    });
}

/// Brightness, then each colour in a plane of its own, at half the width and height.
QImage planar(const Planes& p, int step, const ToRgb& rgb, int u, int v) {
    const int w = p.size.width();
    const int h = p.size.height();
    for (const int plane : {u, v}) {
        if (!p.holds(plane, (w + 1) / 2, (h + 1) / 2)) {
            return {};
        }
    }
    if (!p.holds(0, w, h)) {
        return {};
    }
    return sampled(p, step, [&](int x, int y) {
        return rgb({p.line(0, y)[x], p.line(u, y / 2)[x / 2], p.line(v, y / 2)[x / 2]});
    });
}

/// Brightness, then both colours in turn, at half the width and height.
QImage halfPlanar(const Planes& p, int step, const ToRgb& rgb, int u, int v) {
    const int w = p.size.width();
    const int h = p.size.height();
    if (!p.holds(0, w, h) || !p.holds(1, (w + 1) / 2 * 2, (h + 1) / 2)) {
        return {};
    }
    return sampled(p, step, [&](int x, int y) {
        const auto* pair = p.line(1, y / 2) + x / 2 * 2;
        return rgb({p.line(0, y)[x], pair[u], pair[v]});
    });
}

/// Brightness alone, in so many bytes, of which the last counts most.
QImage grey(const Planes& p, int step, int bytes) {
    if (!p.holds(0, p.size.width() * bytes, p.size.height())) {
        return {};
    }
    return sampled(p, step, [&](int x, int y) {
        const int value = p.line(0, y)[x * bytes + bytes - 1];
        return qRgb(value, value, value);
    });
}

/// Red, green and blue in four bytes of which one is nothing: where they are among them.
QImage coloured(const Planes& p, int step, int r, int g, int b) {
    if (!p.holds(0, p.size.width() * 4, p.size.height())) {
        return {};
    }
    return sampled(p, step, [&](int x, int y) {
        const auto* at = p.line(0, y) + qsizetype{x} * 4;
        return qRgb(at[r], at[g], at[b]);
    });
}

QImage jpeg(const Planes& p, int longest) {
    if (p.count < 1 || !p.bits[0]) {
        return {};
    }
    const auto data = QByteArray::fromRawData(reinterpret_cast<const char*>(p.bits[0]), p.bytes[0]);
    return decodePicture(data, QSize(longest, longest)).convertToFormat(QImage::Format_RGB32);
}

QImage read(const Planes& p, const QVideoFrameFormat& format, int step, int longest) {
    const ToRgb rgb(format);
    switch (format.pixelFormat()) {
        case Format::Format_YUYV:
            return packed(p, step, rgb, 0, 1, 3);
        case Format::Format_UYVY:
            return packed(p, step, rgb, 1, 0, 2);
        case Format::Format_YUV420P:
            return planar(p, step, rgb, 1, 2);
        case Format::Format_YV12:
            return planar(p, step, rgb, 2, 1);
        case Format::Format_NV12:
            return halfPlanar(p, step, rgb, 0, 1);
        case Format::Format_NV21:
            return halfPlanar(p, step, rgb, 1, 0);
        case Format::Format_Y8:
            return grey(p, step, 1);
        case Format::Format_Y16:
            return grey(p, step, 2);
        case Format::Format_ARGB8888:
        case Format::Format_ARGB8888_Premultiplied:
        case Format::Format_XRGB8888:
            return coloured(p, step, 1, 2, 3);
        case Format::Format_BGRA8888:
        case Format::Format_BGRA8888_Premultiplied:
        case Format::Format_BGRX8888:
            return coloured(p, step, 2, 1, 0);
        case Format::Format_ABGR8888:
        case Format::Format_XBGR8888:
            return coloured(p, step, 3, 2, 1);
        case Format::Format_RGBA8888:
        case Format::Format_RGBX8888:
            return coloured(p, step, 0, 1, 2);
        case Format::Format_Jpeg:
            return jpeg(p, longest);
        default:
            return {};
    }
}

}  // namespace

bool canRead(QVideoFrameFormat::PixelFormat format) {
    switch (format) {
        case Format::Format_YUYV:
        case Format::Format_UYVY:
        case Format::Format_YUV420P:
        case Format::Format_YV12:
        case Format::Format_NV12:
        case Format::Format_NV21:
        case Format::Format_Y8:
        case Format::Format_Y16:
        case Format::Format_ARGB8888:
        case Format::Format_ARGB8888_Premultiplied:
        case Format::Format_XRGB8888:
        case Format::Format_BGRA8888:
        case Format::Format_BGRA8888_Premultiplied:
        case Format::Format_BGRX8888:
        case Format::Format_ABGR8888:
        case Format::Format_XBGR8888:
        case Format::Format_RGBA8888:
        case Format::Format_RGBX8888:
        case Format::Format_Jpeg:
            return true;
        default:
            return false;
    }
}

QImage imageOf(QVideoFrame frame, int longest) {
    const auto size = frame.size();
    if (!canRead(frame.pixelFormat()) || size.isEmpty() || qint64{size.width()} * size.height() > mostPixels ||
        !frame.map(QVideoFrame::ReadOnly)) {
        return {};
    }
    const int side = std::max(size.width(), size.height());
    const int step = longest > 0 ? (side + longest - 1) / longest : 1;
    const auto picture = read(Planes(frame), frame.surfaceFormat(), step, longest);
    frame.unmap();
    return upright(picture, frame.rotationAngle(), frame.mirrored());
}

QImage upright(const QImage& picture, int degrees, bool mirrored) {
    const auto turned = degrees % 360 == 0 ? picture : picture.transformed(QTransform().rotate(degrees));
    return mirrored ? turned.mirrored(true, false) : turned;
}

}  // namespace nightjar
