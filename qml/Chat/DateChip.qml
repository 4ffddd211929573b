// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme

/// A line between messages: a day, or where the unread ones begin.
Item {
    id: root

    required property string text
    property bool strong: false

    implicitHeight: chip.height + 2 * Theme.s
    Accessible.role: Accessible.Separator
    Accessible.name: root.text

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        visible: root.strong
        width: parent.width
        height: Theme.hair
        color: Theme.colours.outline
    }
    Rectangle {
        id: chip

        anchors.centerIn: parent
        width: label.implicitWidth + 2 * Theme.m
        height: label.implicitHeight + Theme.s
        radius: height / 2
        color: root.strong ? Theme.colours.selected : Theme.colours.raised

        BodyText {
            id: label

            anchors.centerIn: parent
            text: root.text
            color: root.strong ? Theme.colours.accentText : Theme.colours.muted
            font.pixelSize: Theme.captionSize
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
