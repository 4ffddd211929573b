// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QStringList>

namespace nightjar {

/// The dictionaries of this system. What is asked of them goes nowhere else and is not kept.
class SpellPort : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// There is a dictionary for one of these languages ("en", "ru_RU"), and they are the ones in use from now on.
    [[nodiscard]] virtual bool speak(const QStringList& languages) = 0;
    /// Which of these words are misspelt: checked() tells, later. A word in letters that no dictionary has is not.
    virtual void check(const QStringList& words) = 0;
    /// What the word may have been meant to be, the likeliest first: suggested() tells, later.
    virtual void suggest(const QString& word) = 0;

Q_SIGNALS:
    void checked(const QStringList& right, const QStringList& wrong);
    void suggested(const QString& word, const QStringList& others);
};

}  // namespace nightjar
