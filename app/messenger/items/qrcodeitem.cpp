// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "qrcodeitem.h"

#include <QPainter>

#include "qrcode.h"

namespace nightjar {

namespace {
/// ISO/IEC 18004, 6.3.8: the quiet zone is four modules wide.
constexpr int quietZone = 4;
}  // namespace

QrCodeItem::QrCodeItem(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(false);
    setOpaquePainting(true);
}

void QrCodeItem::setText(const QString& text) {
    if (m_text == text) {
        return;
    }
    m_text = text;
    m_code = makeQrCode(text);
    update();
    Q_EMIT textChanged();
}

void QrCodeItem::paint(QPainter* painter) {
    painter->fillRect(QRectF(0, 0, width(), height()), Qt::white);
    if (m_code.isNull()) {
        return;
    }
    // Whole pixels per module: a blurred edge costs a camera more than a wider margin does.
    const int modules = m_code.width() + 2 * quietZone;
    const int available = static_cast<int>(std::min(width(), height()));
    const int scale = std::max(1, available / modules);
    const int side = scale * m_code.width();
    const int x = (static_cast<int>(width()) - side) / 2;
    const int y = (static_cast<int>(height()) - side) / 2;
    painter->drawImage(QRect(x, y, side, side), m_code);
}

}  // namespace nightjar
