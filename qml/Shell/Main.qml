// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
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

    ScreenLoader {
        app: root.app
        file: "OnboardingScreen.qml"
        wanted: root.app.screen === AppViewModel.Onboarding
    }
    ScreenLoader {
        app: root.app
        file: "LockedScreen.qml"
        wanted: root.app.screen === AppViewModel.Locked
    }
    // While a conversation moves behind its PIN, or back, there is nothing to show.
    Spinner {
        anchors.centerIn: parent
        visible: root.app.screen === AppViewModel.Ready && !root.app.session
    }
    ScreenLoader {
        app: root.app
        file: "ReadyScreen.qml"
        wanted: !!root.app.session
    }
}
