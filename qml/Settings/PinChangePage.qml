// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A new PIN, a wipe PIN, that of a hidden identity, after the present one; or that one only, for what needs it.
PageFrame {
    id: root

    required property SettingsViewModel settings

    readonly property bool hides: root.settings.pinPurpose === SettingsViewModel.Hide
    readonly property bool deletesHidden: root.settings.pinPurpose === SettingsViewModel.DeleteHidden

    function takeFocus(): void {
        pad.takeFocus()
    }

    function question(): string {
        switch (root.settings.pinStep) {
        case SettingsViewModel.Current: return root.deletesHidden ? qsTr("The PIN of this hidden identity")
                                             : root.settings.forLimit || root.hides ? qsTr("Your PIN") : qsTr("Your present PIN")
        case SettingsViewModel.Fresh: return root.hides ? qsTr("A PIN for the hidden identity")
                                           : root.settings.forWipePin ? qsTr("The new wipe PIN") : qsTr("The new PIN")
        case SettingsViewModel.FreshAgain: return root.hides ? qsTr("The same PIN once more")
                                                : root.settings.forWipePin ? qsTr("The new wipe PIN once more") : qsTr("The new PIN once more")
        }
        return ""
    }

    /// What stands below the pad.
    function words(): string {
        if (root.settings.working)
            return qsTr("One moment…")
        if (root.settings.problem === "" && root.hides && root.settings.pinStep === SettingsViewModel.Fresh)
            return Words.strength(root.settings.strength)
        return Words.problem(root.settings.problem)
    }

    heading: root.deletesHidden ? qsTr("Delete this hidden identity") : root.hides ? qsTr("Hidden identity")
           : root.settings.forLimit ? qsTr("Wipe after ten wrong PINs") : root.settings.forWipePin ? qsTr("Wipe PIN") : qsTr("Change the PIN")

    BodyText {
        Layout.fillWidth: true
        text: root.question()
        font.pixelSize: Theme.titleSize
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.Heading
    }
    PinPad {
        id: pad

        Layout.alignment: Qt.AlignHCenter
        buffer: root.settings.entry
        enabled: !root.settings.working
        submitText: qsTr("Go on")
        wrong: root.settings.problem !== ""
        onSubmitted: root.settings.nextPinStep()
    }
    BodyText {
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.xl
        text: root.words()
        color: root.settings.problem !== "" ? Theme.colours.danger : Theme.colours.muted
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
        text: pad.passphrase ? qsTr("Use the PIN pad") : qsTr("Use a passphrase")
        onClicked: {
            root.settings.entry.clear()
            pad.passphrase = !pad.passphrase
            pad.takeFocus()
        }
    }
    ActionButton {
        Layout.fillWidth: true
        visible: root.settings.forWipePin && root.settings.pinStep === SettingsViewModel.Fresh
        objectName: "removeWipePin"
        kind: ActionButton.Danger
        text: qsTr("No wipe PIN any more")
        onClicked: root.settings.removeWipePin()
    }

    Connections {
        target: root.settings

        function onChanged(): void {
            if (root.settings.pinStep === SettingsViewModel.None)
                root.back()
            else if (!root.settings.working)
                root.takeFocus()
        }
    }
}
