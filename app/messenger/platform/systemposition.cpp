// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "systemposition.h"

namespace nightjar {

namespace {

/// Often enough for what is sent twice a minute at most.
constexpr int interval = 10'000;
/// A receiver that has to find its satellites first takes a minute.
constexpr int patience = 90'000;
/// What is known no better than this is no place to show.
constexpr double worst = 50'000;

}  // namespace

SystemPosition::SystemPosition(QObject* parent) : PositionSource(parent) {
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &SystemPosition::giveUp);
}

SystemPosition::~SystemPosition() = default;

bool SystemPosition::exists() const {
    // The plugin that reads a file of sentences is for those who have one and say which.
    auto sources = QGeoPositionInfoSource::availableSources();
    sources.removeAll(QStringLiteral("nmea"));
    return !sources.isEmpty();
}

void SystemPosition::start() {
    if (!m_source) {
        m_source.reset(QGeoPositionInfoSource::createDefaultSource(nullptr));
    }
    if (!m_source) {
        QMetaObject::invokeMethod(this, &SystemPosition::failed, Qt::QueuedConnection);
        return;
    }
    connect(m_source.get(), &QGeoPositionInfoSource::positionUpdated, this, &SystemPosition::take,
            Qt::UniqueConnection);
    connect(m_source.get(), &QGeoPositionInfoSource::errorOccurred, this, &SystemPosition::note, Qt::UniqueConnection);
    m_source->setUpdateInterval(interval);
    m_patience.start();
    m_source->startUpdates();
}

void SystemPosition::stop() {
    m_patience.stop();
    if (m_source) {
        m_source->disconnect(this);
        m_source->stopUpdates();
        m_source.release()->deleteLater();
    }
}

void SystemPosition::take(const QGeoPositionInfo& info) {
    const auto at = info.coordinate();
    const auto around = info.hasAttribute(QGeoPositionInfo::HorizontalAccuracy)
                            ? info.attribute(QGeoPositionInfo::HorizontalAccuracy)
                            : 0;
    const auto point = GeoPoint::of(at.latitude(), at.longitude(), around);
    if (point && around <= worst) {
        m_patience.stop();
        Q_EMIT moved(*point);
    }
}

void SystemPosition::note(QGeoPositionInfoSource::Error error) {
    if (error != QGeoPositionInfoSource::UpdateTimeoutError && error != QGeoPositionInfoSource::NoError) {
        giveUp();  // after a timeout it goes on looking
    }
}

void SystemPosition::giveUp() {
    m_patience.stop();
    Q_EMIT failed();
}

}  // namespace nightjar
