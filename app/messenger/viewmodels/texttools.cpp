// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "texttools.h"

#include <QRegularExpression>

namespace nightjar {

namespace {

QString escaped(QStringView plain) {
    QString out;
    out.reserve(plain.size());
    bool blankBefore = true;  // a blank at the start of a line would be dropped
    for (const auto c : plain) {
        switch (c.unicode()) {
            case u'&':
                out += QStringLiteral("&amp;");
                break;
            case u'<':
                out += QStringLiteral("&lt;");
                break;
            case u'>':
                out += QStringLiteral("&gt;");
                break;
            case u'"':
                out += QStringLiteral("&quot;");
                break;
            case u'\n':
                out += QStringLiteral("<br>");
                break;
            case u' ':
                out += blankBefore ? QStringLiteral("&nbsp;") : QStringLiteral(" ");
                break;
            default:
                out += c;
        }
        blankBefore = c == u' ' || c == u'\n';
    }
    return out;
}

}  // namespace

QString TextTools::withLinks(const QString& plain) {
    // Ends before punctuation that closes a sentence or a bracket.
    static const QRegularExpression link(QStringLiteral(R"(\bhttps?://[^\s<>"]*[^\s<>".,;:!?)\]}'»”])"),
                                         QRegularExpression::CaseInsensitiveOption);
    QString out;
    qsizetype done = 0;
    for (auto found = link.globalMatch(plain); found.hasNext();) {
        const auto match = found.next();
        out += escaped(QStringView(plain).mid(done, match.capturedStart() - done));
        const auto address = escaped(match.capturedView());
        out += QStringLiteral("<a href=\"%1\">%1</a>").arg(address);
        done = match.capturedEnd();
    }
    return out + escaped(QStringView(plain).mid(done));
}

}  // namespace nightjar
