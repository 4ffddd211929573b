// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "spellingviewmodel.h"

#include <QLocale>
#include <QRegularExpression>

namespace nightjar {

namespace {

/// In letters; what is longer is no word.
constexpr qsizetype mostLetters = 40;
/// Words that are remembered, so that a keystroke asks only about what is new.
constexpr qsizetype mostKnown = 2000;

}  // namespace

QList<SpelledWord> spelledWords(const QString& text) {
    // Without blanks in between: links, addresses, commands, names with digits.
    static const QRegularExpression chunk(QStringLiteral(R"(\S+)"));
    static const QRegularExpression notProse(QStringLiteral(R"([:/@\\_#=\d]|\w\.\w)"),
                                             QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression form(QStringLiteral(R"([\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*)"));
    QList<SpelledWord> out;
    for (auto chunks = chunk.globalMatch(text); chunks.hasNext();) {
        const auto piece = chunks.next();
        // A colon at the end is a colon.
        auto inner = piece.capturedView();
        while (!inner.isEmpty() && !inner.back().isLetter()) {
            inner.chop(1);
        }
        const auto prose = inner.toString();
        if (notProse.match(prose).hasMatch()) {
            continue;
        }
        for (auto words = form.globalMatch(prose); words.hasNext();) {
            const auto word = words.next();
            if (word.capturedLength() > 1 && word.capturedLength() <= mostLetters) {
                out.append({piece.capturedStart() + word.capturedStart(), word.captured().replace(u'\u2019', u'\'')});
            }
        }
    }
    return out;
}

SpellingViewModel::SpellingViewModel(Preferences& preferences, QObject* parent)
    : QObject(parent), m_preferences(preferences) {
    connect(&m_preferences, &Preferences::languageChanged, this, &SpellingViewModel::chooseLanguages);
    connect(&m_preferences, &Preferences::desktopChanged, this, [this] {
        if (!isOn()) {
            forget();
        }
        Q_EMIT onChanged();
    });
}

void SpellingViewModel::use(SpellPort* port) {
    if (m_port) {
        m_port->disconnect(this);
    }
    m_port = port;
    if (m_port) {
        connect(m_port, &SpellPort::checked, this, [this](const QStringList& right, const QStringList& wrong) {
            for (const auto& word : right) {
                if (m_asked.remove(word)) {
                    m_right.insert(word);
                }
            }
            for (const auto& word : wrong) {
                if (m_asked.remove(word)) {
                    m_wrong.insert(word);
                }
            }
            mark();
        });
        connect(m_port, &SpellPort::suggested, this, [this](const QString& word, const QStringList& others) {
            if (word == m_word) {
                m_suggestions = others;
                Q_EMIT suggestionsChanged();
            }
        });
    }
    chooseLanguages();
}

void SpellingViewModel::chooseLanguages() {
    forget();
    QStringList languages{m_preferences.spokenLanguage(), QLocale::system().name()};
    m_there = m_port && m_port->speak(languages);
    Q_EMIT onChanged();
}

void SpellingViewModel::look(const QString& text, int cursor) {
    if (!isOn()) {
        return;
    }
    m_text = text;
    m_cursor = cursor;
    if (m_right.size() + m_wrong.size() > mostKnown) {
        m_right.clear();
        m_wrong.clear();
    }
    QStringList fresh;
    for (const auto& one : spelledWords(text)) {
        const bool written = cursor == one.start + one.word.size();
        if (!written && !m_right.contains(one.word) && !m_wrong.contains(one.word) && !m_asked.contains(one.word)) {
            m_asked.insert(one.word);
            fresh.append(one.word);
        }
    }
    if (!fresh.isEmpty()) {
        m_port->check(fresh);
    }
    mark();
}

void SpellingViewModel::mark() {
    QList<QPoint> marks;
    for (const auto& one : spelledWords(m_text)) {
        if (m_wrong.contains(one.word) && m_cursor != one.start + one.word.size()) {
            marks.append({static_cast<int>(one.start), static_cast<int>(one.word.size())});
        }
    }
    if (m_marks != marks) {
        m_marks = marks;
        Q_EMIT marksChanged();
    }
}

bool SpellingViewModel::ask(int position) {
    for (const auto& mark : m_marks) {
        if (position >= mark.x() && position <= mark.x() + mark.y()) {
            m_place = mark;
            m_word = m_text.mid(mark.x(), mark.y()).replace(u'\u2019', u'\'');
            m_suggestions.clear();
            Q_EMIT suggestionsChanged();
            m_port->suggest(m_word);
            return true;
        }
    }
    return false;
}

void SpellingViewModel::forget() {
    m_text.clear();
    m_right.clear();
    m_wrong.clear();
    m_asked.clear();
    m_word.clear();
    m_suggestions.clear();
    m_place = {};
    mark();
    Q_EMIT suggestionsChanged();
}

}  // namespace nightjar
