// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
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
    visible: true
    // Always the same: what is open is nobody's business.
    title: "Nightjar"
    font.family: Theme.family
    color: Theme.colours.window

    Binding {
        target: Theme
        property: "dark"
        value: root.app.preferences.dark
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
        target: Words
        property: "language"
        value: root.app.preferences.spokenLanguage
    }

    Loader {
        id: screen

        anchors.fill: parent
        focus: true
        sourceComponent: {
            switch (root.app.screen) {
            case AppViewModel.Onboarding: return onboarding
            case AppViewModel.Locked: return locked
            }
            return root.app.session ? ready : null
        }
        onLoaded: if (item["takeFocus"]) item["takeFocus"]()
    }

    Component {
        id: onboarding

        OnboardingPage {
            objectName: "onboardingPage"
            onboarding: root.app.onboarding
            preferences: root.app.preferences
        }
    }
    Component {
        id: locked

        UnlockPage {
            objectName: "unlockPage"
            unlock: root.app.unlock
        }
    }
    Component {
        id: ready

        ReadyScreen {
            objectName: "readyScreen"
            app: root.app
            session: root.app.session
        }
    }
}
