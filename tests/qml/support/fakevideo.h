// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QPointer>
#include <memory>
#include <vector>

#include "videoport.h"

namespace nightjar::test {

class FakeVideo;

/// A decoder of a film that is painted: hills whose sky changes with the time.
class FakeDecoder final : public VideoDecoder {
    Q_OBJECT

public:
    explicit FakeDecoder(FakeVideo& video) : m_video(video) {}

    void open(quint64 size, QSize bound, Read read) override;
    void grant(qint64 until) override;
    void seek(qint64 to) override;

private:
    void send();

    FakeVideo& m_video;
    QSize m_size;
    qint64 m_next = 0;
    qint64 m_granted = -1;
    int m_turn = 0;  ///< what was promised before the last seek() does not come
};

/// What the test wants videos to be.
class FakeVideo final : public VideoPort {
public:
    [[nodiscard]] std::unique_ptr<VideoDecoder> decoder() override {
        auto made = std::make_unique<FakeDecoder>(*this);
        latest = made.get();
        return made;
    }
    [[nodiscard]] std::unique_ptr<VideoSound> sound() override;

    VideoFacts facts{12'000, QSize(640, 360), false};
    qint64 step = 40;      ///< ms between two pictures
    QString problem;       ///< of the next one; empty: it opens
    qint64 breaksAt = -1;  ///< ms: it is damaged there
    bool audible = false;  ///< there is a loudspeaker, which is always a second ahead of time
    QPointer<FakeDecoder> latest;
    // What was asked for.
    QByteArray read;  ///< the first bytes that were read
    QSize bound;
    std::vector<qint64> sought;
    qint64 granted = -1;
    bool muted = false;
};

/// The picture that a film has at that time.
[[nodiscard]] QImage pictureAt(qint64 ms, QSize size);

}  // namespace nightjar::test
