// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include "appviewmodel.h"

namespace nightjar {

AppViewModel::AppViewModel(Gate& gate, Preferences& preferences, const QString& offeredHub, QObject* parent)
    : QObject(parent), m_gate(gate), m_preferences(preferences), m_onboarding(gate, offeredHub), m_unlock(gate) {
    connect(&m_gate, &Gate::opened, this, [this](Messenger* messenger) {
        m_session = std::make_unique<SessionViewModel>(*messenger, m_gate);
        follow();
    });
    connect(&m_gate, &Gate::closed, this, [this] {
        // The screen goes first, then what it showed: bindings never see a session that is half gone.
        const auto old = std::move(m_session);
        follow();
    });
    connect(&m_gate, &Gate::profileChanged, this, &AppViewModel::follow);
    follow();
}

AppViewModel::~AppViewModel() = default;

void AppViewModel::lock() {
    m_gate.lock();
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
