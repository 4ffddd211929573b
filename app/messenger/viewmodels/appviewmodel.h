// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "gate.h"
#include "onboardingviewmodel.h"
#include "preferences.h"
#include "sessionviewmodel.h"
#include "unlockviewmodel.h"

namespace nightjar {

/// The root of everything that is shown. What the window holds follows from `screen` alone.
class AppViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(Screen screen READ screen NOTIFY screenChanged FINAL)
    Q_PROPERTY(nightjar::Preferences* preferences READ preferences CONSTANT FINAL)
    Q_PROPERTY(nightjar::OnboardingViewModel* onboarding READ onboarding CONSTANT FINAL)
    Q_PROPERTY(nightjar::UnlockViewModel* unlock READ unlock CONSTANT FINAL)
    Q_PROPERTY(nightjar::SessionViewModel* session READ session NOTIFY screenChanged FINAL)

public:
    enum class Screen {
        Onboarding,  ///< no profile yet
        Locked,      ///< a PIN is wanted; no identity is open, nothing of one is in memory
        Ready,       ///< an identity is open: `session` is there
    };
    Q_ENUM(Screen)

    /// `offeredHub`: the server proposed in the first minutes; may be empty.
    AppViewModel(Gate& gate, Preferences& preferences, const QString& offeredHub, QObject* parent = nullptr);
    ~AppViewModel() override;

    [[nodiscard]] Screen screen() const { return m_screen; }
    [[nodiscard]] Preferences* preferences() { return &m_preferences; }
    [[nodiscard]] OnboardingViewModel* onboarding() { return &m_onboarding; }
    [[nodiscard]] UnlockViewModel* unlock() { return &m_unlock; }
    /// Null unless the screen is Ready.
    [[nodiscard]] SessionViewModel* session() const { return m_session.get(); }

    Q_INVOKABLE void lock();

Q_SIGNALS:
    void screenChanged();

private:
    void follow();

    Gate& m_gate;
    Preferences& m_preferences;
    OnboardingViewModel m_onboarding;
    UnlockViewModel m_unlock;
    std::unique_ptr<SessionViewModel> m_session;
    Screen m_screen = Screen::Onboarding;
};

}  // namespace nightjar
