// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Unlock
import Nightjar.ViewModels
import Nightjar.Words

/// The window. What it holds follows from app.screen alone.
T.ApplicationWindow {
    id: root

    required property AppViewModel app

    width: Theme.windowWidth
    height: Theme.windowHeight
    minimumWidth: Theme.windowMinWidth
    minimumHeight: Theme.windowMinHeight
    visible: !root.app.desktop.startsHidden
    // Always the same: what is open is nobody's business.
    title: Theme.name
    font.family: Theme.family
    color: Theme.colours.window
    LayoutMirroring.enabled: Theme.mirrored
    LayoutMirroring.childrenInherit: true
    onClosing: close => {
        if (root.app.desktop.staysWhenClosed()) {
            close.accepted = false
            root.hide()
        } else {
            Qt.quit()
        }
    }

    Binding {
        target: Theme
        property: "dark"
        value: root.app.preferences.dark
    }
    Binding {
        target: Theme
        property: "strong"
        value: root.app.preferences.theme === "contrast"
    }
    Binding {
        target: Theme
        property: "motion"
        value: root.app.preferences.motion
    }
    Binding {
        target: Theme
        property: "textScale"
        value: root.app.preferences.textScale
    }
    Binding {
        target: root.app.desktop
        property: "inFront"
        value: root.active
    }
    Binding {
        target: Words
        property: "language"
        value: root.app.preferences.spokenLanguage
    }

    // A Repeater of none or one makes a screen exist as long as it is wanted, and nothing of it afterwards.
    Repeater {
        model: root.app.screen === AppViewModel.Onboarding ? 1 : 0

        OnboardingPage {
            objectName: "onboardingPage"
            anchors.fill: parent
            onboarding: root.app.onboarding
            preferences: root.app.preferences
            Component.onCompleted: takeFocus()
        }
    }
    Repeater {
        model: root.app.screen === AppViewModel.Locked ? 1 : 0

        UnlockPage {
            objectName: "unlockPage"
            anchors.fill: parent
            unlock: root.app.unlock
            shuffled: root.app.preferences.shuffledPad
            onRehearsalEnded: root.app.endRehearsal()
            Component.onCompleted: takeFocus()
        }
    }
    // While a conversation moves behind its PIN, or back, there is nothing to show.
    Spinner {
        anchors.centerIn: parent
        visible: root.app.screen === AppViewModel.Ready && !root.app.session
    }
    Repeater {
        model: root.app.session ? 1 : 0

        ReadyScreen {
            objectName: "readyScreen"
            anchors.fill: parent
            app: root.app
            session: root.app.session
            identities: root.app.identities
            Component.onCompleted: takeFocus()
        }
    }
}
