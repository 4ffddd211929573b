// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "language.h"

#include <QCoreApplication>
#include <QLocale>
#include <QQmlEngine>

#include "preferences.h"

namespace nightjar {

Language::Language(Preferences& preferences, QQmlEngine& engine, QObject* parent)
    : QObject(parent), m_preferences(preferences), m_engine(engine) {
    connect(&m_preferences, &Preferences::languageChanged, this, &Language::load);
    load();
}

Language::~Language() {
    QCoreApplication::removeTranslator(&m_translator);
}

void Language::load() {
    QCoreApplication::removeTranslator(&m_translator);
    const auto language = m_preferences.spokenLanguage();
    if (m_translator.load(QStringLiteral(":/nightjar/translations/nightjar_%1.qm").arg(language))) {
        QCoreApplication::installTranslator(&m_translator);
    }
    // Dates and numbers in the language of the words, with the habits of the country where the languages agree.
    const auto system = QLocale::system();
    QLocale::setDefault(system.name().startsWith(language) ? system : QLocale(language));
    m_engine.setUiLanguage(language);
    m_engine.retranslate();
}

}  // namespace nightjar
