// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QThread>

#include "dictionaries.h"
#include "spellport.h"

namespace nightjar {

/// Dictionaries in a thread of their own, which begins with the first word that is asked about.
class Spelling final : public SpellPort {
    Q_OBJECT

public:
    /// `folders`: where dictionaries are; empty: where systems keep them.
    explicit Spelling(QStringList folders = {}, QObject* parent = nullptr);
    ~Spelling() override;

    [[nodiscard]] bool speak(const QStringList& languages) override;
    void check(const QStringList& words) override;
    void suggest(const QString& word) override;

private:
    void begin();
    void end();

    QStringList m_folders;
    QList<DictionaryFiles> m_files;
    QThread m_thread;
    QObject* m_worker = nullptr;  ///< lives in the thread, and is deleted there
};

}  // namespace nightjar
