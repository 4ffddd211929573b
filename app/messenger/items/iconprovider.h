// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QQuickImageProvider>

namespace nightjar {

/// Draws the icons of resources/icons in any colour and size: image://icon/NAME/COLOUR, the colour as QML
/// writes it without its leading hash (rrggbb or aarrggbb); none: as the SVG has it.
class IconProvider final : public QQuickImageProvider {
public:
    IconProvider();
    QImage requestImage(const QString& id, QSize* size, const QSize& requestedSize) override;
};

}  // namespace nightjar
