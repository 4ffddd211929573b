// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "fakevideo.h"

#include <QElapsedTimer>
#include <QTimer>

#include "testpictures.h"

namespace nightjar::test {

namespace {

class FakeVideoSound final : public VideoSound {
public:
    explicit FakeVideoSound(FakeVideo& video) : m_video(video) {}

    void add(qint64 at, const QByteArray& samples) override {
        if (m_end < 0) {
            m_begin = at + 1000;
        }
        m_end = at + 1000 + samples.size() / videoSoundFrame * 1000 / videoSoundRate;
    }
    void play() override { m_since.start(); }
    void pause() override { m_since.invalidate(); }
    void clear() override { m_end = -1; }
    void setMuted(bool muted) override { m_video.muted = muted; }
    [[nodiscard]] qint64 position() const override {
        const auto at = m_begin + (m_since.isValid() ? m_since.elapsed() : 0);
        return m_end < 0 || at >= m_end ? -1 : at;
    }

private:
    FakeVideo& m_video;
    QElapsedTimer m_since;
    qint64 m_begin = 0;
    qint64 m_end = -1;
};

}  // namespace

QImage pictureAt(qint64 ms, QSize size) {
    return paintLandscape(size, static_cast<int>(200 + ms / 100) % 360).convertToFormat(QImage::Format_RGB32);
}

std::unique_ptr<VideoSound> FakeVideo::sound() {
    return audible ? std::make_unique<FakeVideoSound>(*this) : nullptr;
}

void FakeDecoder::open(quint64 size, QSize bound, Read read) {
    m_video.bound = bound;
    m_size = m_video.facts.size.scaled(bound.boundedTo(m_video.facts.size), Qt::KeepAspectRatio);
    read(0, static_cast<quint32>(std::min<quint64>(size, 64)), [this](const QByteArray& bytes) {
        m_video.read = bytes;
        QTimer::singleShot(0, this, [this] {
            if (m_video.problem.isEmpty()) {
                Q_EMIT opened(m_video.facts);
            } else {
                Q_EMIT failed(m_video.problem);
            }
        });
    });
}

void FakeDecoder::grant(qint64 until) {
    m_video.granted = m_granted = until;
    QTimer::singleShot(0, this, [this, turn = m_turn] {
        if (turn == m_turn) {
            send();
        }
    });
}

void FakeDecoder::seek(qint64 to) {
    m_video.sought.push_back(to);
    m_next = to / m_video.step * m_video.step;
    m_granted = -1;
    ++m_turn;
}

void FakeDecoder::send() {
    const auto turn = m_turn;
    while (turn == m_turn && m_next <= m_granted) {
        const auto at = m_next;
        m_next += m_video.step;
        if (m_video.breaksAt >= 0 && at >= m_video.breaksAt) {
            m_granted = -1;
            Q_EMIT failed(QStringLiteral("video-damaged"));
            return;
        }
        if (at >= m_video.facts.duration) {
            m_granted = -1;
            Q_EMIT ended();
            return;
        }
        if (m_video.facts.sound) {
            Q_EMIT sound(at, QByteArray(m_video.step * videoSoundRate / 1000 * videoSoundFrame, '\0'));
        }
        Q_EMIT picture(at, pictureAt(at, m_size));
    }
}

}  // namespace nightjar::test
