// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// One emoji to choose.
T.AbstractButton {
    id: root

    required property string emoji
    required property string name
    /// It was chosen before; choosing it again takes it back.
    property bool marked: false

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus

    Accessible.role: Accessible.Button
    Accessible.name: root.name

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: BodyText {
        text: root.emoji
        font.family: Theme.emojiFamily
        font.pixelSize: Theme.titleSize
        wrapMode: Text.NoWrap
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.colours.pressed : root.marked ? Theme.colours.selected : root.hovered ? Theme.colours.raised : "transparent"
        border.width: root.marked ? Theme.focusWidth : 0
        border.color: Theme.colours.accentText

        FocusFrame {
            control: root
            shown: root.visualFocus
        }
    }
}
