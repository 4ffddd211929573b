// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "pictures.h"

#include <QBuffer>
#include <QColorSpace>
#include <QImageReader>
#include <QImageWriter>
#include <QPainter>

#include "commands.h"

namespace nightjar {

namespace {

/// A thumbnail travels with the message: on GPRS a second for so many bytes.
constexpr std::size_t thumbnailTarget = 3'000;

bool isTaken(const QByteArray& format) {
    static const QList<QByteArray> taken{"png", "jpeg", "jpg", "gif", "webp", "bmp"};
    return taken.contains(format);
}

bool isJpeg(const QByteArray& format) {
    return format == "jpeg" || format == "jpg";
}

bool isTurned(const QImageReader& reader) {
    return reader.transformation().testFlag(QImageIOHandler::TransformationRotate90);
}

/// Ready to read, its format found from its content; invalid size: do not.
QSize open(QImageReader& reader) {
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    const auto size = reader.size();
    const auto format = reader.format();
    if (!isTaken(format) || size.isEmpty() ||
        qint64{size.width()} * size.height() > (isJpeg(format) ? mostJpegPixels : mostPixels)) {
        return {};
    }
    return size;
}

/// The same picture as nothing but pixels: no texts, no colour profile, no alpha.
QImage painted(const QImage& picture, QSize size) {
    auto source = picture;
    if (source.colorSpace().isValid() && source.colorSpace() != QColorSpace(QColorSpace::SRgb)) {
        source.convertToColorSpace(QColorSpace::SRgb);
    }
    if (source.size() != size) {
        source = source.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    QImage out(size, QImage::Format_RGB32);
    out.fill(Qt::white);
    QPainter painter(&out);
    painter.drawImage(QPoint(0, 0), source);
    return out;
}

Bytes encode(const QImage& picture, const char* format, int quality) {
    QByteArray data;
    QBuffer buffer(&data);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(quality);
    writer.setOptimizedWrite(true);
    if (!writer.write(picture)) {
        return {};
    }
    return {data.begin(), data.end()};
}

QSize within(QSize size, int longestSide) {
    const auto bound = QSize(longestSide, longestSide);
    return size.width() <= longestSide && size.height() <= longestSide
               ? size
               : size.scaled(bound, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

}  // namespace

QSize pictureSize(QIODevice& device) {
    QImageReader reader(&device);
    const auto size = open(reader);
    return size.isValid() && isTurned(reader) ? size.transposed() : size;
}

QImage decodePicture(QIODevice& device, QSize bound) {
    QImageReader reader(&device);
    const auto size = open(reader);
    if (!size.isValid()) {
        return {};
    }
    // The reader scales before it turns.
    const auto room = isTurned(reader) ? bound.transposed() : bound;
    if (!bound.isEmpty() && (size.width() > room.width() || size.height() > room.height())) {
        reader.setScaledSize(size.scaled(room, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    }
    return reader.read();
}

QImage decodePicture(const QByteArray& data, QSize bound) {
    QBuffer buffer;
    buffer.setData(data);
    buffer.open(QIODevice::ReadOnly);
    return decodePicture(buffer, bound);
}

QImage decodeThumbnail(const QByteArray& data) {
    QBuffer buffer;
    buffer.setData(data);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    const auto size = open(reader);
    if (!size.isValid() || size.width() > mostThumbnailSide || size.height() > mostThumbnailSide) {
        return {};
    }
    return reader.read();
}

std::optional<PreparedPhoto> preparePhoto(const QImage& picture, const PhotoSize& size) {
    if (picture.isNull()) {
        return std::nullopt;
    }
    const auto plain = painted(picture, within(picture.size(), size.longestSide));
    PreparedPhoto out{encode(plain, "jpeg", size.quality), makeThumbnail(plain, thumbnailTarget), plain.size()};
    return out.content.empty() ? std::nullopt : std::optional(std::move(out));
}

Bytes makeThumbnail(const QImage& picture, std::size_t most) {
    for (const auto& [side, quality] : {std::pair{128, 60}, std::pair{112, 45}, std::pair{80, 40}, std::pair{48, 30}}) {
        auto out = encode(painted(picture, within(picture.size(), side)), "jpeg", quality);
        if (out.size() <= std::min(most, maxThumbnailBytes)) {
            return out;
        }
    }
    return {};
}

Bytes encodePng(const QImage& picture) {
    // A copy of the pixels alone: what an image carries besides would be written, too.
    QImage plain(picture.size(), QImage::Format_ARGB32);
    plain.fill(Qt::transparent);
    QPainter painter(&plain);
    painter.drawImage(QPoint(0, 0), picture);
    painter.end();
    return encode(plain, "png", -1);
}

}  // namespace nightjar
