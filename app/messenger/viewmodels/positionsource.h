// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>

#include "base/geopoint.h"

namespace nightjar {

/// What knows where this device is. The system may ask the person for permission at start(), never before.
class PositionSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// There is something to ask; whether it will answer is another matter.
    [[nodiscard]] virtual bool exists() const = 0;
    /// moved() comes from now on, or failed().
    virtual void start() = 0;
    virtual void stop() = 0;

Q_SIGNALS:
    void moved(const nightjar::GeoPoint& point);
    /// Nothing will come: it was not permitted, or nothing knows.
    void failed();
};

}  // namespace nightjar
