// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Theme

/// One line of a menu.
T.ItemDelegate {
    id: root

    property string iconName
    property string detail
    property bool dangerous: false

    readonly property color ink: root.dangerous ? Theme.colours.danger : Theme.colours.text

    Layout.fillWidth: true
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.s
    rightPadding: Theme.s
    topPadding: Theme.s
    bottomPadding: Theme.s
    focusPolicy: Qt.StrongFocus

    Accessible.name: root.text
    Accessible.description: root.detail

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.m

        Icon {
            Layout.alignment: Qt.AlignVCenter
            visible: root.iconName !== ""
            name: root.iconName
            colour: root.ink
        }
        Column {
            Layout.fillWidth: true

            BodyText {
                width: parent.width
                text: root.text
                color: root.ink
                Accessible.ignored: true
            }
            BodyText {
                width: parent.width
                visible: root.detail !== ""
                text: root.detail
                muted: true
                font.pixelSize: Theme.smallSize
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: root.down ? Theme.colours.pressed : root.hovered ? Theme.colours.raised : "transparent"

        FocusFrame {
            control: root
            gap: 0
            shown: root.visualFocus
        }
    }
}
