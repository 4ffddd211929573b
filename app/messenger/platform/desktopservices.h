// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "autostartfile.h"
#include "desktopviewmodel.h"
#include "launcherbadge.h"
#include "spelling.h"
#include "systemlocks.h"

namespace nightjar {

class AppViewModel;
class DBusNotifications;
class StatusNotifier;

/// Everything that the program has to do with the desktop around it. Made after the first frame: nothing of it is
/// needed to draw that.
class DesktopServices : public QObject {
    Q_OBJECT

public:
    /// `profile`: as AutostartFile takes it. `app` must outlive this object.
    DesktopServices(AppViewModel& app, const QString& profile, QObject* parent = nullptr);
    ~DesktopServices() override;

Q_SIGNALS:
    /// It is known now whether there is a tray.
    void trayProbed(bool there);

private:
    AppViewModel& m_app;
    SystemLocks m_locks;
    AutostartFile m_autostart;
    Spelling m_spelling;
    std::unique_ptr<LauncherBadge> m_badge;
    std::unique_ptr<DBusNotifications> m_notifications;
    std::unique_ptr<StatusNotifier> m_tray;
};

}  // namespace nightjar
