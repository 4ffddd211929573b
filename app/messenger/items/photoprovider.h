// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QQuickAsyncImageProvider>
#include <functional>

#include "values.h"

namespace nightjar {

/// Shows the photos of messages: image://photo/MESSAGE. Their bytes come decrypted from the core and are decoded by a
/// worker, in memory only; as large as they are asked for (sourceSize), never larger than they are. Use it with
/// `cache: false`.
class PhotoProvider final : public QQuickAsyncImageProvider {
public:
    using Use = std::function<void(Bytes)>;
    /// Fetches the bytes; called in the thread of `context`, calls Use there, once or never.
    using Read = std::function<void(const MessageId&, Use)>;

    PhotoProvider(QObject& context, Read read);
    QQuickImageResponse* requestImageResponse(const QString& id, const QSize& requestedSize) override;

private:
    QObject& m_context;
    Read m_read;
};

}  // namespace nightjar
