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
    Q_INVOKABLE [[nodiscard]] static QString withLinks(const QString& plain);
};

}  // namespace nightjar
