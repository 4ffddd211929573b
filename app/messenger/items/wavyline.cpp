// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "wavyline.h"

#include <QPainter>
#include <QPainterPath>

namespace nightjar {

WavyLine::WavyLine(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
}

void WavyLine::setColour(const QColor& colour) {
    if (m_colour != colour) {
        m_colour = colour;
        update();
        Q_EMIT colourChanged();
    }
}

void WavyLine::paint(QPainter* painter) {
    const double line = height() / 3;
    const double step = height();
    QPainterPath wave(QPointF(0, height() - line));
    bool up = true;
    for (double x = step; x <= width() + step / 2; x += step, up = !up) {
        wave.lineTo(x, up ? line : height() - line);
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(m_colour, line, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(wave);
}

}  // namespace nightjar
