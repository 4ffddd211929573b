// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// The TURN server that links go through while no direct way is known.
SectionCard {
    id: root

    required property SettingsViewModel settings

    readonly property bool set: root.settings.turnServer !== ""

    heading: qsTr("TURN server")

    BodyText {
        Layout.fillWidth: true
        text: qsTr("For experts. While no direct way is known, links go through it instead of Nightjar’s server. It learns who talks when, and no word of it.")
        muted: true
        font.pixelSize: Theme.smallSize
    }
    FactRow {
        visible: root.set
        objectName: "turnState"
        label: root.settings.turnServer
        value: root.settings.turnProblem !== "" ? Words.turnProblem(root.settings.turnProblem) : Words.turnState(root.settings.turnState)
    }
    FactRow {
        visible: root.settings.turnAddresses !== ""
        label: qsTr("Where others reach you through it")
        value: root.settings.turnAddresses
        monospace: true
    }
    InputField {
        id: server

        Layout.fillWidth: true
        objectName: "turnServer"
        label: qsTr("Address")
        hint: "turn:turn.example.org:3478"
        monospace: true
        text: root.settings.turnServer
    }
    InputField {
        id: user

        Layout.fillWidth: true
        objectName: "turnUser"
        label: qsTr("User")
    }
    SecretField {
        Layout.fillWidth: true
        objectName: "turnPassword"
        label: qsTr("Password")
        buffer: root.settings.turnPassword
        onAccepted: root.settings.useTurn(server.text, user.text)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "turnSave"
        text: qsTr("Use this TURN server")
        enabled: server.text.trim() !== "" && user.text.trim() !== "" && !root.settings.turnPassword.empty
        onClicked: root.settings.useTurn(server.text, user.text)
    }
    ActionButton {
        Layout.fillWidth: true
        visible: root.set
        objectName: "turnRemove"
        kind: ActionButton.Danger
        text: qsTr("No TURN server any more")
        onClicked: root.settings.removeTurn()
    }
}
