// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "sounddevices.h"

namespace nightjar::test {

/// Devices of thin air: the microphone hears what the test says, the loudspeaker keeps what it is given.
class FakeSound final : public SoundDevices, public AudioPort {
public:
    [[nodiscard]] QList<SoundDevice> list(Kind kind) const override {
        return kind == Kind::Microphone ? microphones : loudspeakers;
    }
    void choose(Kind kind, const QString& id) override { (kind == Kind::Microphone ? microphone : loudspeaker) = id; }
    [[nodiscard]] QString chosen(Kind kind) const override {
        return kind == Kind::Microphone ? microphone : loudspeaker;
    }
    [[nodiscard]] AudioPort& port() override { return *this; }
    void start(AudioRings& given) override { rings = &given; }
    void stop() override { rings = nullptr; }

    void plug(Kind kind, const QList<SoundDevice>& devices) {
        (kind == Kind::Microphone ? microphones : loudspeakers) = devices;
        Q_EMIT devicesChanged();
    }

    QList<SoundDevice> microphones{{QStringLiteral("in-1"), QStringLiteral("Built-in microphone")},
                                   {QStringLiteral("in-2"), QStringLiteral("USB headset")}};
    QList<SoundDevice> loudspeakers{{QStringLiteral("out-1"), QStringLiteral("Built-in loudspeaker")},
                                    {QStringLiteral("out-2"), QStringLiteral("USB headset")}};
    QString microphone;
    QString loudspeaker;
    AudioRings* rings = nullptr;  ///< while open
};

}  // namespace nightjar::test
