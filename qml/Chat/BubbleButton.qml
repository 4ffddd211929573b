// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// A round button on a bubble or on a picture: its ground is a veil of its ink, so that it is seen on any of them.
T.Button {
    id: root

    required property string iconName
    required property color ink

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    display: T.AbstractButton.IconOnly
    focusPolicy: Qt.StrongFocus

    Accessible.name: root.text

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: root.iconName
            colour: root.ink
        }
    }
    background: Rectangle {
        radius: height / 2
        color: Theme.veil(root.ink, root.down ? 0.3 : root.hovered ? 0.22 : 0.14)
        border.width: root.visualFocus ? Theme.focusWidth : 0
        border.color: root.ink
    }

    Tip {
        text: root.text
        shown: root.hovered && !root.down
    }
}
