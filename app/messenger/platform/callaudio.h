// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "sounddevices.h"

namespace nightjar {

/// The sound of calls, and what a page says about it.
class CallAudio : public SoundDevices, public AudioPort {
    Q_OBJECT

public:
    using SoundDevices::SoundDevices;

    [[nodiscard]] AudioPort& port() override { return *this; }
    [[nodiscard]] virtual bool hasMicrophone() const = 0;
    [[nodiscard]] virtual bool hasLoudspeaker() const = 0;
    /// Whether a ring shall be heard on this machine.
    [[nodiscard]] virtual bool canRing() const = 0;
};

/// "device": microphone and loudspeaker of this machine; "none": silence; "wav:IN.wav,OUT.wav": files, each of which
/// may be left out. Null when it is none of these or a file cannot be used; the reason is on stderr.
[[nodiscard]] std::unique_ptr<CallAudio> makeCallAudio(const QString& which);

}  // namespace nightjar
