// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "dictionaries.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QStringConverter>
#include <algorithm>

#ifdef NIGHTJAR_HAS_HUNSPELL
#include <hunspell.hxx>
#endif

namespace nightjar {

#ifdef NIGHTJAR_HAS_HUNSPELL

namespace {

constexpr qsizetype mostSuggestions = 8;

QChar::Script scriptOf(const QString& word) {
    for (const auto c : word) {
        if (c.isLetter()) {
            return c.script();
        }
    }
    return QChar::Script_Unknown;
}

QChar::Script scriptOfLanguage(const QString& name) {
    switch (QLocale(name).script()) {
        case QLocale::CyrillicScript:
            return QChar::Script_Cyrillic;
        case QLocale::GreekScript:
            return QChar::Script_Greek;
        case QLocale::HebrewScript:
            return QChar::Script_Hebrew;
        case QLocale::ArabicScript:
            return QChar::Script_Arabic;
        case QLocale::LatinScript:
            return QChar::Script_Latin;
        default:
            return QChar::Script_Unknown;
    }
}

}  // namespace

#endif

QStringList dictionaryFolders() {
    auto out = QStandardPaths::locateAll(QStandardPaths::GenericDataLocation, QStringLiteral("hunspell"),
                                         QStandardPaths::LocateDirectory);
    out += QStandardPaths::locateAll(QStandardPaths::GenericDataLocation, QStringLiteral("myspell/dicts"),
                                     QStandardPaths::LocateDirectory);
    return out;
}

QList<DictionaryFiles> findDictionaries(const QStringList& languages, const QStringList& folders) {
    QList<DictionaryFiles> out;
    for (const auto& language : languages) {
        const auto shortName = language.section(u'_', 0, 0);
        if (shortName.size() < 2 || !std::ranges::all_of(shortName, [](QChar c) { return c.isLetter(); })) {
            continue;
        }
        QList<DictionaryFiles> fitting;
        for (const auto& folder : folders) {
            const QDir dir(folder);
            for (const auto& file : dir.entryList({shortName + QStringLiteral("*.dic")}, QDir::Files, QDir::Name)) {
                const auto name = QFileInfo(file).completeBaseName();
                if (name.section(u'_', 0, 0) == shortName && dir.exists(name + QStringLiteral(".aff"))) {
                    fitting.append({name, dir.filePath(name)});
                }
            }
        }
        if (fitting.isEmpty()) {
            continue;
        }
        const auto exact = std::ranges::find(fitting, language, &DictionaryFiles::name);
        const auto& chosen = exact == fitting.end() ? fitting.first() : *exact;
        // Of one language one is enough, and the more exact wish comes later.
        const auto same =
            std::ranges::find_if(out, [&](const auto& one) { return one.name.section(u'_', 0, 0) == shortName; });
        if (same == out.end()) {
            out.append(chosen);
        } else if (exact != fitting.end()) {
            *same = chosen;
        }
    }
    return out;
}

#ifdef NIGHTJAR_HAS_HUNSPELL

struct Dictionaries::One {
    explicit One(const DictionaryFiles& files)
        : script(scriptOfLanguage(files.name)),
          hunspell(QFile::encodeName(files.base + QStringLiteral(".aff")).constData(),
                   QFile::encodeName(files.base + QStringLiteral(".dic")).constData()),
          encoder(hunspell.get_dict_encoding().c_str()),
          decoder(hunspell.get_dict_encoding().c_str()) {}

    QChar::Script script;
    Hunspell hunspell;
    QStringEncoder encoder;
    QStringDecoder decoder;
};

Dictionaries::Dictionaries(const QList<DictionaryFiles>& files) {
    for (const auto& one : files) {
        auto made = std::make_unique<One>(one);
        // In an encoding that nobody here reads it would find every word wrong.
        if (made->encoder.isValid() && made->decoder.isValid() && made->script != QChar::Script_Unknown) {
            m_all.push_back(std::move(made));
        }
    }
}

Dictionaries::~Dictionaries() = default;

bool Dictionaries::isRight(const QString& word) const {
    bool judged = false;
    for (const auto& one : m_all) {
        if (one->script == scriptOf(word)) {
            judged = true;
            const QByteArray bytes = one->encoder.encode(word);
            if (one->encoder.hasError() || one->hunspell.spell(bytes.toStdString())) {
                one->encoder.resetState();
                return true;
            }
        }
    }
    return !judged;
}

QStringList Dictionaries::suggest(const QString& word) const {
    QStringList out;
    for (const auto& one : m_all) {
        if (one->script != scriptOf(word)) {
            continue;
        }
        const QByteArray bytes = one->encoder.encode(word);
        for (const auto& other : one->hunspell.suggest(bytes.toStdString())) {
            const QString text = one->decoder.decode(QByteArray::fromStdString(other));
            if (out.size() < mostSuggestions && !out.contains(text)) {
                out.append(text);
            }
        }
    }
    return out;
}

#else

struct Dictionaries::One {};

Dictionaries::Dictionaries(const QList<DictionaryFiles>&) {
}

Dictionaries::~Dictionaries() = default;

bool Dictionaries::isRight(const QString&) const {
    return true;
}

QStringList Dictionaries::suggest(const QString&) const {
    return {};
}

#endif

}  // namespace nightjar
