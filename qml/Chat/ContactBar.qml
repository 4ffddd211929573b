// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// In place of the composer when nothing can be written: somebody asks to be let in, is blocked, or has gone.
Rectangle {
    id: root

    required property ConversationViewModel conversation
    required property string shownName

    readonly property bool requested: root.conversation.contactState === "requested" && !root.conversation.blocked

    function sentence(): string {
        if (root.conversation.blocked)
            return qsTr("You have blocked %1. What they write is not kept, and they are not told.").arg(root.shownName)
        if (root.requested)
            return qsTr("%1 found you by your public address and wants to talk to you. Nothing is answered until you say yes.").arg(root.shownName)
        return qsTr("%1 has removed you. What you write does not arrive any more.").arg(root.shownName)
    }

    function takeFocus(): void {
        for (const button of [accept, unblock]) {
            if (button.visible) {
                button.forceActiveFocus(Qt.OtherFocusReason)
                return
            }
        }
    }

    implicitHeight: column.implicitHeight + 2 * Theme.m
    color: Theme.colours.surface
    objectName: "contactBar"
    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.sentence()

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.colours.border
    }
    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: Theme.m

        BodyText {
            Layout.fillWidth: true
            text: root.sentence()
            font.pixelSize: Theme.smallSize
            Accessible.ignored: true
        }
        Flow {
            Layout.fillWidth: true
            visible: root.requested || root.conversation.blocked
            spacing: Theme.s

            ActionButton {
                id: accept

                visible: root.requested
                objectName: "acceptContact"
                kind: ActionButton.Primary
                iconName: "check"
                text: qsTr("Accept")
                onClicked: root.conversation.acceptContact()
            }
            ActionButton {
                visible: root.requested
                objectName: "refuseContact"
                text: qsTr("Refuse")
                onClicked: root.conversation.refuseContact()
            }
            ActionButton {
                visible: root.requested
                objectName: "blockContact"
                kind: ActionButton.Danger
                text: qsTr("Block")
                onClicked: root.conversation.setBlocked(true)
            }
            ActionButton {
                id: unblock

                visible: root.conversation.blocked
                objectName: "unblockContact"
                text: qsTr("Unblock")
                onClicked: root.conversation.setBlocked(false)
            }
        }
    }
}
