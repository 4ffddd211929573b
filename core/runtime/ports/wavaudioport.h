// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "runtime/ports/audioport.h"

namespace nightjar {

/// Microphone and loudspeaker made of WAV files, in real time: what the input says is spoken once, then there is
/// silence; what is heard is written down. Without files: silence, and nobody listens.
class WavAudioPort final : public AudioPort {
public:
    WavAudioPort();
    ~WavAudioPort() override;

    /// For the next start(). An empty name: no file. Reads the input (mono, 16 bit, 16 or 48 kHz) and begins the
    /// output (mono, 16 bit, 16 kHz) at once, so that what is wrong with them is told now, in a sentence.
    [[nodiscard]] Result<void, std::string> setFiles(const std::string& input, const std::string& output);

    void start(AudioRings& rings) override;
    void stop() override;

private:
    class Recording;

    void run(AudioRings& rings);

    std::vector<std::int16_t> m_input;
    std::unique_ptr<Recording> m_output;
    std::thread m_thread;
    std::atomic<bool> m_stop{false};
};

}  // namespace nightjar
