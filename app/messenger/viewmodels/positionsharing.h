// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <functional>

#include "courier.h"
#include "positionsource.h"

namespace nightjar {

/// Keeps live places of this identity told while there are any, and asks once where we are for who wants to know. Where
/// nothing knows that, a live place is stopped rather than left to look alive.
class PositionSharing : public QObject {
    Q_OBJECT

public:
    /// `source` may be null: there is none.
    PositionSharing(Courier& courier, PositionSource* source, QObject* parent = nullptr);
    ~PositionSharing() override;

    [[nodiscard]] bool isPossible() const { return m_source && m_source->exists(); }
    /// `use` is called once with the place, or with nothing. A later question takes the place of an earlier one.
    void locate(std::function<void(std::optional<GeoPoint>)> use);

private:
    void hear(const Event& event);
    void moved(const GeoPoint& point);
    void failed();
    void run();
    void stopAll();

    Courier& m_courier;
    PositionSource* m_source;
    std::function<void(std::optional<GeoPoint>)> m_asked;
    bool m_live = false;
    bool m_running = false;
};

}  // namespace nightjar
