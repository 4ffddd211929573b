// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// How many are unread; nothing when none are.
Rectangle {
    id: root

    required property int count

    visible: root.count > 0
    implicitHeight: label.implicitHeight + Theme.xs
    implicitWidth: Math.max(implicitHeight, label.implicitWidth + Theme.m)
    radius: implicitHeight / 2
    color: Theme.colours.badge
    Accessible.ignored: true

    Text {
        id: label

        anchors.centerIn: parent
        text: root.count > 999 ? "999+" : root.count
        color: Theme.colours.badgeInk
        font.pixelSize: Theme.captionSize
        font.weight: Font.Bold
        Accessible.ignored: true
    }
}
