// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>
#include <vector>

#include "runtime/ports/audioport.h"

namespace nightjar {

/// One microphone and loudspeaker for several identities: whoever asks first has them until they let go; then whoever
/// waits longest. A call that waits is silent.
class AudioDesk {
public:
    AudioDesk() = default;
    ~AudioDesk();
    AudioDesk(const AudioDesk&) = delete;
    AudioDesk& operator=(const AudioDesk&) = delete;

    /// The real devices; null: there are none. Not owned; set before the first seat is used.
    void setDevices(AudioPort* devices) { m_devices = devices; }
    /// A port for one identity. It must not outlive the desk.
    [[nodiscard]] std::unique_ptr<AudioPort> seat();

private:
    class Seat;
    void want(Seat& seat);
    void release(Seat& seat);

    AudioPort* m_devices = nullptr;
    std::vector<Seat*> m_queue;  ///< the first has the devices
};

}  // namespace nightjar
