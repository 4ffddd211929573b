// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// A secret chat in the list of an identity: its own mark, and the time that is left of it.
T.ItemDelegate {
    id: root

    required property string container
    required property string name
    required property int unread
    required property date ends

    property real secondsLeft: root.remaining()

    function remaining(): real {
        return isNaN(root.ends.getTime()) ? 0 : Math.max(0, (root.ends.getTime() - Date.now()) / 1000)
    }

    implicitWidth: parent ? parent.width : 0
    implicitHeight: Theme.row
    leftPadding: Theme.l
    rightPadding: Theme.l
    focusPolicy: Qt.StrongFocus
    objectName: "secretRow"
    onEndsChanged: root.secondsLeft = root.remaining()

    Accessible.role: Accessible.ListItem
    Accessible.name: {
        let said = qsTr("Secret chat as %1").arg(root.name)
        if (root.secondsLeft > 0)
            said += ", " + qsTr("%1 left").arg(Words.timeLeft(root.secondsLeft))
        if (root.unread > 0)
            //: %n is a number of unread messages
            said += ", " + qsTr("%n unread", "", root.unread)
        return said
    }
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    Timer {
        interval: root.secondsLeft > 2 * 3600 ? 60000 : 1000
        running: root.visible && root.secondsLeft > 0
        repeat: true
        onTriggered: root.secondsLeft = root.remaining()
    }

    contentItem: RowLayout {
        spacing: Theme.m

        Rectangle {
            implicitWidth: Theme.avatar
            implicitHeight: Theme.avatar
            radius: width / 2
            color: Theme.colours.notice

            Icon {
                anchors.centerIn: parent
                name: "flame"
                colour: Theme.colours.noticeInk
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.focusWidth

            BodyText {
                Layout.fillWidth: true
                text: qsTr("Secret chat")
                font.weight: Font.DemiBold
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            BodyText {
                Layout.fillWidth: true
                //: %1 is a nickname
                text: qsTr("You are %1").arg(root.name)
                muted: true
                font.pixelSize: Theme.smallSize
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                Accessible.ignored: true
            }
        }
        TimeChip {
            visible: root.secondsLeft > 0
            secondsLeft: root.secondsLeft
            Accessible.ignored: true
        }
        CountBadge {
            count: root.unread
        }
    }
    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.s
            anchors.rightMargin: Theme.s
            anchors.topMargin: Theme.hair
            anchors.bottomMargin: Theme.hair
            radius: Theme.radius
            color: root.down ? Theme.colours.pressed : root.hovered ? Theme.colours.raised : "transparent"
        }
        FocusFrame {
            control: root
            gap: -Theme.xs
            shown: root.visualFocus
        }
    }
}
