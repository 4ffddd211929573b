// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QImage>
#include <QVideoFrame>

namespace nightjar {

// Frames of a camera as pictures, by the processor alone: the toolkit's own way goes through the graphics card, which
// not every machine has, and not every thread may use.

/// Frames of this format can be read: what cameras send (V4L2), compressed as single JPEGs or not at all.
/// Not YUV422P, of which Qt 6.4 loses half the colours.
[[nodiscard]] bool canRead(QVideoFrameFormat::PixelFormat format);

/// Upright, opaque, no side longer than `longest` pixels (0: as it is). Null when the frame cannot be read, or is
/// shorter than it says.
[[nodiscard]] QImage imageOf(QVideoFrame frame, int longest = 0);

/// A picture that lies turned by so many degrees (0, 90, 180, 270) against the clock, and perhaps mirrored, as one sees
/// it.
[[nodiscard]] QImage upright(const QImage& picture, int degrees, bool mirrored);

}  // namespace nightjar
