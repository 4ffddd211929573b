// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

namespace nightjar {

/// What a text needs before it can be shown.
class TextTools : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    using QObject::QObject;

    /// A plain text as Qt's styled text: nothing in it is markup, line breaks and spaces are kept, and what is plainly
    /// a web address (http, https) can be activated. The text of a link is always where it leads.
    /// The words of `query` stand out as in marked().
    Q_INVOKABLE [[nodiscard]] static QString withLinks(const QString& plain, const QString& query = {});
    /// Who is asked when this web address is opened, in the letters that the network uses: what looks like another
    /// alphabet's letters is written out (xn--…), and nothing before an @ counts. Empty: it is no web address.
    Q_INVOKABLE [[nodiscard]] static QString hostOf(const QString& link);
    /// The same of all of it: letters, digits and signs of ASCII only, so that nothing in it turns its order around.
    Q_INVOKABLE [[nodiscard]] static QString plainAddress(const QString& link);
    /// Opens a web address with the system's browser, and nothing else. False when there is none.
    Q_INVOKABLE static bool openLink(const QString& link);
    Q_INVOKABLE static void copyLink(const QString& link);
    /// A plain text as Qt's styled text in which what a search for `query` found stands out: words that begin like one
    /// of its words; case, accents and the dots of ё do not count.
    [[nodiscard]] static QString marked(const QString& plain, const QString& query);
    /// About `most` characters of a text in one line, around the first place that a search for `query` found.
    [[nodiscard]] static QString around(const QString& plain, const QString& query, qsizetype most);
};

}  // namespace nightjar
