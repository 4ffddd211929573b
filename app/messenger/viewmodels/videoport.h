// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QByteArray>
#include <QImage>
#include <QObject>
#include <QSize>
#include <functional>
#include <memory>

namespace nightjar {

/// What a video is.
struct VideoFacts {
    qint64 duration = 0;  ///< ms; 0: not known
    QSize size;           ///< pixels, as it is shown
    bool sound = false;
};

/// Takes one video apart, outside of this process. Every signal comes later than the call that caused it, in the thread
/// of this object; what follows a seek() comes after nothing that was before it.
class VideoDecoder : public QObject {
    Q_OBJECT

public:
    /// Takes what was read, empty when that cannot be done.
    using Use = std::function<void(QByteArray)>;
    /// Reads so many bytes from there on, fewer where the file ends; called once at a time.
    using Read = std::function<void(quint64 from, quint32 length, Use use)>;

    using QObject::QObject;

    /// The first call. Pictures will not be larger than `bound`.
    virtual void open(quint64 size, QSize bound, Read read) = 0;
    /// Pictures and sounds that begin up to there may come, ms.
    virtual void grant(qint64 until) = 0;
    /// Goes to another place, ms; takes back what was granted.
    virtual void seek(qint64 to) = 0;

Q_SIGNALS:
    void opened(const nightjar::VideoFacts& facts);
    void picture(qint64 at, const QImage& picture);
    /// 48 kHz, two channels, 16 bit.
    void sound(qint64 at, const QByteArray& samples);
    void ended();
    /// It is of no use any more. `problem` is a stable name: "video-unknown", "video-too-large", "video-damaged",
    /// "video-unavailable" (there is nothing here to play it with).
    void failed(const QString& problem);
};

/// What the sound of a video is heard through.
class VideoSound {
public:
    VideoSound() = default;
    virtual ~VideoSound() = default;
    VideoSound(const VideoSound&) = delete;
    VideoSound& operator=(const VideoSound&) = delete;

    /// Adds to what is to be heard, which begins at `at` ms of the video. Nothing is heard before play().
    virtual void add(qint64 at, const QByteArray& samples) = 0;
    virtual void play() = 0;
    /// Stops where it is.
    virtual void pause() = 0;
    /// Forgets what was not heard yet.
    virtual void clear() = 0;
    virtual void setMuted(bool muted) = 0;
    /// Where in the video one hears now, ms; less than zero while there is nothing to hear.
    [[nodiscard]] virtual qint64 position() const = 0;
};

/// How videos are played on this machine.
class VideoPort {
public:
    VideoPort() = default;
    virtual ~VideoPort() = default;
    VideoPort(const VideoPort&) = delete;
    VideoPort& operator=(const VideoPort&) = delete;

    [[nodiscard]] virtual std::unique_ptr<VideoDecoder> decoder() = 0;
    /// Null where nothing can be heard.
    [[nodiscard]] virtual std::unique_ptr<VideoSound> sound() = 0;
};

/// Of the sound of videos.
inline constexpr int videoSoundRate = 48'000;  ///< frames per second
inline constexpr int videoSoundFrame = 4;      ///< bytes

}  // namespace nightjar

Q_DECLARE_METATYPE(nightjar::VideoFacts)
