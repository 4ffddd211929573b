// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QString>

#include "sounddevices.h"
#include "videoport.h"

namespace nightjar {

/// Videos through the decoder that comes with the app, and the loudspeaker that calls use.
class SystemVideo final : public VideoPort {
public:
    /// `devices`: which loudspeaker; null: nothing is to be heard.
    explicit SystemVideo(const SoundDevices* devices);

    /// The decoder is there.
    [[nodiscard]] bool isAvailable() const { return !m_program.isEmpty(); }
    [[nodiscard]] std::unique_ptr<VideoDecoder> decoder() override;
    [[nodiscard]] std::unique_ptr<VideoSound> sound() override;

private:
    QString m_program;
    const SoundDevices* m_devices;
};

}  // namespace nightjar
