// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Theme

/// Something is being done. Three dots that breathe: calm, and cheap without a graphics card.
Row {
    id: root

    property bool running: true
    property int size: Theme.icon
    property color colour: Theme.colours.muted
    property int phase: 0

    spacing: Math.round(root.size / 6)
    height: root.size
    Accessible.role: Accessible.Animation
    Accessible.name: qsTr("Working")

    Timer {
        interval: 280
        repeat: true
        running: root.running && root.visible && Theme.motion
        onTriggered: root.phase = (root.phase + 1) % 3
    }

    Repeater {
        model: 3

        Rectangle {
            required property int index

            anchors.verticalCenter: parent ? parent.verticalCenter : undefined
            width: Math.round(root.size / 4.5)
            height: width
            radius: width / 2
            color: root.colour
            opacity: index === root.phase ? 1 : 0.35
        }
    }
}
