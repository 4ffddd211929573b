// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include <memory>

#include "autolock.h"
#include "desktopviewmodel.h"
#include "gate.h"
#include "identitiesmodel.h"
#include "onboardingviewmodel.h"
#include "preferences.h"
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
    Q_PROPERTY(bool visiting READ isVisiting NOTIFY screenChanged FINAL)
    Q_PROPERTY(nightjar::IdentitiesModel* identities READ identities NOTIFY screenChanged FINAL)
    Q_PROPERTY(nightjar::DesktopViewModel* desktop READ desktop CONSTANT FINAL)
    Q_PROPERTY(bool linkWaiting READ isLinkWaiting NOTIFY linkWaitingChanged FINAL)

public:
    enum class Screen {
        Onboarding,  ///< no profile yet
        Locked,      ///< a PIN is wanted. Nothing is open, or it goes on behind the lock screen and is not shown
        Ready,       ///< an identity is open: `identities` is there, and `session`, but for moments
    };
    Q_ENUM(Screen)

    /// `offeredHub`: the server proposed in the first minutes; may be empty.
    AppViewModel(Gate& gate, Preferences& preferences, const QString& offeredHub, QObject* parent = nullptr);
    ~AppViewModel() override;

    [[nodiscard]] Screen screen() const { return m_covered ? Screen::Locked : m_screen; }
    [[nodiscard]] Preferences* preferences() { return &m_preferences; }
    [[nodiscard]] OnboardingViewModel* onboarding() { return &m_onboarding; }
    [[nodiscard]] UnlockViewModel* unlock() { return &m_unlock; }
    /// The one on the screen. Null unless the screen is Ready, and while one identity gives way to another.
    [[nodiscard]] SessionViewModel* session() const { return m_covered ? nullptr : openSession(); }
    /// Null unless an identity is open.
    [[nodiscard]] IdentitiesModel* identities() const { return m_identities.get(); }
    [[nodiscard]] DesktopViewModel* desktop() { return &m_desktop; }
    /// Whatever the screen: for what goes on behind the lock screen, as a call that rings.
    [[nodiscard]] SessionViewModel* openSession() const { return m_identities ? m_identities->session() : nullptr; }
    /// What is open is the decoy, on a visit.
    [[nodiscard]] bool isVisiting() const { return m_identities && m_gate.facts().visiting; }

    /// An invitation was opened elsewhere (a link in a browser) and waits for the page where it can be accepted.
    /// Whoever gets in first has it, by whichever PIN: nothing tells it from one that was opened right then.
    [[nodiscard]] bool isLinkWaiting() const { return !m_link.isEmpty(); }
    /// False, and nothing waits, when there is no invitation in this text.
    bool offerLink(const QString& text);
    /// What waited; nothing does any more.
    Q_INVOKABLE [[nodiscard]] QString takeLink();

    /// A conversation of one of the open identities is wanted on the screen (a notification of it was clicked on).
    void offerChat(const ContainerId& container, const ContactId& contact);
    /// The contact of the one that waits, if it is of this identity (IdentitiesModel::current()), and it waits no more.
    Q_INVOKABLE [[nodiscard]] QString takeChat(const QString& container);

    /// The keys go from memory.
    Q_INVOKABLE void lock();
    /// The lock screen over what goes on.
    Q_INVOKABLE void cover();
    /// The lock screen, on which the wipe PIN shows what it would leave and harms nothing.
    Q_INVOKABLE void rehearse();
    /// Back from the rehearsal without having entered anything.
    Q_INVOKABLE void endRehearsal();
    Q_INVOKABLE void leaveDecoy();
    /// As the system tells: its own lock came, or it is about to sleep. Only if the open identity wants it.
    void coverWithSystem();
    void lockWithSystem();
    /// At once: locks, or destroys if that is chosen.
    void panic();

Q_SIGNALS:
    void screenChanged();
    void linkWaitingChanged();
    void chatWanted();

private:
    void followHome();
    [[nodiscard]] SessionViewModel* home() const;
    void follow();
    void uncover();
    void coverBy(bool rehearsal);

    Gate& m_gate;
    Preferences& m_preferences;
    OnboardingViewModel m_onboarding;
    UnlockViewModel m_unlock;
    std::unique_ptr<IdentitiesModel> m_identities;
    AutoLock m_autoLock;
    DesktopViewModel m_desktop;
    Screen m_screen = Screen::Onboarding;
    bool m_covered = false;
    QString m_link;
    std::optional<std::pair<ContainerId, ContactId>> m_chat;
};

}  // namespace nightjar
