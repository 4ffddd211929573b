// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// A call that was, or was not.
Rectangle {
    id: root

    required property string outcome
    required property bool mine
    required property int seconds
    required property string time
    required property real most

    readonly property bool failed: root.seconds === 0

    implicitWidth: row.implicitWidth + 2 * Theme.l
    implicitHeight: row.implicitHeight + 2 * Theme.s
    radius: Math.min(height / 2, Theme.radiusLarge)
    color: Theme.colours.surface
    border.width: Theme.hair
    border.color: Theme.colours.border
    Accessible.ignored: true

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.s

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: root.failed ? "phone-down" : "phone"
            size: Theme.iconSmall + Theme.focusWidth
            colour: root.failed && !root.mine ? Theme.colours.danger : Theme.colours.muted
        }
        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, root.most - 2 * Theme.l - 2 * Theme.s - Theme.icon - clock.implicitWidth)
            text: Words.callRecord(root.outcome, root.mine, root.seconds)
            font.pixelSize: Theme.smallSize
            lineHeight: 1
            Accessible.ignored: true
        }
        BodyText {
            id: clock

            anchors.verticalCenter: parent.verticalCenter
            text: root.time
            muted: true
            font.pixelSize: Theme.captionSize
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
