// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Makes a secret chat: a nickname, and how long what lives.
PageFrame {
    id: root

    required property NewSecretViewModel secret

    /// It is there: show it.
    signal made(string container)

    function takeFocus(): void {
        nickname.takeFocus()
    }

    heading: qsTr("New secret chat")

    BodyText {
        Layout.fillWidth: true
        text: qsTr("Nobody learns who you are: the chat has keys of its own and goes through the server only. At its end everything in it is destroyed for everybody, with the nickname.")
        muted: true
    }
    InputField {
        id: nickname

        Layout.fillWidth: true
        objectName: "nickname"
        label: qsTr("Nickname")
        hint: qsTr("How the others see you")
        maximumLength: 32
        text: root.secret.nickname
        onEdited: text => root.secret.nickname = text
        onAccepted: root.secret.create()
    }
    SectionCard {
        heading: qsTr("What is deleted when")

        LifeChoice {
            from: root.secret.from
            seconds: root.secret.seconds
            starts: ["read", "sent", "creation"]
            onWanted: (from, seconds) => root.secret.setRule(from, seconds)
        }
        BodyText {
            Layout.fillWidth: true
            visible: root.secret.from !== "creation"
            text: qsTr("The chat itself ends with its last message, at the earliest an hour after something was written, and after four weeks of silence.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        heading: qsTr("Who can come")

        ChoiceRow {
            objectName: "forTwo"
            text: qsTr("One person")
            checked: !root.secret.group
            onClicked: root.secret.group = false
        }
        ChoiceRow {
            objectName: "forGroup"
            text: qsTr("A small group")
            detail: qsTr("Up to eight people, each with an invitation of their own")
            checked: root.secret.group
            onClicked: root.secret.group = true
        }
    }
    Notice {
        Layout.fillWidth: true
        objectName: "secretProblem"
        kind: Notice.Problem
        text: Words.problem(root.secret.problem)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "makeSecret"
        kind: ActionButton.Primary
        iconName: "flame"
        text: root.secret.working ? qsTr("Making it…") : qsTr("Make the secret chat")
        busy: root.secret.working
        enabled: root.secret.possible && !root.secret.working
        onClicked: root.secret.create()
    }
    Notice {
        Layout.fillWidth: true
        iconName: "shield"
        text: qsTr("A modified program on the other side could keep what it is sent. The server sees that both chats come from the same network address; only another network or a VPN helps against that.")
    }

    Connections {
        target: root.secret

        function onMade(container: string): void {
            root.made(container)
        }
    }
}
