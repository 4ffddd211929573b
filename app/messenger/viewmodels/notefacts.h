// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QList>
#include <QObject>

#include "values.h"

namespace nightjar {

/// What a page shows of a voice note.
class NoteFacts {
    Q_GADGET
    QML_VALUE_TYPE(noteFacts)
    Q_PROPERTY(double seconds MEMBER seconds FINAL)
    Q_PROPERTY(QList<int> waveform MEMBER waveform FINAL)
    Q_PROPERTY(bool playable MEMBER playable FINAL)
    Q_PROPERTY(bool better MEMBER better FINAL)
    Q_PROPERTY(bool heard MEMBER heard FINAL)

public:
    double seconds = 0;
    QList<int> waveform;  ///< loudness of equal parts, 0 … 255
    bool playable = false;
    bool better = false;  ///< in the better form
    bool heard = false;

    bool operator==(const NoteFacts&) const = default;
};

/// Of a message that is no voice note: empty facts.
[[nodiscard]] NoteFacts noteFactsOf(const Message& message);
[[nodiscard]] QList<int> toBars(ByteView waveform);
[[nodiscard]] double toSeconds(Duration time);

}  // namespace nightjar
