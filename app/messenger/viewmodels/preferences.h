// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>

namespace nightjar {

/// How the interface looks and speaks. Kept in a small file beside the vault, because the lock screen needs it: it
/// holds no word about any person. Written only where there is a profile (keep()): a folder that somebody merely looked
/// at stays untouched.
class Preferences : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged FINAL)
    Q_PROPERTY(QString spokenLanguage READ spokenLanguage NOTIFY languageChanged FINAL)
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged FINAL)
    Q_PROPERTY(bool dark READ isDark NOTIFY themeChanged FINAL)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY textScaleChanged FINAL)
    Q_PROPERTY(bool motion READ hasMotion WRITE setMotion NOTIFY motionChanged FINAL)
    Q_PROPERTY(bool enterSends READ isEnterSending WRITE setEnterSending NOTIFY enterSendsChanged FINAL)
    Q_PROPERTY(bool shuffledPad READ isPadShuffled WRITE setShuffledPad NOTIFY shuffledPadChanged FINAL)
    Q_PROPERTY(int listWidth READ listWidth WRITE setListWidth NOTIFY listWidthChanged FINAL)

public:
    static constexpr double minTextScale = 0.8;
    static constexpr double maxTextScale = 2.0;

    /// `file`: where they are kept; empty: nowhere.
    explicit Preferences(QString file, QObject* parent = nullptr);
    ~Preferences() override;

    /// "system", "en" or "ru".
    [[nodiscard]] QString language() const { return m_language; }
    void setLanguage(const QString& language);
    /// "en" or "ru": what "system" means here and now.
    [[nodiscard]] QString spokenLanguage() const;
    /// "system", "light", "dark" or "contrast".
    [[nodiscard]] QString theme() const { return m_theme; }
    void setTheme(const QString& theme);
    [[nodiscard]] bool isDark() const;
    [[nodiscard]] double textScale() const { return m_textScale; }
    void setTextScale(double scale);
    /// Things may glide and fade.
    [[nodiscard]] bool hasMotion() const { return m_motion; }
    void setMotion(bool motion);
    /// Enter sends a message and Shift+Enter starts a line; else Ctrl+Enter sends and Enter starts a line.
    [[nodiscard]] bool isEnterSending() const { return m_enterSends; }
    void setEnterSending(bool enterSends);
    /// The digits of the lock screen lie differently each time.
    [[nodiscard]] bool isPadShuffled() const { return m_shuffledPad; }
    void setShuffledPad(bool shuffled);
    /// Of the list of chats in two panes, in logical pixels; zero: not chosen yet.
    [[nodiscard]] int listWidth() const { return m_listWidth; }
    void setListWidth(int width);

    /// There is a profile now, so choices are written from here on, and those made so far at once.
    void keep();
    /// There is none any more: the file goes.
    void forget();
    /// The name of the file within the profile folder.
    static QString fileIn(const QString& profileFolder);

Q_SIGNALS:
    void languageChanged();
    void themeChanged();
    void textScaleChanged();
    void motionChanged();
    void enterSendsChanged();
    void shuffledPadChanged();
    void listWidthChanged();

private:
    void load();
    void save();
    void write() const;

    QString m_file;
    QString m_language = QStringLiteral("system");
    QString m_theme = QStringLiteral("system");
    double m_textScale = 1.0;
    bool m_motion = true;
    bool m_enterSends = true;
    bool m_shuffledPad = false;
    int m_listWidth = 0;
    bool m_keeping = false;
    bool m_touched = false;
    QTimer m_writeSoon;  ///< dragging a pane changes the width many times a second
};

}  // namespace nightjar
