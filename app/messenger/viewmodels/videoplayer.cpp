// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "videoplayer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "names.h"

namespace nightjar {

namespace {

/// What is decoded ahead, ms: enough for a machine that has other things to do, too.
constexpr qint64 ahead = 400;
/// The decoder is asked for more in steps of this, ms.
constexpr qint64 grantStep = 100;
/// Every picture of 60 in a second has its turn, ms.
constexpr int tickMs = 8;
/// Nobody sees that a picture is so much off the sound, ms.
constexpr qint64 unseen = 30;
/// The position is told so often, ms: a line moves, a text is read.
constexpr qint64 tellStep = 100;
/// The most pixels a side: what is finer is not seen, and costs a copy.
constexpr int longestSide = 1280;

}  // namespace

VideoPlayer::VideoPlayer(Courier& courier, VideoPort* port, QObject* parent)
    : QObject(parent), m_courier(courier), m_port(port) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &VideoPlayer::tick);
    connect(&m_courier, &Courier::news, this, [this](const Event& event) {
        const auto* removed = std::get_if<MessageRemoved>(&event);
        if (removed && removed->message == m_id) {
            close();  // also when its time was over
        } else if (std::holds_alternative<CallIncoming>(event)) {
            pause();  // somebody wants to talk
        }
    });
}

VideoPlayer::~VideoPlayer() = default;

void VideoPlayer::open(const QString& message, double bytes, int width, int height) {
    close();
    m_id = MessageId::parse(message.toStdString());
    if (!m_id || !m_port || bytes < 0) {
        return;
    }
    m_message = message;
    m_decoder = m_port->decoder();
    m_sound = m_port->sound();
    if (m_sound) {
        m_sound->setMuted(m_muted);
    }
    listen();
    setState(State::Opening);
    const QSize bound(std::clamp(width, 1, longestSide), std::clamp(height, 1, longestSide));
    m_decoder->open(static_cast<quint64>(bytes), bound, [this](quint64 from, quint32 length, VideoDecoder::Use use) {
        read(from, length, std::move(use));
    });
}

void VideoPlayer::listen() {
    connect(m_decoder.get(), &VideoDecoder::opened, this, [this](const VideoFacts& facts) {
        m_facts = facts;
        play();
    });
    connect(m_decoder.get(), &VideoDecoder::picture, this, [this](qint64 at, const QImage& picture) {
        m_due.push_back({at, picture});
        if (m_first) {
            showDue(at);
        }
    });
    connect(m_decoder.get(), &VideoDecoder::sound, this, [this](qint64 at, const QByteArray& samples) {
        if (m_sound) {
            m_sound->add(at, samples);
        }
    });
    connect(m_decoder.get(), &VideoDecoder::ended, this, [this] { m_over = true; });
    connect(m_decoder.get(), &VideoDecoder::failed, this, &VideoPlayer::fail);
}

void VideoPlayer::read(quint64 from, quint32 length, VideoDecoder::Use use) {
    ReadFile command;
    command.message = *m_id;
    command.from = from;
    command.length = std::min<quint32>(length, maxReadablePart);
    m_courier.ask(command, m_decoder.get(), [use = std::move(use)](const Event& answer) {
        const auto* part = std::get_if<FileAnswer>(&answer);
        use(part ? QByteArray(reinterpret_cast<const char*>(part->content.data()),
                              static_cast<qsizetype>(part->content.size()))
                 : QByteArray());
    });
}

void VideoPlayer::setState(State state) {
    m_state = state;
    const bool plays = state == State::Playing;
    if (plays && !m_timer.isActive()) {
        m_timer.start();
    } else if (!plays) {
        m_timer.stop();
    }
    if (m_sound && plays) {
        m_sound->play();
    } else if (m_sound) {
        m_sound->pause();
    }
    Q_EMIT changed();
    Q_EMIT positionChanged();
}

