// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace nightjar {

/// How the interface looks and speaks. Kept in a small file beside the vault, because the lock screen needs it: it
/// holds no word about any person.
class Preferences : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged FINAL)
    Q_PROPERTY(QString spokenLanguage READ spokenLanguage NOTIFY languageChanged FINAL)
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged FINAL)
    Q_PROPERTY(bool dark READ isDark NOTIFY themeChanged FINAL)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY textScaleChanged FINAL)
    Q_PROPERTY(int listWidth READ listWidth WRITE setListWidth NOTIFY listWidthChanged FINAL)

public:
    static constexpr double minTextScale = 0.8;
    static constexpr double maxTextScale = 2.0;

    /// `file`: where they are kept; empty: nowhere.
    explicit Preferences(QString file, QObject* parent = nullptr);

    /// "system", "en" or "ru".
    [[nodiscard]] QString language() const { return m_language; }
    void setLanguage(const QString& language);
    /// "en" or "ru": what "system" means here and now.
    [[nodiscard]] QString spokenLanguage() const;
    /// "system", "light" or "dark".
    [[nodiscard]] QString theme() const { return m_theme; }
    void setTheme(const QString& theme);
    [[nodiscard]] bool isDark() const;
    [[nodiscard]] double textScale() const { return m_textScale; }
    void setTextScale(double scale);
    /// Of the list of chats in two panes, in logical pixels; zero: not chosen yet.
    [[nodiscard]] int listWidth() const { return m_listWidth; }
    void setListWidth(int width);

    /// Forgets everything but does not touch the file: after a wipe.
    void reset();

Q_SIGNALS:
    void languageChanged();
    void themeChanged();
    void textScaleChanged();
    void listWidthChanged();

private:
    void load();
    void save() const;

    QString m_file;
    QString m_language = QStringLiteral("system");
    QString m_theme = QStringLiteral("system");
    double m_textScale = 1.0;
    int m_listWidth = 0;
};

}  // namespace nightjar
