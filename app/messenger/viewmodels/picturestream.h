// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QImage>
#include <QObject>
#include <QSize>

namespace nightjar {

/// Pictures that follow each other (a camera, a film): whoever makes them hands them in with show(), an item shows the
/// latest. Only that one is kept, and nothing after clear(). All of it in the thread of the interface: who makes more
/// than can be drawn, or larger ones than can be seen, leaves some out or makes them smaller before.
class PictureStream : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by what makes the pictures")
    Q_PROPERTY(bool empty READ isEmpty NOTIFY emptyChanged FINAL)
    Q_PROPERTY(QSize size READ size NOTIFY sizeChanged FINAL)

public:
    using QObject::QObject;

    /// Upright, opaque or not; a null one is clear().
    void show(const QImage& picture);
    void clear();

    [[nodiscard]] const QImage& picture() const { return m_picture; }
    [[nodiscard]] bool isEmpty() const { return m_picture.isNull(); }
    /// In pixels; invalid when there is no picture.
    [[nodiscard]] QSize size() const { return m_picture.isNull() ? QSize() : m_picture.size(); }

Q_SIGNALS:
    void pictureChanged();
    void emptyChanged();
    void sizeChanged();

private:
    QImage m_picture;
};

}  // namespace nightjar
