// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// A chat behind a PIN of its own, in the list of chats: who it is with and nothing else.
T.ItemDelegate {
    id: root

    required property string container
    required property string name
    required property bool open
    required property int unread

    readonly property string shownName: root.name === "" ? qsTr("Nameless") : root.name
    readonly property string line: root.open ? qsTr("Open") : qsTr("Locked")

    implicitHeight: Theme.row
    leftPadding: Theme.l
    rightPadding: Theme.l
    focusPolicy: Qt.StrongFocus
    objectName: "lockedRow"
    Accessible.role: Accessible.ListItem
    Accessible.name: root.shownName + ", " + root.line
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.m

        Item {
            implicitWidth: Theme.avatar
            implicitHeight: Theme.avatar

            Icon {
                anchors.centerIn: parent
                name: "lock"
                colour: Theme.colours.muted
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.focusWidth

            BodyText {
                Layout.fillWidth: true
                text: root.shownName
                font.weight: Font.DemiBold
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            BodyText {
                Layout.fillWidth: true
                text: root.line
                muted: true
                font.pixelSize: Theme.smallSize
                font.italic: true
                Accessible.ignored: true
            }
        }
        CountBadge {
            count: root.unread
        }
    }
    background: Rectangle {
        color: root.down ? Theme.colours.pressed : root.hovered ? Theme.colours.raised : "transparent"

        FocusFrame {
            control: root
            gap: 0
            shown: root.visualFocus
        }
    }
}
