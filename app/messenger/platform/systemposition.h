// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QGeoPositionInfoSource>
#include <QTimer>
#include <memory>

#include "positionsource.h"

namespace nightjar {

/// Where the system says we are: QtPositioning, on a desktop GeoClue, which asks the person.
class SystemPosition final : public PositionSource {
    Q_OBJECT

public:
    explicit SystemPosition(QObject* parent = nullptr);
    ~SystemPosition() override;

    [[nodiscard]] bool exists() const override;
    void start() override;
    void stop() override;

private:
    void take(const QGeoPositionInfo& info);
    void note(QGeoPositionInfoSource::Error error);
    void giveUp();

    std::unique_ptr<QGeoPositionInfoSource> m_source;
    QTimer m_patience;
};

}  // namespace nightjar
