// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <memory>

#include "desktopports.h"
#include "preferences.h"
#include "spellingviewmodel.h"

namespace nightjar {

class AppViewModel;
class IdentitiesModel;
class Notifier;

/// The program as the desktop sees it: its icon in the tray and the number on it, notifications, start at login, and
/// what closing the window does. Until the ports are there (they come after the first frame), and where there are none,
/// it is a program with a window and nothing else.
class DesktopViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(bool trayThere READ isTrayThere NOTIFY changed FINAL)
    Q_PROPERTY(bool notificationsThere READ areNotificationsThere NOTIFY changed FINAL)
    Q_PROPERTY(bool inFront READ isInFront WRITE setInFront NOTIFY inFrontChanged FINAL)
    Q_PROPERTY(bool startsHidden READ isStartingHidden CONSTANT FINAL)
    Q_PROPERTY(bool autostartThere READ isAutostartThere NOTIFY changed FINAL)
    Q_PROPERTY(bool autostart READ isAutostarting WRITE setAutostart NOTIFY changed FINAL)
    Q_PROPERTY(nightjar::SpellingViewModel* spelling READ spelling CONSTANT FINAL)
    Q_PROPERTY(bool autostartFailed READ hasAutostartFailed NOTIFY changed FINAL)

public:
    /// Null: there is nothing of the kind. They have to outlive this object, or to be taken away with use({}).
    struct Ports {
        TrayPort* tray = nullptr;
        BadgePort* badge = nullptr;
        NotificationPort* notifications = nullptr;
        AutostartPort* autostart = nullptr;
        SpellPort* spelling = nullptr;
    };

    explicit DesktopViewModel(AppViewModel& app, Preferences& preferences, QObject* parent = nullptr);
    ~DesktopViewModel() override;

    void use(const Ports& ports);

    /// The first window is not shown: the program was started in the background. Before there is a window.
    [[nodiscard]] bool isStartingHidden() const { return m_startsHidden; }
    void startHidden() { m_startsHidden = true; }
    /// The main window has the keyboard: what is on it is seen. Said by the window.
    [[nodiscard]] bool isInFront() const { return m_inFront; }
    void setInFront(bool inFront);
    [[nodiscard]] bool isTrayThere() const { return m_ports.tray && m_ports.tray->isThere(); }
    [[nodiscard]] bool areNotificationsThere() const { return m_ports.notifications; }
    [[nodiscard]] bool isAutostartThere() const { return m_ports.autostart; }
    [[nodiscard]] bool isAutostarting() const { return m_ports.autostart && m_ports.autostart->isOn(); }
    void setAutostart(bool on);
    [[nodiscard]] SpellingViewModel* spelling() { return &m_spelling; }
    [[nodiscard]] bool hasAutostartFailed() const { return m_autostartFailed; }

    /// Closing the window leaves the program in the tray: if that was chosen and there is a tray that shows it.
    Q_INVOKABLE [[nodiscard]] bool staysWhenClosed() const;
    /// There is no profile any more: nothing starts at login.
    void forget();

Q_SIGNALS:
    void changed();
    void inFrontChanged();
    /// `token`: by which the window may come to the front; may be empty.
    void windowWanted(const QByteArray& token);
    void quitWanted();
    /// There is no icon any more: nobody may be left without a window, too.
    void iconLost();

private:
    void follow();
    void translate();
    void tellState();
    [[nodiscard]] int unread() const;

    AppViewModel& m_app;
    Preferences& m_preferences;
    Ports m_ports;
    SpellingViewModel m_spelling;
    std::unique_ptr<Notifier> m_notifier;
    QPointer<IdentitiesModel> m_identities;
    bool m_autostartFailed = false;
    bool m_startsHidden = false;
    bool m_inFront = false;
};

}  // namespace nightjar
