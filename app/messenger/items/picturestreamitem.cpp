// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "picturestreamitem.h"

#include <QQuickWindow>
#include <QSGImageNode>

namespace nightjar {

PictureStreamItem::PictureStreamItem(QQuickItem* parent) : QQuickItem(parent) {
    setFlag(ItemHasContents);
}

void PictureStreamItem::setStream(PictureStream* stream) {
    if (m_stream == stream) {
        return;
    }
    if (m_stream) {
        m_stream->disconnect(this);
    }
    m_stream = stream;
    if (m_stream) {
        connect(m_stream, &PictureStream::pictureChanged, this, &PictureStreamItem::takePicture);
        connect(m_stream, &PictureStream::sizeChanged, this, &PictureStreamItem::takeSize);
        // The last picture of a stream that is gone is not to be seen any more.
        connect(m_stream, &QObject::destroyed, this, &PictureStreamItem::takePicture);
    }
    takeSize();
    takePicture();
    Q_EMIT streamChanged();
}

void PictureStreamItem::takeSize() {
    const auto size = m_stream && !m_stream->isEmpty() ? m_stream->size() : QSize(0, 0);
    setImplicitSize(size.width(), size.height());
}

void PictureStreamItem::takePicture() {
    m_fresh = true;
    update();
}

void PictureStreamItem::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size()) {
        update();
    }
}

QSGNode* PictureStreamItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
    auto* node = static_cast<QSGImageNode*>(old);
    const auto picture = m_stream ? m_stream->picture() : QImage();
    const auto place = fitted(picture.size(), boundingRect());
    if (place.isEmpty()) {
        delete node;
        m_fresh = true;
        return nullptr;
    }
    if (!node) {
        node = window()->createImageNode();
        node->setOwnsTexture(true);
        node->setFiltering(QSGTexture::Linear);
        m_fresh = true;
    }
    if (m_fresh) {
        node->setTexture(window()->createTextureFromImage(
            picture, picture.hasAlphaChannel() ? QQuickWindow::TextureHasAlphaChannel : QQuickWindow::TextureIsOpaque));
        node->setSourceRect(picture.rect());
        m_fresh = false;
    }
    node->setRect(place);
    return node;
}

QRectF fitted(QSizeF picture, const QRectF& area) {
    if (picture.isEmpty() || area.isEmpty()) {
        return {};
    }
    QRectF place(QPointF(), picture.scaled(area.size(), Qt::KeepAspectRatio));
    place.moveCenter(area.center());
    return place;
}

}  // namespace nightjar
