// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QThread>

#include "camera.h"

namespace nightjar {

class CameraSession;

/// The cameras of this machine through Qt Multimedia, in a thread of their own that exists from the first start() on:
/// what a frame costs until it is a picture for the screen never holds up the window, and before somebody wants a
/// camera nothing of this is loaded.
class SystemCamera final : public Camera {
    Q_OBJECT

public:
    explicit SystemCamera(QObject* parent = nullptr);
    ~SystemCamera() override;

    /// Before anything asks Qt Multimedia for video: which of its backends is to be used (docs/decisions/0039).
    static void chooseBackend();

    [[nodiscard]] QList<CameraDevice> list() const override;
    void start(const QString& id) override;
    void stop() override;
    void take() override;

private:
    QThread m_thread;
    CameraSession* m_session = nullptr;  ///< lives in m_thread
    int m_run = 0;                       ///< goes up with start() and stop(): what an earlier run says is late
};

}  // namespace nightjar
