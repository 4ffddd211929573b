// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QColor>
#include <QHash>
#include <QString>
#include <QStringList>
#include <optional>

class QQmlEngine;

namespace nightjar {

/// A company's style, read from one file at the start (docs/theme.md).
struct ThemeFile {
    QHash<QString, QHash<QString, QColor>> colours;  ///< "light", "dark", "contrast" → by the names of Colours.qml
    std::optional<int> radius;                       ///< in logical pixels
    std::optional<double> typeScale;
    QString typeface;                ///< empty: the usual one
    QString name;                    ///< of the program; empty: its own
    QString logo;                    ///< the path of a picture; empty: the usual one
    QHash<QString, QString> sounds;  ///< "ring", "ringback", "ended" → the path of a WAV file
};

/// What was read, or the sentence that tells why nothing was. English, for the person who writes such files.
struct ReadTheme {
    std::optional<ThemeFile> theme;
    QString problem;
};

/// More is no theme.
inline constexpr qint64 maxThemeFile = 65536;
inline constexpr int maxRadius = 24;
inline constexpr double minTypeScale = 0.85;
inline constexpr double maxTypeScale = 1.25;

/// Paths in it are seen from the folder of the file. All of it is good, or nothing of it is taken.
[[nodiscard]] ReadTheme readThemeFile(const QString& path);

/// Where a file lies that nobody named: nightjar/theme.json in the folders for configuration, of the person or of the
/// machine; empty: there is none.
[[nodiscard]] QString installedThemeFile();

/// Puts it into the singleton Theme of this engine. Names of colours that Theme does not know, and pairs that are less
/// legible than WCAG AA wants, are told, a sentence each.
[[nodiscard]] QStringList applyTheme(const ThemeFile& theme, QQmlEngine& engine);

}  // namespace nightjar
