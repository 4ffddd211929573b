// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// What a wipe PIN is, in plain words, and whether one is wanted.
ColumnLayout {
    id: root

    required property OnboardingViewModel onboarding

    function takeFocus(): void {
        skip.forceActiveFocus(Qt.OtherFocusReason)
    }

    spacing: Theme.l

    StepTitle {
        number: 2
        text: qsTr("A second PIN that destroys everything?")
        detail: qsTr("If somebody forces you to open Nightjar, you type this one instead.")
    }
    SectionCard {
        BodyText {
            Layout.fillWidth: true
            text: qsTr("The screen behaves as with your real PIN and shows an empty Nightjar. In that moment the keys to all your contacts and messages are destroyed for good.")
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("Nobody can bring them back: not you, not we. What you sent to others stays with them.")
            muted: true
        }
    }
    ActionButton {
        id: skip

        Layout.fillWidth: true
        objectName: "skipWipePin"
        kind: ActionButton.Primary
        text: qsTr("Not now")
        onClicked: root.onboarding.skipWipePin()
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "setWipePin"
        iconName: "flame"
        text: qsTr("Set a wipe PIN")
        onClicked: root.onboarding.next()
    }
}
