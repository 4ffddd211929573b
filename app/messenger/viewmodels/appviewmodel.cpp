// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "appviewmodel.h"

#include <QUrl>

#include "clipboard.h"
#include "names.h"
#include "pages.h"
#include "runtime/ports/clock.h"

namespace nightjar {

AppViewModel::AppViewModel(Gate& gate, Preferences& preferences, const QString& offeredHub, QObject* parent)
    : QObject(parent),
      m_gate(gate),
      m_preferences(preferences),
      m_onboarding(gate, offeredHub),
      m_unlock(gate),
      m_autoLock([clock = std::make_shared<SystemClock>()] { return clock->now(); }),
      m_desktop(*this, preferences) {
    connect(&m_gate, &Gate::opened, this, [this](Messenger* messenger) {
        m_identities = std::make_unique<IdentitiesModel>(m_gate, *messenger);
        m_covered = false;
        m_unlock.setRehearsal(false);
        connect(m_identities.get(), &IdentitiesModel::currentChanged, this, &AppViewModel::screenChanged);
        connect(m_identities.get(), &IdentitiesModel::homeChanged, this, &AppViewModel::followHome);
        followHome();
        follow();
    });
    connect(&m_gate, &Gate::resumed, this, &AppViewModel::uncover);
    connect(&m_gate, &Gate::closed, this, [this] {
        // The screen goes first and entirely, then what it showed: no binding ever sees a session that is gone.
        m_autoLock.follow(nullptr);
        m_chat.reset();
        const auto old = std::move(m_identities);
        m_covered = false;
        follow();
        deletePages();
    });
    connect(&m_gate, &Gate::profileChanged, this, &AppViewModel::follow);
    connect(&m_autoLock, &AutoLock::screenWanted, this, &AppViewModel::cover);
    connect(&m_autoLock, &AutoLock::vaultWanted, this, &AppViewModel::lock);
    connect(&m_autoLock, &AutoLock::panicked, this, &AppViewModel::panic);
    follow();
}

AppViewModel::~AppViewModel() = default;

bool AppViewModel::offerLink(const QString& text) {
    // Some programs hand over links with what they hold for special characters encoded.
    auto link = invitationIn(text.left(maxPasted));
    if (link.isEmpty()) {
        link = invitationIn(QUrl::fromPercentEncoding(text.left(maxPasted).toUtf8()));
    }
    if (link.isEmpty()) {
        return false;
    }
    m_link = link;
    Q_EMIT linkWaitingChanged();
    return true;
}

QString AppViewModel::takeLink() {
    const auto link = std::exchange(m_link, QString());
    Q_EMIT linkWaitingChanged();
    return link;
}

void AppViewModel::offerChat(const ContainerId& container, const ContactId& contact) {
    if (m_identities) {
        m_chat = {container, contact};
        if (!m_covered) {
            m_identities->select(container.isNull() ? QString() : toQt(container));
        }
        Q_EMIT chatWanted();
    }
}

QString AppViewModel::takeChat(const QString& container) {
    if (!m_chat || container != (m_chat->first.isNull() ? QString() : toQt(m_chat->first))) {
        return {};
    }
    return toQt(std::exchange(m_chat, std::nullopt)->second);
}

void AppViewModel::lock() {
    // Not from inside a handler of the page that is about to go.
    QMetaObject::invokeMethod(
        this, [this] { m_gate.lock(); }, Qt::QueuedConnection);
}

void AppViewModel::cover() {
    coverBy(false);
}

void AppViewModel::rehearse() {
    coverBy(true);
}

void AppViewModel::endRehearsal() {
    if (m_unlock.isRehearsal()) {
        uncover();
    }
}

void AppViewModel::leaveDecoy() {
    QMetaObject::invokeMethod(
        this, [this] { m_gate.leaveDecoy(); }, Qt::QueuedConnection);
}

void AppViewModel::coverWithSystem() {
    if (home() && home()->locking()->followsSystem()) {
        cover();
    }
}

void AppViewModel::lockWithSystem() {
    if (home() && home()->locking()->followsSystem()) {
        m_gate.lock();  // the system waits for it, so at once
    }
}

void AppViewModel::panic() {
    if (!m_identities) {
        return;
    }
    const bool wipes = home() && home()->locking()->panicWipes();
    QMetaObject::invokeMethod(
        this,
        [this, wipes] {
            if (wipes) {
                m_gate.wipe();
            } else {
                m_gate.lock();
            }
        },
        Qt::QueuedConnection);
}

void AppViewModel::coverBy(bool rehearsal) {
    // Not from inside a handler of the page that is about to go.
    QMetaObject::invokeMethod(
        this,
        [this, rehearsal] {
            if (m_identities && !m_covered) {
                m_covered = true;
                m_unlock.setRehearsal(rehearsal);
                forgetSensitiveCopy();
                Q_EMIT screenChanged();
                m_identities->closeChats();  // behind the pages that showed them; what arrives now is read by nobody
            }
        },
        Qt::QueuedConnection);
}

void AppViewModel::uncover() {
    if (std::exchange(m_covered, false)) {
        m_unlock.setRehearsal(false);
        Q_EMIT screenChanged();
    }
}

SessionViewModel* AppViewModel::home() const {
    return m_identities ? m_identities->home() : nullptr;
}

/// What locks by itself is a rule of the identity that the PIN opened, whichever is on the screen.
void AppViewModel::followHome() {
    m_autoLock.follow(home() ? home()->locking() : nullptr);
}

void AppViewModel::follow() {
    const auto screen = m_identities                              ? Screen::Ready
                        : m_gate.profile() == Gate::Profile::None ? Screen::Onboarding
                                                                  : Screen::Locked;
    if (screen == m_screen && screen != Screen::Ready) {
        return;
    }
    m_screen = screen;
    Q_EMIT screenChanged();
}

}  // namespace nightjar
