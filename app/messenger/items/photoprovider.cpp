// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "photoprovider.h"

#include <QQuickTextureFactory>
#include <QRecursiveMutex>
#include <QThreadPool>
#include <memory>

#include "base/secret.h"
#include "pictures.h"

namespace nightjar {

namespace {

/// One transparent pixel: that a photo cannot be shown is no reason for a warning about the page.
QImage nothing() {
    QImage image(1, 1, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

/// What a request and the work for it share: the request may be gone before the work is done, in any thread.
class Ticket {
public:
    explicit Ticket(QQuickImageResponse* response) : m_response(response) {}

    void settle(QImage image) {
        const QMutexLocker<QRecursiveMutex> lock(&m_mutex);
        if (m_response && !m_settled) {
            m_settled = true;
            m_image = image.isNull() ? nothing() : std::move(image);
            Q_EMIT m_response->finished();
        }
    }
    void abandon() {
        const QMutexLocker<QRecursiveMutex> lock(&m_mutex);
        m_response = nullptr;
    }
    [[nodiscard]] bool isWanted() {
        const QMutexLocker<QRecursiveMutex> lock(&m_mutex);
        return m_response && !m_settled;
    }
    [[nodiscard]] QImage image() {
        const QMutexLocker<QRecursiveMutex> lock(&m_mutex);
        return m_image;
    }

private:
    QRecursiveMutex m_mutex;  ///< finished() may ask for the image at once
    QQuickImageResponse* m_response;
    QImage m_image;
    bool m_settled = false;
};

class Response final : public QQuickImageResponse {
public:
    Response() : m_ticket(std::make_shared<Ticket>(this)) {}
    ~Response() override { m_ticket->abandon(); }

    [[nodiscard]] const std::shared_ptr<Ticket>& ticket() const { return m_ticket; }
    [[nodiscard]] QQuickTextureFactory* textureFactory() const override {
        return QQuickTextureFactory::textureFactoryForImage(m_ticket->image());
    }
    void cancel() override { m_ticket->settle({}); }

private:
    std::shared_ptr<Ticket> m_ticket;
};

void decode(const std::shared_ptr<Ticket>& ticket, Bytes content, QSize bound) {
    QThreadPool::globalInstance()->start([ticket, content = std::move(content), bound]() mutable {
        if (ticket->isWanted()) {
            const auto view = QByteArray::fromRawData(reinterpret_cast<const char*>(content.data()),
                                                      static_cast<qsizetype>(content.size()));
            ticket->settle(decodePicture(view, bound));
        }
        wipe(content);
    });
}

}  // namespace

PhotoProvider::PhotoProvider(QObject& context, Read read) : m_context(context), m_read(std::move(read)) {
}

QQuickImageResponse* PhotoProvider::requestImageResponse(const QString& id, const QSize& requestedSize) {
    auto* response = new Response;  // owned by the engine
    const auto ticket = response->ticket();
    const auto message = MessageId::parse(id.toStdString());
    const auto begin = [ticket, message, requestedSize, read = m_read] {
        if (!message) {
            return ticket->settle({});
        }
        read(*message, [ticket, requestedSize](Bytes content) { decode(ticket, std::move(content), requestedSize); });
    };
    // This is the engine's loading thread; and nothing may finish before it has the response.
    QMetaObject::invokeMethod(&m_context, begin, Qt::QueuedConnection);
    return response;
}

}  // namespace nightjar
