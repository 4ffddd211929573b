// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QByteArray>
#include <QProcess>

#include "videoport.h"

namespace nightjar {

/// A video decoder in a process of its own, which can do nothing but compute (app/videodecoder, decision 0038). What it
/// says is not trusted: whatever makes no sense ends it.
class DecoderProcess final : public VideoDecoder {
    Q_OBJECT

public:
    /// `program`: nightjar-videodecoder.
    explicit DecoderProcess(const QString& program);
    ~DecoderProcess() override;

    void open(quint64 size, QSize bound, Read read) override;
    void grant(qint64 until) override;
    void seek(qint64 to) override;

private:
    void say(quint8 order, const QByteArray& fields);
    void hear();
    [[nodiscard]] bool take(quint8 news, QByteArrayView fields);
    [[nodiscard]] bool takeWant(QByteArrayView fields);
    [[nodiscard]] bool takeFacts(QByteArrayView fields);
    [[nodiscard]] bool takePicture(QByteArrayView fields);
    [[nodiscard]] bool takeSound(QByteArrayView fields);
    void end(const QString& problem);

    QString m_program;
    QProcess m_process;
    Read m_read;
    QSize m_bound;
    QByteArray m_heard;
    quint32 m_serial = 0;
    // Whoever listens keeps what comes: no more may come than was granted.
    quint32 m_granted = 0;     ///< ms
    qint64 m_pictureFrom = 0;  ///< ms: pictures before it are left out
    qint64 m_soundFrom = 0;    ///< ms: where the sound that came ends
    bool m_asked = false;      ///< it waits for what it wanted to read
    bool m_known = false;      ///< it said what the video is
    bool m_ended = false;
};

}  // namespace nightjar
