// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QAudioDevice>
#include <QMediaDevices>
#include <QThread>

#include "callaudio.h"

namespace nightjar {

class DeviceStreams;

/// The device of this id as long as it is there, else the default of the system; null when there is none.
[[nodiscard]] QAudioDevice soundDevice(SoundDevices::Kind kind, const QString& id);

/// Microphone and loudspeaker of this machine, through Qt Multimedia, in a thread of their own: a busy window does not
/// make speech stutter. The chosen ones as long as they are there, else the default of the system, also when that
/// changes or a device comes or goes during a call.
class DeviceAudio final : public CallAudio {
    Q_OBJECT

public:
    explicit DeviceAudio(QObject* parent = nullptr);
    ~DeviceAudio() override;

    [[nodiscard]] QList<SoundDevice> list(Kind kind) const override;
    void choose(Kind kind, const QString& id) override;
    [[nodiscard]] QString chosen(Kind kind) const override;
    void start(AudioRings& rings) override;
    void stop() override;
    [[nodiscard]] bool hasMicrophone() const override;
    [[nodiscard]] bool hasLoudspeaker() const override;
    [[nodiscard]] bool canRing() const override { return true; }

private:
    void followDevices();
    void open();
    /// What is to be used now; null when there is none.
    [[nodiscard]] QAudioDevice wanted(Kind kind) const;

    QMediaDevices m_devices;
    QThread m_thread;
    DeviceStreams* m_streams = nullptr;  ///< lives in m_thread
    AudioRings* m_rings = nullptr;       ///< while a call runs
    QString m_microphone;
    QString m_loudspeaker;
    // While a call runs: what it uses.
    QAudioDevice m_openInput;
    QAudioDevice m_openOutput;
};

}  // namespace nightjar
