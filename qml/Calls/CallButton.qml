// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// A large round button with its word below.
T.Button {
    id: root

    enum Kind { Plain, Accept, End }

    required property string iconName
    property int kind: CallButton.Plain

    implicitWidth: Math.max(Theme.padKey + 2 * Theme.m, label.implicitWidth)
    implicitHeight: Theme.padKey + Theme.s + label.implicitHeight
    focusPolicy: Qt.StrongFocus
    Accessible.name: root.text
    Accessible.checkable: root.checkable
    Accessible.checked: root.checked

    Keys.onReturnPressed: root.click()
    Keys.onEnterPressed: root.click()

    contentItem: Item {
        Rectangle {
            id: disc

            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.padKey
            height: width
            radius: width / 2
            color: root.kind === CallButton.Accept ? Theme.colours.positiveFill
                 : root.kind === CallButton.End ? Theme.colours.dangerFill
                 : root.checked ? Theme.colours.onNight : Theme.colours.nightControl
            opacity: root.down ? 0.8 : 1
            border.width: root.hovered && !root.visualFocus ? Theme.hair : 0
            border.color: Theme.colours.onNightMuted

            Icon {
                anchors.centerIn: parent
                name: root.iconName
                size: Theme.xl + Theme.xs
                colour: root.checked && root.kind === CallButton.Plain ? Theme.colours.nightBottom : Theme.colours.onNight
            }
            Rectangle {
                anchors.fill: parent
                anchors.margins: -Theme.xs
                visible: root.visualFocus
                radius: width / 2
                color: "transparent"
                border.width: Theme.focusWidth
                border.color: Theme.colours.onNight
            }
        }
        Text {
            id: label

            anchors.top: disc.bottom
            anchors.topMargin: Theme.s
            anchors.horizontalCenter: parent.horizontalCenter
            text: root.text
            color: Theme.colours.onNightMuted
            font.pixelSize: Theme.smallSize
            Accessible.ignored: true
        }
    }
}
