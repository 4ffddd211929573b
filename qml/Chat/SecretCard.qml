// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Above the list of a session that is a secret chat: what holds here, what is left of it, and the way out.
Rectangle {
    id: root

    required property SecretViewModel secret
    /// Somebody may still come.
    property bool canInvite: false
    /// It is being destroyed.
    property bool ending: false

    signal inviteWanted()
    signal leaveWanted()
    /// It is to be destroyed, for everybody.
    signal endWanted()

    implicitHeight: column.implicitHeight + 2 * Theme.m
    color: Theme.colours.raised

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: Theme.s

        RowLayout {
            spacing: Theme.s

            BodyText {
                Layout.fillWidth: true
                text: root.secret.group ? qsTr("Secret group") : qsTr("Secret chat")
                font.weight: Font.DemiBold
            }
            TimeChip {
                objectName: "secretLeft"
                visible: root.secret.secondsLeft > 0
                secondsLeft: root.secret.secondsLeft
            }
        }
        BodyText {
            Layout.fillWidth: true
            text: root.secret.from === "creation"
                  //: %1 is a moment: 3 May, 12:00
                  ? qsTr("Everything here is destroyed on %1.").arg(Words.moment(root.secret.ends))
                  //: %1 says when: 5 minutes after they were read
                  : qsTr("Messages are deleted %1.").arg(Words.life(root.secret.from, root.secret.seconds))
            muted: true
            font.pixelSize: Theme.smallSize
        }
        Flow {
            id: buttons

            Layout.fillWidth: true
            spacing: Theme.s

            ActionButton {
                width: Math.min(implicitWidth, buttons.width)
                objectName: "secretInvite"
                visible: root.canInvite
                iconName: "qr"
                text: qsTr("Invite")
                onClicked: root.inviteWanted()
            }
            ActionButton {
                width: Math.min(implicitWidth, buttons.width)
                objectName: "secretLeave"
                iconName: "back"
                text: qsTr("My chats")
                onClicked: root.leaveWanted()
            }
            ActionButton {
                width: Math.min(implicitWidth, buttons.width)
                objectName: "secretEnd"
                kind: ActionButton.Danger
                iconName: "flame"
                text: root.ending ? qsTr("Ending…") : qsTr("End it now")
                busy: root.ending
                enabled: !root.ending
                onClicked: sheet.open()
            }
        }
    }
    Sheet {
        id: sheet

        heading: qsTr("End this secret chat?")
        text: qsTr("Everything in it is destroyed here and, as soon as they are online, for everybody else. This cannot be undone.")

        SheetAction {
            objectName: "secretEndYes"
            iconName: "flame"
            dangerous: true
            text: qsTr("Destroy it for everybody")
            onClicked: {
                sheet.close()
                root.endWanted()
            }
        }
        SheetAction {
            text: qsTr("Keep it")
            focus: true
            onClicked: sheet.close()
        }
    }
}
