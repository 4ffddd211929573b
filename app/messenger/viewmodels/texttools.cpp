// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "texttools.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>
#include <vector>

#include "names.h"

namespace nightjar {

namespace {

/// blankBefore: what comes before is a blank or the start of a line, where a blank would be dropped.
QString escaped(QStringView plain, bool& blankBefore) {
    QString out;
    out.reserve(plain.size());
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

struct Place {
    qsizetype begin;
    qsizetype length;
};

/// As the search index compares letters.
QChar folded(QChar c) {
    if (c == u'ё' || c == u'Ё') {
        return u'е';
    }
    const auto parts = c.decomposition();
    return (c.decompositionTag() == QChar::Canonical && !parts.isEmpty() ? parts.front() : c).toCaseFolded();
}

QString folded(QStringView text) {
    QString out(text.size(), Qt::Uninitialized);
    std::ranges::transform(text, out.begin(), [](QChar c) { return folded(c); });
    return out;
}

/// Where words begin like one of the query's, in order, without overlap.
std::vector<Place> placesOf(const QString& query, QStringView text) {
    const auto words = folded(query).split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
    const auto letters = folded(text);
    std::vector<Place> out;
    if (words.isEmpty()) {
        return out;
    }
    for (qsizetype at = 0; at < letters.size(); ++at) {
        if (at > 0 && letters[at - 1].isLetterOrNumber()) {
            continue;
        }
        qsizetype length = 0;
        for (const auto& word : words) {
            if (QStringView(letters).mid(at).startsWith(word)) {
                length = std::max(length, word.size());
            }
        }
        if (length > 0) {
            out.push_back({at, length});
            at += length - 1;
        }
    }
    return out;
}

QString escapedAndMarked(QStringView plain, const QString& query, bool& blankBefore) {
    QString out;
    qsizetype done = 0;
    for (const auto& place : query.isEmpty() ? std::vector<Place>() : placesOf(query, plain)) {
        out += escaped(plain.mid(done, place.begin - done), blankBefore);
        out += QStringLiteral("<b><u>%1</u></b>").arg(escaped(plain.mid(place.begin, place.length), blankBefore));
        done = place.begin + place.length;
    }
    return out + escaped(plain.mid(done), blankBefore);
}

}  // namespace

namespace {

/// Nothing but http and https with a host.
QUrl webAddress(const QString& link) {
    const QUrl url(link, QUrl::StrictMode);
    const auto scheme = url.scheme();
    const bool web = scheme == u"http" || scheme == u"https";
    return url.isValid() && web && !url.host().isEmpty() ? url : QUrl();
}

}  // namespace

QString TextTools::hostOf(const QString& link) {
    return webAddress(link).host(QUrl::FullyEncoded);
}

QString TextTools::plainAddress(const QString& link) {
    return QString::fromLatin1(webAddress(link).toEncoded(QUrl::FullyEncoded));
}

bool TextTools::openLink(const QString& link) {
    const auto url = webAddress(link);
    return !url.isEmpty() && QDesktopServices::openUrl(url);
}

void TextTools::copyLink(const QString& link) {
    QGuiApplication::clipboard()->setText(plainAddress(link));
}

QString TextTools::withLinks(const QString& plain, const QString& query) {
    // Ends before punctuation that closes a sentence or a bracket.
    static const QRegularExpression link(QStringLiteral(R"(\bhttps?://[^\s<>"]*[^\s<>".,;:!?)\]}'»”])"),
                                         QRegularExpression::CaseInsensitiveOption);
    QString out;
    bool blankBefore = true;
    qsizetype done = 0;
    for (auto found = link.globalMatch(plain); found.hasNext();) {
        const auto match = found.next();
        out += escapedAndMarked(QStringView(plain).mid(done, match.capturedStart() - done), query, blankBefore);
        const auto address = escaped(match.capturedView(), blankBefore);
        out += QStringLiteral("<a href=\"%1\">%1</a>").arg(address);
        done = match.capturedEnd();
    }
    return out + escapedAndMarked(QStringView(plain).mid(done), query, blankBefore);
}

QString TextTools::marked(const QString& plain, const QString& query) {
    bool blankBefore = true;
    return escapedAndMarked(plain, query, blankBefore);
}

QString TextTools::around(const QString& plain, const QString& query, qsizetype most) {
    const auto line = oneLine(plain, plain.size());
    const auto places = placesOf(query, line);
    // A third of the room goes to what was said before.
    auto begin = places.empty() ? 0 : std::max<qsizetype>(0, places.front().begin - most / 3);
    if (begin > 0) {
        const auto blank = line.indexOf(u' ', begin);
        begin = blank >= 0 && blank < places.front().begin ? blank + 1 : begin;
        begin += line[begin].isLowSurrogate() ? 1 : 0;
    }
    auto end = std::min(line.size(), begin + most);
    end -= end < line.size() && line[end].isLowSurrogate() ? 1 : 0;
    return (begin > 0 ? QStringLiteral("…") : QString()) + line.mid(begin, end - begin) +
           (end < line.size() ? QStringLiteral("…") : QString());
}

}  // namespace nightjar
