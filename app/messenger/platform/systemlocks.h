// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QObject>
#include <memory>

namespace nightjar {

/// What the system tells by D-Bus: that its screen is locked (org.freedesktop.ScreenSaver, org.gnome.ScreenSaver,
/// Lock of org.freedesktop.login1), and that it is about to sleep (PrepareForSleep of org.freedesktop.login1, which
/// waits until the handlers of sleeping() are through). Where nothing of this is there, nothing is told.
class SystemLocks : public QObject {
    Q_OBJECT

public:
    explicit SystemLocks(QObject* parent = nullptr);
    ~SystemLocks() override;

Q_SIGNALS:
    void screenLocked();
    void sleeping();

private Q_SLOTS:
    void screenSaverChanged(bool active);
    void lockAsked();
    void prepareForSleep(bool begins);

private:
    struct Delay;
    /// Asks the system to wait for us before it sleeps.
    void holdSleep();

    std::unique_ptr<Delay> m_delay;
};

}  // namespace nightjar
