// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QTranslator>

class QQmlEngine;

namespace nightjar {

class Preferences;

/// Loads the words of the chosen language, and again when the choice changes.
class Language : public QObject {
    Q_OBJECT

public:
    Language(Preferences& preferences, QQmlEngine& engine, QObject* parent = nullptr);
    ~Language() override;

private:
    void load();

    Preferences& m_preferences;
    QQmlEngine& m_engine;
    QTranslator m_translator;
};

}  // namespace nightjar
