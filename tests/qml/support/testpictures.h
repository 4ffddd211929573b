// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QImage>

#include "base/bytes.h"
#include "values.h"

namespace nightjar::test {

/// Hills under a sky of this hue (0 … 359), with enough in it that it does not compress to nothing.
[[nodiscard]] QImage paintLandscape(QSize size, int hue);
[[nodiscard]] QByteArray toJpeg(const QImage& picture);
/// A JPEG as a camera that was held upright writes it: the picture lies on its side, and an Exif block says so.
[[nodiscard]] QByteArray toCameraJpeg(const QImage& picture);
[[nodiscard]] Bytes toBytes(const QByteArray& data);
/// What a message tells of such a photo.
[[nodiscard]] Attachment photoOf(const QImage& picture, const std::string& name);
/// What a message tells of a file of this size.
[[nodiscard]] Attachment fileOf(const std::string& name, std::uint64_t size, TransferState state = TransferState::Done,
                                std::uint64_t done = 0, ErrorCode reason = ErrorCode::None);

}  // namespace nightjar::test
