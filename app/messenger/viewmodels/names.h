// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QDateTime>
#include <QString>

#include "values.h"

namespace nightjar {

// From the core's vocabulary to what a view shows: UTF-16, QDateTime and the stable names that qml/Words turns into
// sentences.

[[nodiscard]] inline QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
[[nodiscard]] inline QString toQt(ErrorCode code) {
    return code == ErrorCode::None ? QString() : toQt(errorName(code));
}
[[nodiscard]] inline QDateTime toQt(Instant at) {
    return QDateTime::fromMSecsSinceEpoch(toUnixMs(at));
}
template <class Tag, std::size_t N>
[[nodiscard]] QString toQt(const StrongId<Tag, N>& id) {
    return toQt(id.toString());
}

/// "text", "call", "file", "photo", "notice", "note".
[[nodiscard]] QString toQt(MessageKind kind);
/// "present", "deleted", "unknown".
[[nodiscard]] QString toQt(Quote::State state);

/// One or two letters that stand for a person where there is no picture.
[[nodiscard]] QString initials(const QString& name);
/// 0…7, the same for the same contact everywhere: which colour their avatar has.
[[nodiscard]] int tint(const ContactId& contact);
/// The same of somebody in a group, who is no contact: by their name there.
[[nodiscard]] int tint(std::string_view member);
/// `text` without line breaks and control characters, at most `most` characters: one line of a list.
[[nodiscard]] QString oneLine(const QString& text, qsizetype most = 160);

}  // namespace nightjar
