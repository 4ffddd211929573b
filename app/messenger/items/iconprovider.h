// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QQuickImageProvider>

namespace nightjar {

/// Draws the icons of resources/icons in any colour and size: image://icon/NAME/RRGGBBAA (two letters each, hex). The
/// SVG says where ink is; the colour is the theme's.
class IconProvider final : public QQuickImageProvider {
public:
    IconProvider();
    QImage requestImage(const QString& id, QSize* size, const QSize& requestedSize) override;
};

}  // namespace nightjar
