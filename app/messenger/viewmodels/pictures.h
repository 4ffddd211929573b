// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <optional>

#include "base/bytes.h"

class QIODevice;

namespace nightjar {

// Pictures of others are looked at before they are decoded, and pictures of our own leave the device without what a
// camera wrote into them (place, time, serial number): what is sent is painted anew.

/// The most pixels that are decoded: what the cameras of phones make. A JPEG needs less memory than its pixels would,
/// everything else 4 bytes for each.
inline constexpr qint64 mostJpegPixels = 50'000'000;
inline constexpr qint64 mostPixels = 32'000'000;
/// A thumbnail that claims to be larger is none.
inline constexpr int mostThumbnailSide = 512;

/// How a photo is made smaller before it is sent.
struct PhotoSize {
    int longestSide = 2048;  ///< pixels
    int quality = 85;        ///< of the JPEG, 0 … 100
};
inline constexpr PhotoSize usualPhoto{2048, 85};
inline constexpr PhotoSize smallPhoto{1024, 60};  ///< about 100 kB: a minute on GPRS

struct PreparedPhoto {
    Bytes content;    ///< a JPEG without any metadata
    Bytes thumbnail;  ///< a JPEG of at most maxThumbnailBytes
    QSize size;       ///< pixels of the content
};

/// The size of the picture as it is shown, from its header alone; invalid when it is no picture that decodePicture()
/// takes: PNG, JPEG, GIF, WebP and BMP of at most so many pixels.
[[nodiscard]] QSize pictureSize(QIODevice& device);
/// Upright, and not larger than `bound` (empty: as it is). Null when it is no picture, or too large a one.
[[nodiscard]] QImage decodePicture(QIODevice& device, QSize bound = {});
[[nodiscard]] QImage decodePicture(const QByteArray& data, QSize bound = {});
/// A picture that came with a message: nothing larger than a thumbnail is decoded.
[[nodiscard]] QImage decodeThumbnail(const QByteArray& data);

/// Nothing when it cannot be encoded. Slow: for a worker.
[[nodiscard]] std::optional<PreparedPhoto> preparePhoto(const QImage& picture, const PhotoSize& size);
/// A JPEG of at most `most` bytes.
[[nodiscard]] Bytes makeThumbnail(const QImage& picture, std::size_t most);
/// Without loss and without metadata. Slow: for a worker.
[[nodiscard]] Bytes encodePng(const QImage& picture);

}  // namespace nightjar
