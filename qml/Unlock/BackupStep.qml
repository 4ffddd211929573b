// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Which backup the identity is made of, and what opens it.
ColumnLayout {
    id: root

    required property OnboardingViewModel onboarding

    function takeFocus(): void {
        if (root.onboarding.backupName === "")
            choose.forceActiveFocus(Qt.OtherFocusReason)
        else
            pad.takeFocus()
    }

    spacing: Theme.l

    StepTitle {
        text: qsTr("Which backup?")
        detail: qsTr("Your identity goes on here with everything that was in it then. The device that the backup is of stops.")
    }
    ActionButton {
        id: choose

        Layout.fillWidth: true
        objectName: "chooseBackup"
        iconName: "file"
        text: root.onboarding.backupName === "" ? qsTr("Choose the file") : root.onboarding.backupName
        enabled: !root.onboarding.working
        onClicked: dialog.open()
    }
    PinPad {
        id: pad

        Layout.alignment: Qt.AlignHCenter
        visible: root.onboarding.backupName !== ""
        buffer: root.onboarding.passphrase
        passphrase: true
        enabled: !root.onboarding.working
        submitText: qsTr("Restore")
        wrong: root.onboarding.problem !== ""
        onSubmitted: root.onboarding.next()
    }
    BodyText {
        Layout.fillWidth: true
        visible: root.onboarding.backupName !== ""
        text: root.onboarding.working ? qsTr("Reading the backup…") : qsTr("The passphrase of the backup, not your PIN.")
        muted: true
        font.pixelSize: Theme.smallSize
        horizontalAlignment: Text.AlignHCenter
    }
    Notice {
        Layout.fillWidth: true
        objectName: "backupProblem"
        kind: Notice.Problem
        text: Words.problem(root.onboarding.problem)
    }

    FileDialog {
        id: dialog

        title: qsTr("Which backup?")
        nameFilters: [qsTr("Nightjar backups") + " (*.njbk)", qsTr("All files") + " (*)"]
        onAccepted: {
            root.onboarding.chooseBackup(selectedFile)
            root.takeFocus()
        }
    }
}
