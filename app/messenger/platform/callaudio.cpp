// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "callaudio.h"

#include "deviceaudio.h"
#include "fileaudio.h"

namespace nightjar {

std::unique_ptr<CallAudio> makeCallAudio(const QString& which) {
    constexpr QStringView filePrefix = u"wav:";
    if (which == u"device") {
        return std::make_unique<DeviceAudio>();
    }
    if (which == u"none") {
        return std::make_unique<FileAudio>();
    }
    if (!which.startsWith(filePrefix)) {
        qCritical("--audio takes device, none or wav:IN.wav,OUT.wav");
        return nullptr;
    }
    const auto files = which.mid(filePrefix.size()).split(u',');
    auto audio = std::make_unique<FileAudio>();
    if (const auto set = audio->setFiles(files.value(0), files.value(1)); !set) {
        qCritical("%s", set.error().c_str());
        return nullptr;
    }
    return audio;
}

}  // namespace nightjar
