// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "emojimodel.h"

#include <algorithm>

#include "emojitable.h"

namespace nightjar {

namespace {

const Emoji& entry(int place) {
    return emojiTable()[static_cast<std::size_t>(place)];
}

/// Without the dots of ё, as people type it.
QString plain(QStringView text) {
    return text.toString().toCaseFolded().replace(u'ё', u'е');
}

bool begins(QStringView words, const QString& word) {
    const auto all = plain(words).split(u' ');
    return std::ranges::any_of(all, [&](const QString& one) { return one.startsWith(word); });
}

}  // namespace

EmojiModel::EmojiModel(QObject* parent) : QAbstractListModel(parent) {
    find();
}

int EmojiModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant EmojiModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto& emoji = entry(m_rows[static_cast<std::size_t>(index.row())]);
    switch (role) {
        case Qt::DisplayRole:
        case EmojiRole:
            return emoji.emoji.toString();
        case NameRole:
            return (m_language == u"ru" ? emoji.russian : emoji.english).toString();
        default:
            return {};
    }
}

QHash<int, QByteArray> EmojiModel::roleNames() const {
    return {{EmojiRole, "emoji"}, {NameRole, "name"}};
}

void EmojiModel::setText(const QString& text) {
    if (m_text != text) {
        m_text = text;
        find();
    }
}

void EmojiModel::setLanguage(const QString& language) {
    if (m_language != language) {
        m_language = language;
        if (count() > 0) {
            Q_EMIT dataChanged(index(0), index(count() - 1), {NameRole});
        }
        Q_EMIT languageChanged();
    }
}

QString EmojiModel::emojiAt(int row) const {
    return row >= 0 && row < count() ? entry(m_rows[static_cast<std::size_t>(row)]).emoji.toString() : QString();
}

void EmojiModel::find() {
    const auto words = plain(m_text).split(u' ', Qt::SkipEmptyParts);
    beginResetModel();
    m_rows.clear();
    for (int place = 0; place < static_cast<int>(emojiTable().size()); ++place) {
        const auto& emoji = entry(place);
        if (std::ranges::all_of(words, [&](const QString& word) {
                return begins(emoji.english, word) || begins(emoji.russian, word) || emoji.emoji == word;
            })) {
            m_rows.push_back(place);
        }
    }
    endResetModel();
    Q_EMIT changed();
}

}  // namespace nightjar
