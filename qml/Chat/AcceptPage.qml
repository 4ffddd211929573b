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
    /// We are in a secret chat now.
    signal joined(string container)

    function takeFocus(): void {
        if (!scanner.visible)
            link.takeFocus()
    }

    heading: qsTr("I have an invitation")
    Component.onCompleted: root.accept.camera.look()

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
    ActionButton {
        Layout.fillWidth: true
        visible: root.accept.camera.possible
        objectName: "scan"
        iconName: "camera"
        text: qsTr("Scan with the camera")
        onClicked: scanner.scan()
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
    SectionCard {
        objectName: "secretTerms"
        visible: root.accept.secret
        heading: root.accept.secretGroup ? qsTr("This leads into a secret group") : qsTr("This leads into a secret chat")

        BodyText {
            Layout.fillWidth: true
            text: root.accept.secretFrom === "creation"
                  //: %1 is a moment: 3 May, 12:00
                  ? qsTr("Everything in it is destroyed for everybody on %1.").arg(Words.moment(root.accept.secretEnds))
                  //: %1 says when: 5 minutes after they were read
                  : qsTr("Messages in it are deleted on all sides %1.").arg(Words.life(root.accept.secretFrom, root.accept.secretSeconds))
            font.weight: Font.DemiBold
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("You are there under a nickname only, with keys of its own, and everything goes through the server. At the end all of it goes, the nickname too.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
    }
    InputField {
        Layout.fillWidth: true
        objectName: "contactName"
        label: root.accept.secret ? qsTr("Your nickname there") : qsTr("What do you call them?")
        hint: root.accept.secret ? qsTr("How the others see you") : qsTr("Empty: as they call themselves")
        text: root.accept.name
        onEdited: text => root.accept.name = text
        onAccepted: root.accept.accept()
    }
    ToggleRow {
        objectName: "acceptMayErase"
        text: qsTr("They may delete here, too")
        detail: qsTr("What they take back, or the whole conversation, is then deleted on this device as well. They are told which it is.")
        on: root.accept.mayErase
        onWanted: on => root.accept.mayErase = on
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
        text: root.accept.working ? qsTr("Asking the server…") : root.accept.secret ? qsTr("Join the secret chat") : qsTr("Accept the invitation")
        busy: root.accept.working
        enabled: root.accept.plausible && !root.accept.working
        onClicked: root.accept.accept()
    }
    Notice {
        Layout.fillWidth: true
        visible: !root.accept.secret
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
    CameraViewer {
        id: scanner

        camera: root.accept.camera
        onClosed: root.takeFocus()
    }
    FileDialog {
        id: dialog

        title: qsTr("A picture of the QR code")
        nameFilters: [qsTr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp)"]
        onAccepted: root.accept.readImage(selectedFile)
    }
    Connections {
        target: root.accept

        function onAccepted(contact: string): void {
            root.chatWanted(contact)
        }
        function onJoined(container: string): void {
            root.joined(container)
        }
    }
}
