// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Theme

/// One of several: a radio button with a line of explanation.
T.RadioButton {
    id: root

    property string detail

    Layout.fillWidth: true
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.mirrored ? 0 : Theme.icon + Theme.m
    rightPadding: Theme.mirrored ? Theme.icon + Theme.m : 0
    topPadding: Theme.xs
    bottomPadding: Theme.xs
    focusPolicy: Qt.StrongFocus

    Accessible.name: root.text
    Accessible.description: root.detail

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    indicator: Rectangle {
        x: Theme.mirrored ? root.width - width : 0
        y: Math.round((root.height - height) / 2)
        width: Theme.icon
        height: Theme.icon
        radius: width / 2
        color: "transparent"
        border.width: Theme.focusWidth
        border.color: root.checked ? Theme.colours.accentText : Theme.colours.outline

        Rectangle {
            anchors.centerIn: parent
            visible: root.checked
            width: Theme.s + Theme.focusWidth
            height: width
            radius: width / 2
            color: Theme.colours.accentText
        }
    }
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
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }
    background: Item {
        FocusFrame {
            control: root
            shown: root.visualFocus
        }
    }
}
