// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QMediaDevices>
#include <QThread>

#include "callaudio.h"

namespace nightjar {

class DeviceStreams;

/// Microphone and loudspeaker of this machine, through Qt Multimedia, in a thread of their own: a busy window does not
/// make speech stutter. Follows when the default device changes during a call.
class DeviceAudio final : public CallAudio {
    Q_OBJECT

public:
    explicit DeviceAudio(QObject* parent = nullptr);
    ~DeviceAudio() override;

    void start(AudioRings& rings) override;
    void stop() override;
    [[nodiscard]] bool hasMicrophone() const override;
    [[nodiscard]] bool hasLoudspeaker() const override;
    [[nodiscard]] bool canRing() const override { return true; }

private:
    void followDevices();

    QMediaDevices m_devices;
    QThread m_thread;
    DeviceStreams* m_streams = nullptr;  ///< lives in m_thread
    AudioRings* m_rings = nullptr;       ///< while a call runs
};

}  // namespace nightjar
