// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.ViewModels
import Nightjar.Words

/// Addresses for everybody: whoever has one may ask to become a contact.
PageFrame {
    id: root

    required property PublicAddressesModel addresses
    property bool greeted: false

    function takeFocus(): void {
        if (make.visible && make.enabled)
            make.forceActiveFocus(Qt.OtherFocusReason)
        else
            root.focusHeader()
    }

    heading: qsTr("Public address")

    EmptyState {
        Layout.fillWidth: true
        visible: root.addresses.loaded && root.addresses.count === 0
        iconName: "globe"
        heading: qsTr("A link for everybody")
        text: qsTr("Put it on a card or a page. Whoever opens it asks to write to you, and nothing is answered until you say yes.")
    }
    Notice {
        Layout.fillWidth: true
        objectName: "addressEnded"
        kind: Notice.Warning
        text: root.addresses.ended ? qsTr("The server has given up one of your addresses: it was not used for long, or got lost there. Make a new one.") : ""
    }
    Notice {
        Layout.fillWidth: true
        objectName: "addressProblem"
        kind: Notice.Problem
        text: Words.problem(root.addresses.problem)
    }
    Repeater {
        model: root.addresses

        AddressCard {
            Layout.fillWidth: true
            working: root.addresses.working
            onCopied: root.addresses.copy(address)
            onChangeWanted: (perHour, perDay) => root.addresses.change(address, perHour, perDay)
            onRemoved: root.addresses.remove(address)
        }
    }
    ActionButton {
        id: make

        Layout.fillWidth: true
        objectName: "addressCreate"
        kind: root.addresses.count === 0 ? ActionButton.Primary : ActionButton.Secondary
        iconName: "plus"
        busy: root.addresses.working
        enabled: root.addresses.loaded && !root.addresses.working
        text: root.addresses.count === 0 ? qsTr("Make a public address") : qsTr("Make another one")
        onClicked: root.addresses.create()
    }
    Notice {
        Layout.fillWidth: true
        iconName: "shield"
        text: qsTr("A public address tells nothing about you but which server you use. For one person a one-time invitation is better: nobody else can come through it.")
    }

    Connections {
        target: root.addresses

        // What can be pressed is known a moment after the page is there.
        function onChanged(): void {
            if (root.greeted || !root.addresses.loaded)
                return
            root.greeted = true
            root.takeFocus()
        }
    }
    Timer {
        interval: 15000
        running: root.visible
        repeat: true
        onTriggered: if (!root.addresses.working) root.addresses.reload()
    }
}
