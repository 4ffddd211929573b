// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "runtime/voicepreview.h"

#include "voice/preview.h"

namespace nightjar {

VoicePreview::VoicePreview(QObject* parent) : QObject(parent) {
    m_worker.setMaxThreadCount(1);
}

VoicePreview::~VoicePreview() {
    m_worker.waitForDone();
}

void VoicePreview::start(std::vector<std::int16_t> said, int rung, int lossPercent) {
    const int number = ++m_asked;
    m_worker.start([this, number, rung, lossPercent, said = std::move(said)] {
        auto heard = voice::previewCall(said, rung, lossPercent);
        QMetaObject::invokeMethod(
            this,
            [this, number, heard = std::move(heard)] {
                if (number == m_asked) {
                    Q_EMIT ready(heard);
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace nightjar
