// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <map>

#include "events.h"

namespace nightjar {

/// What a page shows of the file or photo of a message.
class AttachmentFacts {
    Q_GADGET
    QML_VALUE_TYPE(attachmentFacts)
    Q_PROPERTY(QString kind MEMBER kind FINAL)
    Q_PROPERTY(QString name MEMBER name FINAL)
    Q_PROPERTY(double size MEMBER size FINAL)
    Q_PROPERTY(double done MEMBER done FINAL)
    Q_PROPERTY(int width MEMBER width FINAL)
    Q_PROPERTY(int height MEMBER height FINAL)
    Q_PROPERTY(QString thumbnail MEMBER thumbnail FINAL)
    Q_PROPERTY(QString state MEMBER state FINAL)
    Q_PROPERTY(QString reason MEMBER reason FINAL)
    Q_PROPERTY(bool readable MEMBER readable FINAL)
    Q_PROPERTY(double rate MEMBER rate FINAL)
    Q_PROPERTY(double seconds MEMBER seconds FINAL)

public:
    QString kind;       ///< "file", "photo", "video", "note" (its better form); empty: the message has none
    QString name;       ///< one line
    double size = 0;    ///< bytes
    double done = 0;    ///< bytes
    int width = 0;      ///< pixels; zero when not told
    int height = 0;     ///< pixels; zero when not told
    QString thumbnail;  ///< an address for an Image; empty when there is none
    QString state;      ///< stateName(TransferState)
    QString reason;     ///< errorName(ErrorCode) or empty
    bool readable = false;
    double rate = 0;     ///< bytes per second while it moves; zero when not known
    double seconds = 0;  ///< of a video; zero when not told

    bool operator==(const AttachmentFacts&) const = default;
};

/// How fast transfers are, from what is told of their progress.
class TransferMeters {
public:
    void note(const TransferChanged& change, Instant now);
    /// Bytes per second; zero when it does not move or has not been seen long enough.
    [[nodiscard]] double rate(const MessageId& message) const;

private:
    struct Meter {
        Instant since{};
        std::uint64_t from = 0;
        double rate = 0;
    };
    std::map<MessageId, Meter> m_meters;
};

/// Of a message without an attachment: empty facts.
[[nodiscard]] AttachmentFacts factsOf(const Message& message, double rate = 0);
/// The address under which the thumbnail provider shows these bytes; empty for none.
[[nodiscard]] QString thumbnailAddress(ByteView jpeg);
/// Puts the news into the message; false when it has no attachment.
bool apply(const TransferChanged& change, Message& message);

}  // namespace nightjar
