// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "camera.h"

namespace nightjar::test {

/// Cameras that see what the test holds in front of them.
class FakeCamera final : public Camera {
    Q_OBJECT

public:
    using Camera::Camera;

    [[nodiscard]] QList<CameraDevice> list() const override { return there; }
    void start(const QString& id) override {
        running = id;
        ++starts;
    }
    void stop() override {
        running.clear();
        wanted = false;
    }
    void take() override { wanted = true; }

    /// One frame, if a camera runs: to look at, or the photo that was asked for.
    void see(const QImage& picture) {
        if (running.isEmpty()) {
            return;
        }
        if (std::exchange(wanted, false)) {
            Q_EMIT taken(picture);
        } else {
            Q_EMIT shown(picture.scaled(picture.size().boundedTo({previewSide, previewSide}), Qt::KeepAspectRatio));
        }
    }
    /// What runs does not any more.
    void lose(const QString& problem) {
        running.clear();
        Q_EMIT failed(problem);
    }

    QList<CameraDevice> there;
    QString running;  ///< the id of the one that runs; empty: none
    int starts = 0;
    bool wanted = false;
};

}  // namespace nightjar::test
