// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QFile>
#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>

#include "base/bytes.h"
#include "videoport.h"

namespace nightjar {

/// What is told of a video before it is there: a picture of it, its measures, how long it is.
struct Poster {
    Bytes thumbnail;      ///< a JPEG of at most maxThumbnailBytes; empty: there is none
    QSize size;           ///< pixels; empty: not known
    qint64 duration = 0;  ///< ms; 0: not known
};

/// Looks into a video file of this machine. Films and phones begin in the dark, so the picture is not the first one.
class VideoPoster : public QObject {
    Q_OBJECT

public:
    /// `done` is called once, later: without anything when it is no video that can be played here.
    VideoPoster(VideoPort& port, const QString& path, std::function<void(Poster)> done, QObject* parent = nullptr);

private:
    void finish(const QImage& picture);

    QFile m_file;
    std::unique_ptr<VideoDecoder> m_decoder;
    VideoFacts m_facts;
    std::function<void(Poster)> m_done;
    QTimer m_patience;
};

/// Whether files of this kind may be videos.
[[nodiscard]] bool isVideo(const QString& mime);
/// The kind of a file, with how long it is as far as that is known: `video/mp4;duration=12.5` (docs/protocol.md
/// section 11), and the way back: seconds, zero when it is not told.
[[nodiscard]] QString withDuration(const QString& mime, qint64 ms);
[[nodiscard]] double durationIn(const QString& mime);

}  // namespace nightjar
