// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "testpictures.h"

#include <QBuffer>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "pictures.h"

namespace nightjar::test {

QImage paintLandscape(QSize size, int hue) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient sky(0, 0, 0, size.height());
    sky.setColorAt(0, QColor::fromHsv(hue, 140, 230));
    sky.setColorAt(1, QColor::fromHsv((hue + 40) % 360, 60, 250));
    painter.fillRect(image.rect(), sky);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromHsv((hue + 50) % 360, 90, 255));
    painter.drawEllipse(QPointF(size.width() * 0.7, size.height() * 0.3), size.height() * 0.1, size.height() * 0.1);
    for (int ridge = 0; ridge < 4; ++ridge) {
        QPainterPath path;
        path.moveTo(0, size.height());
        for (int x = 0; x <= size.width(); x += std::max(1, size.width() / 200)) {
            const auto t = static_cast<double>(x) / size.width();
            const auto y = 0.45 + 0.13 * ridge + 0.06 * std::sin(7 * t + 2.1 * ridge) + 0.03 * std::sin(23 * t + ridge);
            path.lineTo(x, y * size.height());
        }
        path.lineTo(size.width(), size.height());
        painter.setBrush(QColor::fromHsv((hue + 160) % 360, 60 + 30 * ridge, 170 - 35 * ridge));
        painter.drawPath(path);
    }
    return image;
}

QByteArray toJpeg(const QImage& picture) {
    QByteArray data;
    QBuffer buffer(&data);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "jpeg", 85);
    return data;
}

QByteArray toCameraJpeg(const QImage& picture) {
    // One IFD with one entry: orientation (0x0112) is 6, "the top of the scene is at the right". And a place.
    const QByteArray exif =
        QByteArrayLiteral("Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0") +
        QByteArrayLiteral("GPS 43.3499N 42.4453E");
    QByteArray segment = QByteArrayLiteral("\xff\xe1");
    const auto length = exif.size() + 2;
    segment += static_cast<char>(length >> 8);
    segment += static_cast<char>(length & 0xff);
    segment += exif;
    auto data = toJpeg(picture.transformed(QTransform().rotate(-90)));
    return data.insert(2, segment);
}

Bytes toBytes(const QByteArray& data) {
    return {data.begin(), data.end()};
}

Attachment photoOf(const QImage& picture, const std::string& name) {
    Attachment attachment;
    attachment.name = name;
    attachment.mime = "image/jpeg";
    attachment.width = static_cast<std::uint32_t>(picture.width());
    attachment.height = static_cast<std::uint32_t>(picture.height());
    attachment.thumbnail = makeThumbnail(picture, 3000);
    return attachment;
}

Attachment fileOf(const std::string& name, std::uint64_t size, TransferState state, std::uint64_t done,
                  ErrorCode reason) {
    Attachment attachment;
    attachment.name = name;
    attachment.size = size;
    attachment.state = state;
    attachment.done = done;
    attachment.reason = reason;
    attachment.readable = state == TransferState::Done;
    return attachment;
}

}  // namespace nightjar::test
