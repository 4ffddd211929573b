// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "callaudio.h"
#include "runtime/ports/wavaudioport.h"

namespace nightjar {

/// WAV files (or silence) in the place of a sound card: for demonstrations and tests.
class FileAudio final : public CallAudio {
    Q_OBJECT

public:
    using CallAudio::CallAudio;

    /// Empty: no such file. The error is a sentence.
    [[nodiscard]] Result<void, std::string> setFiles(const QString& input, const QString& output);

    /// Files are no devices to choose from.
    [[nodiscard]] QList<SoundDevice> list(Kind) const override { return {}; }
    void choose(Kind, const QString&) override {}
    [[nodiscard]] QString chosen(Kind) const override { return {}; }
    void start(AudioRings& rings) override { m_port.start(rings); }
    void stop() override { m_port.stop(); }
    [[nodiscard]] bool hasMicrophone() const override { return m_speaks; }
    [[nodiscard]] bool hasLoudspeaker() const override { return m_listens; }
    [[nodiscard]] bool canRing() const override { return false; }

private:
    WavAudioPort m_port;
    bool m_speaks = false;
    bool m_listens = false;
};

}  // namespace nightjar
