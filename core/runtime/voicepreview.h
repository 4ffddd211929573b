// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QThreadPool>
#include <cstdint>
#include <vector>

namespace nightjar {

/// "Hear how you sound": takes a recording through a call that happens in memory, in a thread of its own.
class VoicePreview : public QObject {
    Q_OBJECT

public:
    explicit VoicePreview(QObject* parent = nullptr);
    /// Waits for what is under way (a fraction of a second).
    ~VoicePreview() override;

    /// `said`: 16 kHz mono; rung 0 … 6. The answer is ready() once; one that was asked for before is not told any more.
    void start(std::vector<std::int16_t> said, int rung, int lossPercent);

Q_SIGNALS:
    /// In the thread of this object.
    void ready(const std::vector<std::int16_t>& heard);

private:
    QThreadPool m_worker;
    int m_asked = 0;
};

}  // namespace nightjar
