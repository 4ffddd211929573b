// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// How fast a voice note is played; a press takes the next speed.
T.Button {
    id: root

    required property real speed
    property color ink: Theme.colours.text

    //: A speed: 1.5 times as fast
    text: qsTr("%1×").arg(Words.decimal(root.speed, root.speed % 1 === 0 ? 0 : 1))
    implicitWidth: Math.max(Theme.touch, implicitContentWidth + Theme.s)
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus
    objectName: "noteSpeed"
    Accessible.name: qsTr("Speed: %1").arg(root.text)

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Text {
        text: root.text
        color: root.ink
        font.pixelSize: Theme.smallSize
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
    background: Item {
        FocusFrame {
            control: root
            gap: -Theme.xs
            shown: root.visualFocus
        }
    }
}
