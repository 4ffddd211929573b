// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Theme

/// Something that is on or off. It shows what is so: `wanted` asks for a change, and `on` follows when it is done.
T.AbstractButton {
    id: root

    property string detail
    property bool on: false

    signal wanted(bool on)

    Layout.fillWidth: true
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.mirrored ? Theme.touch + Theme.m : 0
    rightPadding: Theme.mirrored ? 0 : Theme.touch + Theme.m
    topPadding: Theme.xs
    bottomPadding: Theme.xs
    focusPolicy: Qt.StrongFocus

    Accessible.role: Accessible.CheckBox
    Accessible.name: root.text
    Accessible.description: root.detail
    Accessible.checkable: true
    Accessible.checked: root.on
    Accessible.onToggleAction: root.wanted(!root.on)

    onClicked: root.wanted(!root.on)
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Column {
        BodyText {
            width: parent.width
            text: root.text
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
    background: Item {
        Rectangle {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.touch
            height: Theme.icon + Theme.focusWidth
            radius: height / 2
            color: root.on ? Theme.colours.accent : Theme.colours.raised
            border.width: root.on ? 0 : Theme.focusWidth
            border.color: Theme.colours.outline

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                x: root.on ? parent.width - width - Theme.xs : Theme.xs
                width: Theme.iconSmall
                height: width
                radius: width / 2
                color: root.on ? Theme.colours.accentInk : Theme.colours.outline
            }
        }
        FocusFrame {
            control: root
            shown: root.visualFocus
        }
    }
}
