// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QImage>
#include <QString>

namespace nightjar {

/// A picture larger than this on either side is not decoded: no photograph of a QR code needs more, and a hostile one
/// would fill memory.
inline constexpr int maxImageSide = 8192;

/// One pixel per module without a margin; null when the text does not fit a QR code.
[[nodiscard]] QImage makeQrCode(const QString& text);
/// The text of the first QR code in the picture; empty when there is none.
[[nodiscard]] QString readQrCode(const QImage& image);
/// PNG, JPEG, WebP or BMP from a file, its size checked before it is decoded; null when it cannot be read.
[[nodiscard]] QImage loadSmallImage(const QString& path);

}  // namespace nightjar
