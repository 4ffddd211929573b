// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "systemvideo.h"

#include <QCoreApplication>
#include <QStandardPaths>

#include "decoderprocess.h"
#include "deviceaudio.h"
#include "videosound.h"

namespace nightjar {

SystemVideo::SystemVideo(const SoundDevices* devices)
    // Beside the app and nowhere else: it is one of its parts.
    : m_program(QStandardPaths::findExecutable(QStringLiteral("nightjar-videodecoder"),
                                               {QCoreApplication::applicationDirPath()})),
      m_devices(devices) {
}

std::unique_ptr<VideoDecoder> SystemVideo::decoder() {
    return std::make_unique<DecoderProcess>(m_program);
}

std::unique_ptr<VideoSound> SystemVideo::sound() {
    if (!m_devices) {
        return nullptr;
    }
    constexpr auto loudspeaker = SoundDevices::Kind::Loudspeaker;
    const auto device = soundDevice(loudspeaker, m_devices->chosen(loudspeaker));
    return device.isNull() ? nullptr : std::make_unique<DeviceVideoSound>(device);
}

}  // namespace nightjar
