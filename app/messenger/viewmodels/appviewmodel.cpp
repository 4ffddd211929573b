// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "appviewmodel.h"

#include <QCoreApplication>

namespace nightjar {

AppViewModel::AppViewModel(Gate& gate, Preferences& preferences, const QString& offeredHub, QObject* parent)
    : QObject(parent), m_gate(gate), m_preferences(preferences), m_onboarding(gate, offeredHub), m_unlock(gate) {
    connect(&m_gate, &Gate::opened, this, [this](Messenger* messenger) {
        m_session = std::make_unique<SessionViewModel>(*messenger, m_gate);
        follow();
    });
    connect(&m_gate, &Gate::closed, this, [this] {
        // The screen goes first and entirely, then what it showed: no binding ever sees a session that is gone.
        const auto old = std::move(m_session);
        follow();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    connect(&m_gate, &Gate::profileChanged, this, &AppViewModel::follow);
    follow();
}

AppViewModel::~AppViewModel() = default;

void AppViewModel::lock() {
    // Not from inside a handler of the page that is about to go.
    QMetaObject::invokeMethod(
        this, [this] { m_gate.lock(); }, Qt::QueuedConnection);
}

void AppViewModel::follow() {
    const auto screen = m_session                                 ? Screen::Ready
                        : m_gate.profile() == Gate::Profile::None ? Screen::Onboarding
                                                                  : Screen::Locked;
    if (screen == m_screen && screen != Screen::Ready) {
        return;
    }
    m_screen = screen;
    Q_EMIT screenChanged();
}

}  // namespace nightjar
