// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme

/// Something about the conversation itself, between the messages.
Rectangle {
    id: root

    required property string text
    required property real most

    implicitWidth: Math.min(root.most, Math.ceil(label.implicitWidth) + Theme.iconSmall + 2 * Theme.m + Theme.s)
    implicitHeight: label.implicitHeight + 2 * Theme.s
    radius: Theme.radius
    color: Theme.colours.raised
    Accessible.ignored: true

    Icon {
        x: Theme.m
        y: Theme.s
        name: "info"
        size: Theme.iconSmall
        colour: Theme.colours.muted
    }
    BodyText {
        id: label

        x: Theme.m + Theme.iconSmall + Theme.s
        y: Theme.s
        width: root.width - x - Theme.m
        text: root.text
        muted: true
        font.pixelSize: Theme.smallSize
        lineHeight: 1
        Accessible.ignored: true
    }
}
