// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "fileaudio.h"

namespace nightjar {

Result<void, std::string> FileAudio::setFiles(const QString& input, const QString& output) {
    auto done = m_port.setFiles(input.toStdString(), output.toStdString());
    if (done) {
        m_speaks = !input.isEmpty();
        m_listens = !output.isEmpty();
    }
    return done;
}

}  // namespace nightjar
