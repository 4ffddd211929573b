// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "picturestream.h"

namespace nightjar {

void PictureStream::show(const QImage& picture) {
    if (picture.isNull() && m_picture.isNull()) {
        return;
    }
    const auto before = size();
    const bool wasEmpty = isEmpty();
    m_picture = picture;
    Q_EMIT pictureChanged();
    if (size() != before) {
        Q_EMIT sizeChanged();
    }
    if (isEmpty() != wasEmpty) {
        Q_EMIT emptyChanged();
    }
}

void PictureStream::clear() {
    show({});
}

}  // namespace nightjar
