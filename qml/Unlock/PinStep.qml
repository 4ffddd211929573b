// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Choosing a PIN (or the wipe PIN), and typing it a second time.
ColumnLayout {
    id: root

    required property OnboardingViewModel onboarding

    readonly property bool again: root.onboarding.step === OnboardingViewModel.PinAgain || root.onboarding.step === OnboardingViewModel.WipePinAgain
    readonly property bool wipe: root.onboarding.step === OnboardingViewModel.WipePin || root.onboarding.step === OnboardingViewModel.WipePinAgain

    function takeFocus(): void {
        pad.takeFocus()
    }

    function strengthWords(strength: int): string {
        switch (strength) {
        case OnboardingViewModel.TooShort: return Words.strength("too-short")
        case OnboardingViewModel.Obvious: return Words.strength("obvious")
        case OnboardingViewModel.Short: return Words.strength("short")
        case OnboardingViewModel.Fair: return Words.strength("fair")
        case OnboardingViewModel.Strong: return Words.strength("strong")
        }
        return Words.strength("")
    }

    spacing: Theme.l

    // A PIN that was typed wrongly is typed again from the start.
    Connections {
        target: root.onboarding

        function onChanged(): void {
            if (root.visible && root.onboarding.problem !== "")
                root.takeFocus()
        }
    }

    StepTitle {
        number: 2
        text: root.wipe ? (root.again ? qsTr("The wipe PIN once more") : qsTr("Choose a wipe PIN"))
                        : (root.again ? qsTr("Your PIN once more") : qsTr("Choose a PIN"))
        detail: root.again ? qsTr("So that a slip of the finger does not lock you out.")
              : root.wipe ? qsTr("One that you can type by heart, but never by accident.")
              : qsTr("It opens Nightjar on this device. Nobody can give it back to you if you forget it.")
    }
    PinPad {
        id: pad

        Layout.alignment: Qt.AlignHCenter
        buffer: root.onboarding.entry
        label: root.wipe ? qsTr("Wipe PIN") : qsTr("PIN")
        submitText: qsTr("Go on")
        wrong: root.onboarding.problem !== ""
        onSubmitted: root.onboarding.next()
    }
    BodyText {
        Layout.fillWidth: true
        text: root.onboarding.problem !== "" ? Words.problem(root.onboarding.problem)
            : root.again ? "" : root.strengthWords(root.onboarding.strength)
        color: root.onboarding.problem !== "" ? Theme.colours.danger : Theme.colours.muted
        font.pixelSize: Theme.smallSize
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.AlertMessage
    }
    ActionButton {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: implicitWidth
        objectName: "passphraseToggle"
        kind: ActionButton.Quiet
        text: pad.passphrase ? qsTr("Use a PIN") : qsTr("Use a passphrase")
        onClicked: {
            root.onboarding.entry.clear()
            pad.passphrase = !pad.passphrase
            pad.takeFocus()
        }
    }
}
