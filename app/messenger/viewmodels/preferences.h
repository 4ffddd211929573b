// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QRect>
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
    Q_PROPERTY(QString themeProblem READ themeProblem NOTIFY themeChanged FINAL)
    Q_PROPERTY(bool dark READ isDark NOTIFY themeChanged FINAL)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY textScaleChanged FINAL)
    Q_PROPERTY(bool motion READ hasMotion WRITE setMotion NOTIFY motionChanged FINAL)
    Q_PROPERTY(bool enterSends READ isEnterSending WRITE setEnterSending NOTIFY enterSendsChanged FINAL)
    Q_PROPERTY(bool shuffledPad READ isPadShuffled WRITE setShuffledPad NOTIFY shuffledPadChanged FINAL)
    Q_PROPERTY(int listWidth READ listWidth WRITE setListWidth NOTIFY listWidthChanged FINAL)
    Q_PROPERTY(bool notifies READ notifies WRITE setNotifies NOTIFY desktopChanged FINAL)
    Q_PROPERTY(bool notifiesContent READ notifiesContent WRITE setNotifiesContent NOTIFY desktopChanged FINAL)
    Q_PROPERTY(bool tray READ hasTray WRITE setTray NOTIFY desktopChanged FINAL)
    Q_PROPERTY(bool closesToTray READ closesToTray WRITE setClosesToTray NOTIFY desktopChanged FINAL)
    Q_PROPERTY(bool checksSpelling READ checksSpelling WRITE setChecksSpelling NOTIFY desktopChanged FINAL)

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
    /// Why a company's theme file was not taken, as readThemeFile() tells; empty: there is none, or it was.
    [[nodiscard]] QString themeProblem() const { return m_themeProblem; }
    void setThemeProblem(const QString& problem);
    /// Those of setTheme().
    [[nodiscard]] static bool isTheme(const QString& name);
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

    /// What happens is told on the desktop.
    [[nodiscard]] bool notifies() const { return m_notifies; }
    void setNotifies(bool on) { choose(m_notifies, on); }
    /// With the name and the words; else only that there is something.
    [[nodiscard]] bool notifiesContent() const { return m_notifiesContent; }
    void setNotifiesContent(bool on) { choose(m_notifiesContent, on); }
    /// There is an icon in the tray, where there is a tray.
    [[nodiscard]] bool hasTray() const { return m_tray; }
    void setTray(bool on) { choose(m_tray, on); }
    /// Closing the window leaves the program there.
    [[nodiscard]] bool closesToTray() const { return m_closesToTray; }
    void setClosesToTray(bool on) { choose(m_closesToTray, on); }
    /// What is written is held against a dictionary, where there is one.
    [[nodiscard]] bool checksSpelling() const { return m_checksSpelling; }
    void setChecksSpelling(bool on) { choose(m_checksSpelling, on); }
    /// Where the window was, in logical pixels, and whether it filled the screen; null: not known. The place of a
    /// window is only told by some systems; then it is (0, 0) and means nothing.
    [[nodiscard]] QRect window() const { return m_window; }
    [[nodiscard]] bool isMaximised() const { return m_maximised; }
    void setWindow(const QRect& window, bool maximised);

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
    /// One of those about the desktop.
    void desktopChanged();

private:
    void load();
    void save();
    void choose(bool& kept, bool on);
    void write() const;

    QString m_file;
    QString m_language = QStringLiteral("system");
    QString m_theme = QStringLiteral("system");
    QString m_themeProblem;
    double m_textScale = 1.0;
    bool m_motion = true;
    bool m_enterSends = true;
    bool m_shuffledPad = false;
    int m_listWidth = 0;
    bool m_notifies = true;
    bool m_notifiesContent = false;
    bool m_tray = true;
    bool m_closesToTray = false;
    bool m_checksSpelling = true;
    QRect m_window;
    bool m_maximised = false;
    bool m_keeping = false;
    bool m_touched = false;
    QTimer m_writeSoon;  ///< dragging a pane changes the width many times a second
};

}  // namespace nightjar
