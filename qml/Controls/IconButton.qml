// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// A button with a picture on it; `text` is what a screen reader says and what a pointer that rests on it shows.
T.Button {
    id: root

    required property string iconName
    property color ink: Theme.colours.muted
    property color ground: "transparent"

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
            colour: root.enabled ? root.ink : Theme.colours.muted
            opacity: root.enabled ? 1 : 0.5
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.colours.pressed : root.hovered ? Theme.colours.raised : root.ground

        FocusFrame {
            control: root
            shown: root.visualFocus
        }
    }

    Tip {
        text: root.text
        shown: root.hovered && !root.down
    }
}
