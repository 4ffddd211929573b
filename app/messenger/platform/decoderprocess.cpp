// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "decoderprocess.h"

#include <QProcessEnvironment>
#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "videodecoder/videomessages.h"

namespace nightjar {

namespace {

using video::Failure;
using video::News;
using video::Order;

constexpr qsizetype headBytes = 5;
constexpr qsizetype bytesPerPixel = 4;
/// Of one piece of sound: what comes of one frame of a codec is far below.
constexpr qsizetype longestSound = 4'000'000;
/// Pictures that follow each other faster than this are left out, ms: no screen shows more.
constexpr qint64 leastStep = 8;
/// So far the pieces of a sound may overlap, ms.
constexpr qint64 mostOverlap = 200;
/// Fields of a picture or a sound besides what is seen or heard.
constexpr qsizetype pictureHead = 12;
constexpr qsizetype soundHead = 8;

template <class T>
void put(QByteArray& to, T value) {
    to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// The caller has looked at the length.
template <class T>
T get(QByteArrayView from, qsizetype at) {
    T value;
    std::memcpy(&value, from.data() + at, sizeof value);
    return value;
}

/// An environment that is empty in itself would mean that of the app.
QProcessEnvironment nothing() {
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    return environment;
}

quint32 clampMs(qint64 ms) {
    return static_cast<quint32>(std::clamp<qint64>(ms, 0, std::numeric_limits<quint32>::max()));
}

QString problemOf(quint8 failure) {
    switch (static_cast<Failure>(failure)) {
        case Failure::NotSupported:
            return QStringLiteral("video-unknown");
        case Failure::TooLarge:
            return QStringLiteral("video-too-large");
        case Failure::Damaged:
            break;
    }
    return QStringLiteral("video-damaged");
}

}  // namespace

DecoderProcess::DecoderProcess(const QString& program) : m_program(program) {
    // What it could learn from its surroundings is none of its business.
    m_process.setProcessEnvironment(nothing());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DecoderProcess::hear);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        end(error == QProcess::FailedToStart ? QStringLiteral("video-unavailable") : QStringLiteral("video-damaged"));
    });
    connect(&m_process, &QProcess::finished, this, [this](int code) {
        hear();
        // It does not start to decode where it cannot be confined.
        end(code != 0 && !m_known ? QStringLiteral("video-unavailable") : QStringLiteral("video-damaged"));
    });
}

