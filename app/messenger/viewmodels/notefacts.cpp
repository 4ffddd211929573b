// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "notefacts.h"

namespace nightjar {

NoteFacts noteFactsOf(const Message& message) {
    NoteFacts facts;
    if (message.note) {
        facts.seconds = toSeconds(message.note->length);
        facts.waveform = toBars(message.note->waveform);
        facts.playable = message.note->playable;
        facts.better = message.note->better;
        facts.heard = message.note->heard;
    }
    return facts;
}

QList<int> toBars(ByteView waveform) {
    return {waveform.begin(), waveform.end()};
}

double toSeconds(Duration time) {
    return static_cast<double>(time.count()) / 1e6;
}

}  // namespace nightjar
