// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// A large round button with its word below.
T.Button {
    id: root

    enum Kind { Plain, Accept, End }

    required property string iconName
    property int kind: CallButton.Plain

    implicitWidth: Math.max(Theme.padKey + 2 * Theme.m, implicitContentWidth)
    implicitHeight: implicitContentHeight
    focusPolicy: Qt.StrongFocus
    Accessible.name: root.text
    Accessible.checkable: root.checkable
    Accessible.checked: root.checked

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Column {
        spacing: Theme.s

        Rectangle {
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            width: Theme.padKey
            height: width
            radius: width / 2
            color: root.kind === CallButton.Accept ? Theme.colours.positiveFill
                 : root.kind === CallButton.End ? Theme.colours.dangerFill
                 : root.checked ? Theme.colours.nightInk : Theme.colours.nightControl
            opacity: root.down ? 0.8 : 1
            border.width: root.hovered && !root.visualFocus ? Theme.hair : 0
            border.color: Theme.colours.nightInkMuted

            Icon {
                anchors.centerIn: parent
                name: root.iconName
                size: Theme.xl + Theme.xs
                colour: root.checked && root.kind === CallButton.Plain ? Theme.colours.nightBottom : Theme.colours.nightInk
            }
            Rectangle {
                anchors.fill: parent
                anchors.margins: -Theme.xs
                visible: root.visualFocus
                radius: width / 2
                color: "transparent"
                border.width: Theme.focusWidth
                border.color: Theme.colours.nightInk
            }
        }
        Text {
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            text: root.text
            color: Theme.colours.nightInkMuted
            font.pixelSize: Theme.smallSize
            Accessible.ignored: true
        }
    }
}
