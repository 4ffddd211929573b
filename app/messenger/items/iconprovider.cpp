// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "iconprovider.h"

#include <QPainter>
#include <QSvgRenderer>

namespace nightjar {

namespace {
constexpr int naturalSide = 24;
constexpr int maxSide = 1024;
}  // namespace

IconProvider::IconProvider() : QQuickImageProvider(QQuickImageProvider::Image) {
}

QImage IconProvider::requestImage(const QString& id, QSize* size, const QSize& requestedSize) {
    const auto parts = id.split(u'/');
    const int asked = std::max(requestedSize.width(), requestedSize.height());
    const int side = std::clamp(asked > 0 ? asked : naturalSide, 1, maxSide);
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(QStringLiteral(":/nightjar/icons/%1.svg").arg(parts.value(0)));
    if (!renderer.isValid()) {
        qWarning("No such icon: %ls", qUtf16Printable(parts.value(0)));
    }
    QPainter painter(&image);
    renderer.render(&painter);
    const QColor colour(u'#' + parts.value(1));
    if (colour.isValid()) {
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), colour);
    }
    painter.end();
    if (size) {
        *size = image.size();
    }
    return image;
}

}  // namespace nightjar
