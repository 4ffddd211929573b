// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

namespace nightjar {

/// Where a dictionary of Hunspell's form lies: NAME.aff and NAME.dic.
struct DictionaryFiles {
    QString name;  ///< "en_US"
    QString base;  ///< the path without a suffix
    bool operator==(const DictionaryFiles&) const = default;
};

/// One for each of these languages ("en", "ru_RU") that has one in these folders; the exact one before another
/// country's.
[[nodiscard]] QList<DictionaryFiles> findDictionaries(const QStringList& languages, const QStringList& folders);
/// Where systems keep them.
[[nodiscard]] QStringList dictionaryFolders();

/// Some dictionaries, read into memory (some megabytes, tens of milliseconds each). For one thread.
class Dictionaries {
public:
    explicit Dictionaries(const QList<DictionaryFiles>& files);
    Dictionaries(const Dictionaries&) = delete;
    Dictionaries& operator=(const Dictionaries&) = delete;
    ~Dictionaries();

    /// One of them knows the word, or none has letters like these.
    [[nodiscard]] bool isRight(const QString& word) const;
    /// At most eight.
    [[nodiscard]] QStringList suggest(const QString& word) const;

private:
    struct One;
    std::vector<std::unique_ptr<One>> m_all;
};

}  // namespace nightjar