DecoderProcess::~DecoderProcess() {
    m_ended = true;
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void DecoderProcess::open(quint64 size, QSize bound, Read read) {
    m_read = std::move(read);
    m_bound = bound;
    m_process.start(m_program, QStringList());
    QByteArray fields;
    put(fields, size);
    put(fields, static_cast<quint16>(bound.width()));
    put(fields, static_cast<quint16>(bound.height()));
    say(static_cast<quint8>(Order::Open), fields);
}

void DecoderProcess::grant(qint64 until) {
    m_granted = clampMs(until);
    QByteArray fields;
    put(fields, m_granted);
    say(static_cast<quint8>(Order::Grant), fields);
}

void DecoderProcess::seek(qint64 to) {
    m_granted = 0;
    m_pictureFrom = m_soundFrom = 0;
    QByteArray fields;
    put(fields, ++m_serial);
    put(fields, clampMs(to));
    say(static_cast<quint8>(Order::Seek), fields);
}

void DecoderProcess::say(quint8 order, const QByteArray& fields) {
    if (m_ended) {
        return;
    }
    QByteArray message;
    put(message, static_cast<quint32>(1 + fields.size()));
    put(message, order);
    m_process.write(message + fields);
}

void DecoderProcess::hear() {
    m_heard += m_process.readAllStandardOutput();
    const auto largest =
        pictureHead + std::max<qsizetype>(bytesPerPixel * m_bound.width() * m_bound.height(), longestSound);
    qsizetype at = 0;
    while (!m_ended && m_heard.size() - at >= headBytes) {
        const auto length = static_cast<qsizetype>(get<quint32>(m_heard, at));
        if (length < 1 || length > largest + 1) {
            return end(QStringLiteral("video-damaged"));
        }
        if (m_heard.size() - at < 4 + length) {
            break;
        }
        const auto fields = QByteArrayView(m_heard).sliced(at + headBytes, length - 1);
        if (!take(get<quint8>(m_heard, at + 4), fields)) {
            return end(QStringLiteral("video-damaged"));
        }
        at += 4 + length;
    }
    m_heard.remove(0, at);
}

bool DecoderProcess::take(quint8 news, QByteArrayView fields) {
    switch (static_cast<News>(news)) {
        case News::Want:
            return takeWant(fields);
        case News::Opened:
            return takeFacts(fields);
        case News::Picture:
            return m_known && takePicture(fields);
        case News::Sound:
            return m_known && takeSound(fields);
        case News::Ended:
            if (m_known && fields.size() == 4 && get<quint32>(fields, 0) == m_serial) {
                Q_EMIT ended();
            }
            return m_known && fields.size() == 4;
        case News::Failed:
            if (fields.size() == 1) {
                end(problemOf(get<quint8>(fields, 0)));
            }
            return fields.size() == 1;
    }
    return false;
}

bool DecoderProcess::takeWant(QByteArrayView fields) {
    if (fields.size() != 12 || m_asked) {
        return false;
    }
    const auto length = get<quint32>(fields, 8);
    if (length == 0 || length > video::longestWant) {
        return false;
    }
    m_asked = true;
    m_read(get<quint64>(fields, 0), length, [this](const QByteArray& bytes) {
        m_asked = false;
        say(static_cast<quint8>(Order::Bytes), bytes.first(std::min<qsizetype>(bytes.size(), video::longestWant)));
    });
    return true;
}

bool DecoderProcess::takeFacts(QByteArrayView fields) {
    if (fields.size() != 9 || m_known) {
        return false;
    }
    m_known = true;
    Q_EMIT opened({get<quint32>(fields, 0), QSize(get<quint16>(fields, 4), get<quint16>(fields, 6)), fields[8] != 0});
    return true;
}

bool DecoderProcess::takePicture(QByteArrayView fields) {
    if (fields.size() < pictureHead) {
        return false;
    }
    const QSize size(get<quint16>(fields, 8), get<quint16>(fields, 10));
    if (size.isEmpty() || size.width() > m_bound.width() || size.height() > m_bound.height() ||
        fields.size() - pictureHead != bytesPerPixel * size.width() * size.height()) {
        return false;
    }
    const qint64 at = get<quint32>(fields, 4);
    if (get<quint32>(fields, 0) != m_serial) {
        return true;
    }
    if (at > m_granted) {
        return false;
    }
    if (at >= m_pictureFrom) {
        m_pictureFrom = at + leastStep;
        const auto* pixels = reinterpret_cast<const uchar*>(fields.data() + pictureHead);
        const QImage lent(pixels, size.width(), size.height(), size.width() * bytesPerPixel, QImage::Format_RGB32);
        Q_EMIT picture(at, lent.copy());
    }
    return true;
}

bool DecoderProcess::takeSound(QByteArrayView fields) {
    if (fields.size() < soundHead || (fields.size() - soundHead) % videoSoundFrame != 0) {
        return false;
    }
    const qint64 at = get<quint32>(fields, 4);
    if (get<quint32>(fields, 0) != m_serial) {
        return true;
    }
    if (at > m_granted) {
        return false;
    }
    if (at + mostOverlap >= m_soundFrom) {
        const auto samples = fields.sliced(soundHead);
        m_soundFrom = std::max(m_soundFrom, at) + samples.size() / videoSoundFrame * 1000 / videoSoundRate;
        Q_EMIT sound(at, samples.toByteArray());
    }
    return true;
}

void DecoderProcess::end(const QString& problem) {
    if (std::exchange(m_ended, true)) {
        return;
    }
    m_process.kill();
    Q_EMIT failed(problem);
}

}  // namespace nightjar
