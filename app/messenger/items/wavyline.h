// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QColor>
#include <QQuickPaintedItem>

namespace nightjar {

/// A wave from the left to the right, as high as the item: what stands above it is misspelt.
class WavyLine : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor colour READ colour WRITE setColour NOTIFY colourChanged FINAL)

public:
    explicit WavyLine(QQuickItem* parent = nullptr);

    [[nodiscard]] QColor colour() const { return m_colour; }
    void setColour(const QColor& colour);
    void paint(QPainter* painter) override;

Q_SIGNALS:
    void colourChanged();

private:
    QColor m_colour;
};

}  // namespace nightjar
