// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// One emoji under a message: pressing it puts ours there, or takes it away. By keyboard that is in the menu.
T.AbstractButton {
    id: root

    required property string emoji
    required property bool ours
    required property int count

    implicitWidth: Math.max(Theme.touch, implicitContentWidth + 2 * Theme.s + Theme.xs)
    implicitHeight: Theme.touch
    leftPadding: Math.max(0, Math.round((width - implicitContentWidth) / 2))
    focusPolicy: Qt.NoFocus
    activeFocusOnTab: false
    objectName: "reaction"

    Accessible.role: Accessible.CheckBox
    Accessible.name: root.ours ? qsTr("%1, yours: take it away").arg(root.emoji) : qsTr("%1: put yours there, too").arg(root.emoji)
    Accessible.checkable: true
    Accessible.checked: root.ours

    contentItem: Row {
        spacing: Theme.xs

        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            text: root.emoji
            font.family: Theme.emojiFamily
            font.pixelSize: Theme.bodySize
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.count > 1
            text: root.count
            color: root.ours ? Theme.colours.accentText : Theme.colours.muted
            font.pixelSize: Theme.captionSize
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
    background: Item {
        Rectangle {
            anchors.centerIn: parent
            width: parent.width - Theme.focusWidth
            height: Theme.chip
            radius: height / 2
            color: root.down ? Theme.colours.pressed : root.ours ? Theme.colours.selected : Theme.colours.surface
            border.width: root.ours ? Theme.focusWidth : Theme.hair
            border.color: root.ours ? Theme.colours.accentText : Theme.colours.border
        }
    }
}