void VideoPlayer::fail(const QString& problem) {
    // What was decoded before is worth being seen.
    m_problem = problem;
    m_over = true;
    if (m_due.empty()) {
        setState(State::Failed);
    }
}

void VideoPlayer::play() {
    m_fromMs = m_shownMs;
    m_since.start();
    setState(State::Playing);
    grantMore(m_shownMs);
}

void VideoPlayer::pause() {
    if (m_state == State::Playing) {
        m_fromMs = now();
        setState(State::Paused);
    }
}

void VideoPlayer::toggle() {
    if (m_state == State::Playing) {
        pause();
    } else if (m_state == State::Paused) {
        play();
    } else if (m_state == State::Ended) {
        jump(0);
        play();
    }
}

void VideoPlayer::seek(double seconds) {
    if (!m_decoder || m_state == State::Opening || m_state == State::Failed || !std::isfinite(seconds)) {
        return;
    }
    const auto last = m_facts.duration > 0 ? m_facts.duration : std::numeric_limits<qint32>::max();
    const bool plays = m_state == State::Playing;
    jump(std::clamp(static_cast<qint64>(seconds * 1000), qint64{0}, qint64{last}));
    if (plays) {
        play();
    } else {
        setState(State::Paused);
        grantMore(m_shownMs);  // one sees where one is
    }
}

void VideoPlayer::jump(qint64 to) {
    m_due.clear();
    if (m_sound) {
        m_sound->clear();
    }
    m_decoder->seek(to);
    m_fromMs = m_shownMs = to;
    m_since.start();
    m_granted = -1;
    m_first = true;
    m_over = false;
    Q_EMIT positionChanged();
}

void VideoPlayer::close() {
    if (m_state == State::None) {
        return;
    }
    m_decoder.reset();
    m_sound.reset();
    m_due.clear();
    m_pictures.clear();
    m_message.clear();
    m_id.reset();
    m_problem.clear();
    m_facts = {};
    m_fromMs = m_shownMs = 0;
    m_granted = -1;
    m_first = true;
    m_over = false;
    setState(State::None);
}

void VideoPlayer::setMuted(bool muted) {
    if (m_muted == muted) {
        return;
    }
    m_muted = muted;
    if (m_sound) {
        m_sound->setMuted(muted);
    }
    Q_EMIT changed();
}

qint64 VideoPlayer::now() {
    auto at = m_fromMs + m_since.elapsed();
    if (const auto heard = m_sound ? m_sound->position() : -1; heard >= 0 && std::abs(heard - at) > unseen) {
        at = m_fromMs = heard;
        m_since.start();
    }
    return at;
}

void VideoPlayer::tick() {
    const bool waits = m_due.empty() && !m_over && m_first;
    if (waits) {
        m_fromMs = m_shownMs;  // time stands still until there is something to see
        m_since.start();
        return;
    }
    const auto at = now();
    showDue(at);
    if (at / tellStep != m_shownMs / tellStep) {
        Q_EMIT positionChanged();
    }
    m_shownMs = m_facts.duration > 0 ? std::min(at, m_facts.duration) : at;
    const bool heard = !m_sound || m_sound->position() < 0;
    if (m_over && m_due.empty() && heard) {
        if (m_problem.isEmpty() && m_facts.duration > 0) {
            m_shownMs = m_facts.duration;
        }
        return setState(m_problem.isEmpty() ? State::Ended : State::Failed);
    }
    grantMore(at);
}

void VideoPlayer::showDue(qint64 now) {
    std::optional<Timed> latest;
    while (!m_due.empty() && m_due.front().at <= now) {
        latest = std::move(m_due.front());
        m_due.pop_front();
    }
    if (latest) {
        m_first = false;
        m_pictures.show(latest->picture);
    }
}

void VideoPlayer::grantMore(qint64 now) {
    const auto until = now + ahead;
    if (m_decoder && !m_over && until >= m_granted + grantStep) {
        m_granted = until;
        m_decoder->grant(until);
    }
}

}  // namespace nightjar
