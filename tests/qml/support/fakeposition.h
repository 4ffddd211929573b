// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "positionsource.h"

namespace nightjar::test {

/// A receiver that says what the test wants.
class FakePosition final : public PositionSource {
    Q_OBJECT

public:
    using PositionSource::PositionSource;

    [[nodiscard]] bool exists() const override { return there; }
    void start() override {
        running = true;
        ++starts;
    }
    void stop() override { running = false; }

    void say(double latitude, double longitude, double uncertainty = 0) {
        Q_EMIT moved(*GeoPoint::of(latitude, longitude, uncertainty));
    }
    void giveUp() { Q_EMIT failed(); }

    bool there = true;
    bool running = false;
    int starts = 0;
};

}  // namespace nightjar::test
