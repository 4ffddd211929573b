// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Items
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A one-time invitation: QR code and link.
PageFrame {
    id: root

    required property InviteViewModel invite
    /// It leads into the secret chat that is open.
    property bool secret: false

    signal chatWanted(string contact)
    signal addressesWanted()

    function endWords(): string {
        switch (root.invite.end) {
        case "used": return qsTr("Somebody has used it.")
        case "expired": return qsTr("Nobody used it in time.")
        case "revoked": return qsTr("You have withdrawn it. Nobody can use it any more.")
        }
        return qsTr("It was used or has expired.")
    }

    function takeFocus(): void {
        if (copy.visible)
            copy.forceActiveFocus(Qt.OtherFocusReason)
    }

    heading: qsTr("Invite somebody")

    ColumnLayout {
        Layout.fillWidth: true
        visible: root.invite.contact !== ""
        spacing: Theme.l

        EmptyState {
            Layout.fillWidth: true
            iconName: "check"
            heading: root.invite.contactName === "" ? qsTr("Your invitation was accepted") : qsTr("%1 has accepted your invitation").arg(root.invite.contactName)
            text: qsTr("The invitation is used up now. To be sure that it is who you think, compare the safety number with them.")

            ActionButton {
                Layout.fillWidth: true
                objectName: "openChat"
                kind: ActionButton.Primary
                iconName: "message"
                text: qsTr("Open the conversation")
                onClicked: root.chatWanted(root.invite.contact)
                onVisibleChanged: if (visible) forceActiveFocus(Qt.OtherFocusReason)
            }
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: root.invite.contact === "" && root.invite.link !== "" && !root.invite.used
        spacing: Theme.l

        Rectangle {
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: Theme.qrCode + 2 * Theme.s
            implicitHeight: implicitWidth
            radius: Theme.radiusLarge
            color: Theme.paper
            border.width: Theme.hair
            border.color: Theme.colours.border

            QrCode {
                anchors.centerIn: parent
                width: Theme.qrCode
                height: Theme.qrCode
                objectName: "qrCode"
                text: root.invite.link
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("QR code of the invitation")
            }
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("Let them scan it, or send them the link. It works once, until %1.").arg(Words.moment(root.invite.expires))
            horizontalAlignment: Text.AlignHCenter
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: link.implicitHeight + 2 * Theme.m
            radius: Theme.radius
            color: Theme.colours.raised

            TextEdit {
                id: link

                anchors.fill: parent
                anchors.margins: Theme.m
                objectName: "inviteLink"
                text: root.invite.link
                readOnly: true
                selectByMouse: true
                activeFocusOnTab: true
                wrapMode: TextEdit.WrapAnywhere
                color: Theme.colours.text
                selectionColor: Theme.colours.accent
                selectedTextColor: Theme.colours.accentInk
                font.family: Theme.monospace
                font.pixelSize: Theme.smallSize
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Invitation link")
                Accessible.readOnly: true

                FocusFrame {
                    control: link
                    gap: Theme.s
                }
            }
        }
        ActionButton {
            id: copy

            property bool done: false

            Layout.fillWidth: true
            objectName: "copyLink"
            kind: ActionButton.Primary
            iconName: done ? "check" : "copy"
            text: done ? qsTr("Copied. Gone from the clipboard in a minute") : qsTr("Copy the link")
            onClicked: {
                root.invite.copy()
                done = true
                copyTimer.restart()
            }

            Timer {
                id: copyTimer

                interval: 4000
                onTriggered: copy.done = false
            }
        }
        InviteLife {
            visible: !root.secret
            hours: root.invite.hours
            onWanted: hours => root.invite.hours = hours
        }
        ToggleRow {
            objectName: "inviteMayErase"
            text: qsTr("They may delete here, too")
            detail: qsTr("What they take back, or the whole conversation, is then deleted on this device as well. They are told which it is.")
            on: root.invite.mayErase
            onWanted: on => root.invite.mayErase = on
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "withdraw"
            kind: ActionButton.Danger
            iconName: "trash"
            text: qsTr("Withdraw it")
            onClicked: root.invite.revoke()
        }
        Notice {
            Layout.fillWidth: true
            iconName: "shield"
            text: qsTr("Pass it on in a way you trust: in person, or by a message that only they can read. Whoever opens it first becomes your contact. If a stranger was faster, you will see it here, and they will be told that it has been used.")
        }
    }
    EmptyState {
        Layout.fillWidth: true
        Layout.topMargin: Theme.xxl
        visible: root.invite.contact === "" && root.invite.used
        iconName: "link"
        heading: qsTr("This invitation is over")
        text: root.endWords()

        ActionButton {
            Layout.fillWidth: true
            kind: ActionButton.Primary
            text: qsTr("Make a new one")
            onClicked: root.invite.create()
        }
    }
    RowLayout {
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.xxxl
        visible: root.invite.working
        spacing: Theme.m

        Spinner {}
        BodyText {
            text: qsTr("Making an invitation…")
            muted: true
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: root.invite.problem !== ""
        spacing: Theme.m

        Notice {
            Layout.fillWidth: true
            kind: Notice.Problem
            text: Words.problem(root.invite.problem)
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "tryAgain"
            kind: ActionButton.Primary
            text: qsTr("Try again")
            onClicked: root.invite.create()
        }
    }

    SectionCard {
        visible: root.invite.others.count > 0
        //: invitations that can still be used
        heading: qsTr("Also open")

        Repeater {
            model: root.invite.others

            InvitationRow {
                onCopied: root.invite.others.copy(invitation)
                onRevoked: root.invite.others.revoke(invitation)
            }
        }
        Notice {
            Layout.fillWidth: true
            kind: Notice.Problem
            text: Words.problem(root.invite.others.problem)
        }
    }

    ActionButton {
        Layout.fillWidth: true
        objectName: "addresses"
        visible: !root.secret
        iconName: "globe"
        text: qsTr("A public address instead, for everybody")
        onClicked: root.addressesWanted()
    }

    Connections {
        target: root.invite

        function onChanged(): void {
            if (root.invite.link !== "" && !root.invite.used && !root.activeFocus)
                root.takeFocus()
        }
    }
}
