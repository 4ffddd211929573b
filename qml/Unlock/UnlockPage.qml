// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// The lock: the same whatever the PIN does.
CalmPage {
    id: root

    required property UnlockViewModel unlock
    required property bool shuffled

    /// Back to what is open: possible in a rehearsal only.
    signal rehearsalEnded()

    function takeFocus(): void {
        pad.takeFocus()
    }

    function words(): string {
        if (!root.unlock.usable)
            return Words.problem(root.unlock.problem)
        if (root.unlock.checking)
            return qsTr("One moment…")
        if (root.unlock.waitSeconds > 0)
            return qsTr("%1 The next attempt is possible in %2.").arg(Words.problem(root.unlock.problem)).arg(Words.seconds(root.unlock.waitSeconds))
        if (root.unlock.problem !== "")
            return Words.problem(root.unlock.problem)
        return ""
    }

    name: qsTr("Nightjar is locked")
    canGoBack: root.unlock.rehearsal
    onBack: root.rehearsalEnded()

    ColumnLayout {
        width: parent ? parent.width : 0
        spacing: Theme.l

        Logo {
            Layout.alignment: Qt.AlignHCenter
            size: Theme.avatarLarge - Theme.xl
        }
        BodyText {
            Layout.fillWidth: true
            text: root.unlock.usable ? (pad.passphrase ? qsTr("Enter your passphrase") : qsTr("Enter your PIN")) : qsTr("This profile cannot be opened")
            font.pixelSize: Theme.titleSize
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            Accessible.role: Accessible.Heading
        }
        PinPad {
            id: pad

            Layout.alignment: Qt.AlignHCenter
            visible: root.unlock.usable
            enabled: !root.unlock.checking && root.unlock.waitSeconds === 0
            opacity: enabled ? 1 : 0.6
            buffer: root.unlock.pin
            digits: root.shuffled ? root.unlock.shuffledDigits() : [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
            submitText: qsTr("Open")
            wrong: root.unlock.problem !== ""
            onSubmitted: root.unlock.submit()
            onEnabledChanged: if (enabled) pad.takeFocus()
        }
        BodyText {
            id: report

            Layout.fillWidth: true
            // Always as high as two lines, so that nothing jumps when something is said.
            Layout.minimumHeight: Theme.touch
            objectName: "report"
            text: root.words()
            color: root.unlock.problem !== "" && !root.unlock.checking ? Theme.colours.danger : Theme.colours.muted
            font.pixelSize: Theme.smallSize
            horizontalAlignment: Text.AlignHCenter
            Accessible.role: Accessible.AlertMessage
        }
        ActionButton {
            Layout.alignment: Qt.AlignHCenter
            Layout.fillWidth: true
            Layout.maximumWidth: implicitWidth
            visible: root.unlock.usable
            objectName: "passphraseToggle"
            kind: ActionButton.Quiet
            text: pad.passphrase ? qsTr("Use the PIN pad") : qsTr("I have a passphrase")
            onClicked: {
                root.unlock.pin.clear()
                pad.passphrase = !pad.passphrase
                pad.takeFocus()
            }
        }
    }
}
