// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "names.h"

#include <algorithm>

namespace nightjar {

QString toQt(MessageKind kind) {
    switch (kind) {
        case MessageKind::Text:
            return QStringLiteral("text");
        case MessageKind::Call:
            return QStringLiteral("call");
        case MessageKind::File:
            return QStringLiteral("file");
        case MessageKind::Photo:
            return QStringLiteral("photo");
        case MessageKind::Notice:
            return QStringLiteral("notice");
        case MessageKind::Note:
            return QStringLiteral("note");
        case MessageKind::Location:
            return QStringLiteral("location");
        case MessageKind::Card:
            return QStringLiteral("card");
    }
    return {};
}

QString toQt(Quote::State state) {
    switch (state) {
        case Quote::State::Present:
            return QStringLiteral("present");
        case Quote::State::Deleted:
            return QStringLiteral("deleted");
        case Quote::State::Unknown:
            return QStringLiteral("unknown");
    }
    return {};
}

QString initials(const QString& name) {
    // By code points: half of a surrogate pair is no letter.
    QString out;
    for (const auto& word : name.split(u' ', Qt::SkipEmptyParts)) {
        const auto points = word.toUcs4();
        const auto letter =
            std::find_if(points.begin(), points.end(), [](char32_t c) { return QChar::isLetterOrNumber(c); });
        if (letter == points.end()) {
            continue;
        }
        const char32_t point = *letter;
        out += QString::fromUcs4(&point, 1).toUpper();
        if (out.toUcs4().size() == 2) {
            break;
        }
    }
    return out;
}

int tint(const ContactId& contact) {
    return contact.value[0] % 8;
}

int tint(std::string_view member) {
    unsigned sum = 0;
    for (const char c : member) {
        sum = 31 * sum + static_cast<unsigned char>(c);
    }
    return static_cast<int>(sum % 8);
}

QString oneLine(const QString& text, qsizetype most) {
    QString out;
    out.reserve(std::min(text.size(), most));
    for (const auto c : text.trimmed()) {
        if (out.size() >= most) {
            break;
        }
        const bool blank = c.isSpace() || c.category() == QChar::Other_Control;
        if (!blank) {
            out += c;
        } else if (!out.endsWith(u' ')) {
            out += u' ';
        }
    }
    return out;
}

}  // namespace nightjar
