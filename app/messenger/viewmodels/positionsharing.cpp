// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "positionsharing.h"

#include <utility>

namespace nightjar {

PositionSharing::PositionSharing(Courier& courier, PositionSource* source, QObject* parent)
    : QObject(parent), m_courier(courier), m_source(source) {
    connect(&m_courier, &Courier::news, this, &PositionSharing::hear);
    if (m_source) {
        connect(m_source, &PositionSource::moved, this, &PositionSharing::moved);
        connect(m_source, &PositionSource::failed, this, &PositionSharing::failed);
    }
    // What was live when the program ended.
    m_courier.ask(ListLive{}, this, [this](const Event& answer) {
        const auto* live = std::get_if<MessagesAnswer>(&answer);
        m_live = m_live || (live && !live->messages.empty());
        run();
    });
}

PositionSharing::~PositionSharing() {
    if (m_running) {
        m_source->stop();
    }
}

void PositionSharing::locate(std::function<void(std::optional<GeoPoint>)> use) {
    if (!isPossible()) {
        return use(std::nullopt);
    }
    m_asked = std::move(use);
    run();
}

void PositionSharing::hear(const Event& event) {
    if (const auto* wanted = std::get_if<PositionWanted>(&event)) {
        m_live = wanted->wanted;
        run();
    }
}

void PositionSharing::moved(const GeoPoint& point) {
    if (m_live) {
        m_courier.tell(MoveLocation{0, point});
    }
    if (const auto use = std::exchange(m_asked, {})) {
        use(point);
    }
    run();
}

void PositionSharing::failed() {
    if (const auto use = std::exchange(m_asked, {})) {
        use(std::nullopt);
    }
    if (m_live) {
        stopAll();
    }
    m_live = false;
    run();
}

void PositionSharing::run() {
    const bool wanted = m_live || m_asked;
    if (wanted && !isPossible()) {
        m_live = false;
        return stopAll();
    }
    if (wanted != m_running) {
        m_running = wanted;
        wanted ? m_source->start() : m_source->stop();
    }
}

void PositionSharing::stopAll() {
    m_courier.ask(ListLive{}, this, [this](const Event& answer) {
        if (const auto* live = std::get_if<MessagesAnswer>(&answer)) {
            for (const auto& message : live->messages) {
                m_courier.tell(StopLocation{0, message.contact, message.id});
            }
        }
    });
}

}  // namespace nightjar
