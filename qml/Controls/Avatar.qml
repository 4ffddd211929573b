// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// Stands for a person: their initials on their colour.
Rectangle {
    id: root

    required property string initials
    required property int tint
    property int size: Theme.avatar

    width: root.size
    height: root.size
    radius: root.size / 2
    color: Theme.avatarColour(root.tint)
    Accessible.ignored: true

    Text {
        anchors.centerIn: parent
        visible: root.initials !== ""
        text: root.initials
        color: Theme.colours.avatarInk
        font.pixelSize: Math.round(root.size * 0.37)
        font.weight: Font.DemiBold
        Accessible.ignored: true
    }
    Icon {
        anchors.centerIn: parent
        visible: root.initials === ""
        name: "person"
        colour: Theme.colours.avatarInk
        size: Math.round(root.size * 0.5)
    }
}
