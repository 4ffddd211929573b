// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>
#include <optional>

#include "courier.h"
#include "picturestream.h"
#include "videoport.h"

namespace nightjar {

/// The video of a message that is watched: read in parts, decrypted, from the core, and never written anywhere. What
/// one hears is the clock; where there is nothing to hear, time itself.
class VideoPlayer : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AttachmentsViewModel")
    Q_PROPERTY(bool available READ isAvailable CONSTANT FINAL)
    Q_PROPERTY(QString message READ message NOTIFY changed FINAL)
    Q_PROPERTY(State state READ state NOTIFY changed FINAL)
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(double duration READ duration NOTIFY changed FINAL)
    Q_PROPERTY(double position READ position NOTIFY positionChanged FINAL)
    Q_PROPERTY(bool sound READ hasSound NOTIFY changed FINAL)
    Q_PROPERTY(bool muted READ isMuted WRITE setMuted NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::PictureStream* pictures READ pictures CONSTANT FINAL)

public:
    enum class State {
        None,     ///< no video is open
        Opening,  ///< what it is is being found out
        Playing,
        Paused,
        Ended,
        Failed,  ///< `problem` says why
    };
    Q_ENUM(State)

    /// `port`: null where videos cannot be played.
    VideoPlayer(Courier& courier, VideoPort* port, QObject* parent = nullptr);
    ~VideoPlayer() override;

    [[nodiscard]] bool isAvailable() const { return m_port != nullptr; }
    /// What is open; empty: nothing.
    [[nodiscard]] QString message() const { return m_message; }
    [[nodiscard]] State state() const { return m_state; }
    /// Stable name of what is wrong with it; empty: nothing.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Seconds; 0: not known.
    [[nodiscard]] double duration() const { return static_cast<double>(m_facts.duration) / 1000; }
    [[nodiscard]] double position() const { return static_cast<double>(m_shownMs) / 1000; }
    [[nodiscard]] bool hasSound() const { return m_facts.sound; }
    [[nodiscard]] bool isMuted() const { return m_muted; }
    void setMuted(bool muted);
    [[nodiscard]] PictureStream* pictures() { return &m_pictures; }

    /// Opens the file of a message, which has so many bytes, and plays it. `width` and `height`: pixels of the place
    /// that it is shown in.
    Q_INVOKABLE void open(const QString& message, double bytes, int width, int height);
    /// Plays, or pauses; from the beginning when it was over.
    Q_INVOKABLE void toggle();
    Q_INVOKABLE void pause();
    /// Goes to so many seconds.
    Q_INVOKABLE void seek(double seconds);
    Q_INVOKABLE void close();

Q_SIGNALS:
    void changed();
    void positionChanged();

private:
    struct Timed {
        qint64 at = 0;
        QImage picture;
    };

    void listen();
    void read(quint64 from, quint32 length, VideoDecoder::Use use);
    void setState(State state);
    void fail(const QString& problem);
    void play();
    void jump(qint64 to);
    void tick();
    void showDue(qint64 now);
    void grantMore(qint64 now);
    [[nodiscard]] qint64 now();

    Courier& m_courier;
    VideoPort* m_port;
    std::unique_ptr<VideoDecoder> m_decoder;
    std::unique_ptr<VideoSound> m_sound;
    PictureStream m_pictures;
    QString m_message;
    std::optional<MessageId> m_id;
    State m_state = State::None;
    QString m_problem;
    VideoFacts m_facts;
    std::deque<Timed> m_due;  ///< what was decoded and is not shown yet
    QTimer m_timer;
    QElapsedTimer m_since;  ///< since m_fromMs was now
    qint64 m_fromMs = 0;    ///< where in the video the clock was set
    qint64 m_shownMs = 0;
    qint64 m_granted = -1;
    bool m_first = true;  ///< nothing was shown since the last jump: it is, at once
    bool m_over = false;  ///< the decoder has nothing more
    bool m_muted = false;
};

}  // namespace nightjar
