// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "thumbnailprovider.h"

#include "pictures.h"

namespace nightjar {

ThumbnailProvider::ThumbnailProvider() : QQuickImageProvider(QQuickImageProvider::Image) {
}

QImage ThumbnailProvider::requestImage(const QString& id, QSize* size, const QSize& /*requestedSize*/) {
    auto image = decodeThumbnail(QByteArray::fromBase64(id.toLatin1(), QByteArray::Base64UrlEncoding));
    if (image.isNull()) {
        // One transparent pixel: a picture that cannot be read is no reason for a warning about the page.
        image = QImage(1, 1, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
    }
    if (size) {
        *size = image.size();
    }
    return image;
}

}  // namespace nightjar
