// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "desktopviewmodel.h"

#include <QGuiApplication>

#include "appviewmodel.h"
#include "notifier.h"

namespace nightjar {

DesktopViewModel::DesktopViewModel(AppViewModel& app, Preferences& preferences, QObject* parent)
    : QObject(parent), m_app(app), m_preferences(preferences), m_spelling(preferences) {
    connect(&m_app, &AppViewModel::screenChanged, this, &DesktopViewModel::follow);
    connect(&m_preferences, &Preferences::desktopChanged, this, [this] {
        if (m_ports.tray) {
            m_ports.tray->setShown(m_preferences.hasTray());
        }
    });
    // The words of the menu follow the language once its translation is loaded.
    connect(&m_preferences, &Preferences::languageChanged, this, &DesktopViewModel::translate, Qt::QueuedConnection);
}

DesktopViewModel::~DesktopViewModel() = default;

void DesktopViewModel::use(const Ports& ports) {
    m_notifier.reset();
    if (m_ports.tray) {
        m_ports.tray->disconnect(this);
    }
    m_ports = ports;
    m_spelling.use(m_ports.spelling);
    if (m_ports.tray) {
        connect(m_ports.tray, &TrayPort::thereChanged, this, [this] {
            Q_EMIT changed();
            if (!isTrayThere()) {
                Q_EMIT iconLost();
            }
        });
        connect(m_ports.tray, &TrayPort::showWanted, this, [this] { Q_EMIT windowWanted({}); });
        connect(m_ports.tray, &TrayPort::lockWanted, &m_app, &AppViewModel::lock);
        connect(m_ports.tray, &TrayPort::quitWanted, this, &DesktopViewModel::quitWanted);
        translate();
        m_ports.tray->setShown(m_preferences.hasTray());
    }
    if (m_ports.notifications) {
        m_notifier = std::make_unique<Notifier>(m_app, *m_ports.notifications);
        connect(m_notifier.get(), &Notifier::windowWanted, this, &DesktopViewModel::windowWanted);
    }
    follow();
    Q_EMIT changed();
}

void DesktopViewModel::setInFront(bool inFront) {
    if (m_inFront != inFront) {
        m_inFront = inFront;
        Q_EMIT inFrontChanged();
    }
}

void DesktopViewModel::setAutostart(bool on) {
    if (m_ports.autostart) {
        m_autostartFailed = !m_ports.autostart->set(on);
        Q_EMIT changed();
    }
}

bool DesktopViewModel::staysWhenClosed() const {
    // At the end of a session every window has to close.
    return m_preferences.hasTray() && m_preferences.closesToTray() && isTrayThere() && !qGuiApp->isSavingSession();
}

void DesktopViewModel::forget() {
    if (isAutostarting()) {
        setAutostart(false);
    }
}

void DesktopViewModel::follow() {
    auto* const identities = m_app.identities();
    if (identities && identities != m_identities) {
        connect(identities, &IdentitiesModel::unreadChanged, this, &DesktopViewModel::tellState);
    }
    m_identities = identities;
    tellState();
}

void DesktopViewModel::translate() {
    if (m_ports.tray) {
        m_ports.tray->setWords({tr("Show Nightjar"), tr("Lock"), tr("Quit")});
    }
}

void DesktopViewModel::tellState() {
    const int count = unread();
    if (m_ports.tray) {
        m_ports.tray->setState(count > 0, m_app.identities() != nullptr);
    }
    if (m_ports.badge) {
        m_ports.badge->show(count);
    }
}

int DesktopViewModel::unread() const {
    int sum = 0;
    if (m_app.identities()) {
        for (const auto& [container, session] : m_app.identities()->sessions()) {
            sum += session->chats()->unread();
        }
    }
    return sum;
}

}  // namespace nightjar
