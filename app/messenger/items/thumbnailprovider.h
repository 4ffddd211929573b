// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QQuickImageProvider>

namespace nightjar {

/// Draws the small pictures that come within messages: image://thumbnail/BYTES, the bytes in base64url. They are
/// somebody else's: what is no small picture is not decoded and shows as nothing.
class ThumbnailProvider final : public QQuickImageProvider {
public:
    ThumbnailProvider();
    QImage requestImage(const QString& id, QSize* size, const QSize& requestedSize) override;
};

}  // namespace nightjar
