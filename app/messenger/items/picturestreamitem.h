// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QPointer>
#include <QQuickItem>

#include "picturestream.h"

namespace nightjar {

/// Shows the latest picture of a stream, as large as it fits, in the middle, nothing around it. Through textures of
/// images only, so that it works without a graphics card. What it shows is for the page to say (Accessible.role and
/// .name: a camera is something else than a film).
class PictureStreamItem : public QQuickItem {
    Q_OBJECT
    QML_NAMED_ELEMENT(PictureStreamView)
    Q_PROPERTY(nightjar::PictureStream* stream READ stream WRITE setStream NOTIFY streamChanged FINAL)

public:
    explicit PictureStreamItem(QQuickItem* parent = nullptr);

    [[nodiscard]] PictureStream* stream() const { return m_stream; }
    void setStream(PictureStream* stream);

Q_SIGNALS:
    void streamChanged();

protected:
    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    void takeSize();
    void takePicture();

    QPointer<PictureStream> m_stream;
    bool m_fresh = false;  ///< the picture is not the one of the node
};

/// Where a picture of this size is drawn within an area: as large as it fits, in the middle.
[[nodiscard]] QRectF fitted(QSizeF picture, const QRectF& area);

}  // namespace nightjar
