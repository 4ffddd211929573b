// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QList>
#include <QObject>
#include <QPoint>
#include <QSet>
#include <QStringList>

#include "preferences.h"
#include "spellport.h"

namespace nightjar {

/// One word of a text.
struct SpelledWord {
    qsizetype start = 0;
    QString word;
    bool operator==(const SpelledWord&) const = default;
};

/// The words that a dictionary can say something about: of letters, neither in a link nor in an address.
[[nodiscard]] QList<SpelledWord> spelledWords(const QString& text);

/// Marks what is misspelt in the text that is being written, and knows what else it could be. Off where there is no
/// dictionary, and by choice.
class SpellingViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by DesktopViewModel")
    Q_PROPERTY(bool there READ isThere NOTIFY onChanged FINAL)
    Q_PROPERTY(bool on READ isOn NOTIFY onChanged FINAL)
    Q_PROPERTY(QList<QPoint> marks READ marks NOTIFY marksChanged FINAL)
    Q_PROPERTY(QString word READ word NOTIFY suggestionsChanged FINAL)
    Q_PROPERTY(QStringList suggestions READ suggestions NOTIFY suggestionsChanged FINAL)

public:
    explicit SpellingViewModel(Preferences& preferences, QObject* parent = nullptr);

    /// Null: there are no dictionaries. Must outlive its time here.
    void use(SpellPort* port);

    [[nodiscard]] bool isThere() const { return m_there; }
    [[nodiscard]] bool isOn() const { return m_there && m_preferences.checksSpelling(); }
    /// Where misspelt words are: x is where one begins, y its length, in UTF-16 units.
    [[nodiscard]] QList<QPoint> marks() const { return m_marks; }
    /// Of which word suggestions() are.
    [[nodiscard]] QString word() const { return m_word; }
    [[nodiscard]] QStringList suggestions() const { return m_suggestions; }

    /// The text as it is now. The word at the cursor is still being written, and not marked.
    Q_INVOKABLE void look(const QString& text, int cursor);
    /// Asks about the marked word at this place; false when there is none.
    Q_INVOKABLE bool ask(int position);
    /// Where the word that was asked about lies, as in marks().
    Q_INVOKABLE [[nodiscard]] QPoint place() const { return m_place; }
    /// Everything that was written is forgotten.
    Q_INVOKABLE void forget();

Q_SIGNALS:
    void onChanged();
    void marksChanged();
    void suggestionsChanged();

private:
    void chooseLanguages();
    void mark();

    Preferences& m_preferences;
    SpellPort* m_port = nullptr;
    bool m_there = false;
    QString m_text;
    int m_cursor = 0;
    QSet<QString> m_right;
    QSet<QString> m_wrong;
    QSet<QString> m_asked;
    QList<QPoint> m_marks;
    QPoint m_place;
    QString m_word;
    QStringList m_suggestions;
};

}  // namespace nightjar
