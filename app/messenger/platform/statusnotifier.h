// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <QDBusServiceWatcher>

#include "desktopports.h"

namespace nightjar {

class TrayItem;
class TrayMenu;

/// The tray of desktops that keep to StatusNotifierItem (Plasma, Cinnamon, XFCE, LXQt, GNOME with an extension), over
/// the session bus and without the widgets of the toolkit, which would cost several megabytes.
class StatusNotifier final : public TrayPort {
    Q_OBJECT

public:
    explicit StatusNotifier(QObject* parent = nullptr);
    ~StatusNotifier() override;

    [[nodiscard]] bool isThere() const override { return m_there; }
    void setShown(bool shown) override;
    void setState(bool unread, bool lockable) override;
    void setWords(const Words& words) override;

Q_SIGNALS:
    /// Whether there is a tray was found out; once, whatever came of it.
    void probed();

private Q_SLOTS:
    /// Asks whether somebody shows icons, and tells them of ours.
    void probe();

private:
    void choose(int entry);
    void become(bool there);

    QObject m_icon;  ///< what the bus sees: an object each
    QObject m_popup;
    TrayItem* m_item;  ///< owned by m_icon
    TrayMenu* m_menu;  ///< owned by m_popup
    QDBusServiceWatcher m_watcher;
    bool m_shown = false;
    bool m_there = false;
    bool m_probed = false;
};

}  // namespace nightjar
