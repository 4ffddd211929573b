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
    /// A plain text as Qt's styled text in which what a search for `query` found stands out: words that begin like one
    /// of its words; case, accents and the dots of ё do not count.
    [[nodiscard]] static QString marked(const QString& plain, const QString& query);
    /// About `most` characters of a text in one line, around the first place that a search for `query` found.
    [[nodiscard]] static QString around(const QString& plain, const QString& query, qsizetype most);
};

}  // namespace nightjar
