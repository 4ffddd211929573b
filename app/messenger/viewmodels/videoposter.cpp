// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "videoposter.h"

#include <algorithm>
#include <cmath>

#include "commands.h"
#include "pictures.h"

namespace nightjar {

namespace {

constexpr QSize posterSize(480, 480);
constexpr qint64 latestPicture = 1000;  // ms
/// Some files need long to be understood, and nobody waits for a picture of them.
constexpr int patience = 8000;  // ms
constexpr auto durationMark = ";duration=";
constexpr double longestDuration = 1'000'000;  // s

}  // namespace

VideoPoster::VideoPoster(VideoPort& port, const QString& path, std::function<void(Poster)> done, QObject* parent)
    : QObject(parent), m_file(path), m_decoder(port.decoder()), m_done(std::move(done)) {
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { finish({}); });
    if (!m_decoder || !m_file.open(QIODevice::ReadOnly)) {
        m_patience.start(0);
        return;
    }
    m_patience.start(patience);
    connect(m_decoder.get(), &VideoDecoder::opened, this, [this](const VideoFacts& facts) {
        m_facts = facts;
        m_decoder->seek(std::min(latestPicture, facts.duration / 10));
        m_decoder->grant(facts.duration > 0 ? facts.duration : latestPicture);
    });
    connect(m_decoder.get(), &VideoDecoder::picture, this, [this](qint64, const QImage& picture) { finish(picture); });
    connect(m_decoder.get(), &VideoDecoder::ended, this, [this] { finish({}); });
    connect(m_decoder.get(), &VideoDecoder::failed, this, [this] { finish({}); });
    m_decoder->open(static_cast<quint64>(m_file.size()), posterSize,
                    [this](quint64 from, quint32 length, const VideoDecoder::Use& use) {
                        use(m_file.seek(static_cast<qint64>(from)) ? m_file.read(length) : QByteArray());
                    });
}

void VideoPoster::finish(const QImage& picture) {
    if (!m_done) {
        return;
    }
    m_patience.stop();
    Poster poster{picture.isNull() ? Bytes() : makeThumbnail(picture, maxThumbnailBytes), m_facts.size,
                  m_facts.duration};
    std::exchange(m_done, nullptr)(std::move(poster));
}

bool isVideo(const QString& mime) {
    return mime.startsWith(u"video/");
}

QString withDuration(const QString& mime, qint64 ms) {
    return ms > 0 ? mime + QLatin1String(durationMark) + QString::number(static_cast<double>(ms) / 1000, 'f', 1) : mime;
}

double durationIn(const QString& mime) {
    const auto at = mime.indexOf(QLatin1String(durationMark));
    if (at < 0) {
        return 0;
    }
    bool number = false;
    const auto seconds = mime.mid(at + static_cast<qsizetype>(std::char_traits<char>::length(durationMark)))
                             .section(u';', 0, 0)
                             .toDouble(&number);
    return number && std::isfinite(seconds) && seconds > 0 && seconds < longestDuration ? seconds : 0;
}

}  // namespace nightjar
