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

/// Takes an invitation: pasted, dropped, or read from a picture.
PageFrame {
    id: root

    required property AcceptViewModel accept

    signal chatWanted(string contact)

    function takeFocus(): void {
        link.takeFocus()
    }

    heading: qsTr("I have an invitation")

    BodyText {
        Layout.fillWidth: true
        text: qsTr("Paste the link that you were sent, or a picture of the QR code.")
        muted: true
    }
    InputArea {
        id: link

        Layout.fillWidth: true
        objectName: "acceptLink"
        label: qsTr("Invitation")
        hint: "nightjar:1/…"
        monospace: true
        wrong: root.accept.problem !== ""
        text: root.accept.link
        area.onTextChanged: root.accept.link = link.area.text
        area.Keys.onPressed: event => {
            // An invitation has no lines: Enter accepts it.
            if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) {
                event.accepted = true
                root.accept.accept()
            }
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columns: width >= paste.implicitWidth + file.implicitWidth + columnSpacing ? 2 : 1
        columnSpacing: Theme.s
        rowSpacing: Theme.s

        ActionButton {
            id: paste

            Layout.fillWidth: true
            objectName: "paste"
            iconName: "paste"
            text: qsTr("Paste")
            onClicked: root.accept.paste()
        }
        ActionButton {
            id: file

            Layout.fillWidth: true
            objectName: "openImage"
            iconName: "image"
            text: qsTr("Open a picture")
            onClicked: dialog.open()
        }
    }
    InputField {
        Layout.fillWidth: true
        objectName: "contactName"
        label: qsTr("What do you call them?")
        hint: qsTr("Empty: as they call themselves")
        text: root.accept.name
        onEdited: text => root.accept.name = text
        onAccepted: root.accept.accept()
    }
    Notice {
        Layout.fillWidth: true
        objectName: "acceptProblem"
        kind: Notice.Problem
        text: Words.problem(root.accept.problem)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "acceptInvitation"
        kind: ActionButton.Primary
        text: root.accept.working ? qsTr("Asking the server…") : qsTr("Accept the invitation")
        busy: root.accept.working
        enabled: root.accept.plausible && !root.accept.working
        onClicked: root.accept.accept()
    }
    Notice {
        Layout.fillWidth: true
        iconName: "shield"
        text: qsTr("The one who invited you learns the name from your settings, nothing else. You can compare a safety number with them afterwards.")
    }

    DropArea {
        parent: root
        anchors.fill: parent
        onDropped: drop => {
            if (drop.hasUrls)
                root.accept.readImage(drop.urls[0])
            else if (drop.hasText)
                root.accept.link = drop.text
        }
    }
    FileDialog {
        id: dialog

        title: qsTr("A picture of the QR code")
        // Some dialogs of the system remember what was chosen, for every program to see.
        options: Qt.platform.os === "linux" ? FileDialog.DontUseNativeDialog : 0
        nameFilters: [qsTr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp)"]
        onAccepted: root.accept.readImage(selectedFile)
    }
    Connections {
        target: root.accept

        function onAccepted(contact: string): void {
            root.chatWanted(contact)
        }
    }
}
