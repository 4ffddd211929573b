// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QAudioDevice>
#include <QAudioSink>
#include <QObject>
#include <QTimer>
#include <deque>

#include "videoport.h"

namespace nightjar {

/// The sound of a video through a loudspeaker of this machine.
class DeviceVideoSound final : public QObject, public VideoSound {
    Q_OBJECT

public:
    explicit DeviceVideoSound(const QAudioDevice& device);
    ~DeviceVideoSound() override;

    void add(qint64 at, const QByteArray& samples) override;
    void play() override;
    void pause() override;
    void clear() override;
    void setMuted(bool muted) override;
    [[nodiscard]] qint64 position() const override;

private:
    struct Piece {
        qint64 at = 0;  ///< ms of the video
        QByteArray samples;
    };

    void feed();

    QAudioSink m_sink;
    QIODevice* m_device = nullptr;  ///< of the sink, while it is started
    QTimer m_feeding;
    std::deque<Piece> m_waiting;
    qint64 m_fed = -1;  ///< ms of the video where what the sink has ends
};

}  // namespace nightjar
