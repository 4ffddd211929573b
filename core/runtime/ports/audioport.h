// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "runtime/ports/audioring.h"

namespace nightjar {

/// Microphone and loudspeaker. start() and stop() are called in the thread of the Node's user (where the Node object
/// lives); the samples themselves may flow in any one thread of the port's own choice per direction.
class AudioPort {
public:
    virtual ~AudioPort() = default;
    /// Begins to write captured sound into rings.captured and to play what is in rings.playback, at its own pace: the
    /// loudspeaker's pace is the clock of the received voice. The rings outlive the matching stop().
    virtual void start(AudioRings& rings) = 0;
    /// Ends both; the rings are not touched any more once it returns. Harmless when nothing runs.
    virtual void stop() = 0;
};

}  // namespace nightjar
