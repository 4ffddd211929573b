// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// The end of a bubble: its time and, of an own one, where it is; in words when that is wanted.
ColumnLayout {
    id: root

    required property bool mine
    required property string time
    required property string stage
    required property string reason
    required property color inkMuted
    property bool expanded: false

    spacing: Theme.xs

    RowLayout {
        Layout.alignment: Qt.AlignRight
        spacing: Theme.xs

        Text {
            text: root.time
            color: root.inkMuted
            font.pixelSize: Theme.captionSize
            Accessible.ignored: true
        }
        StateMark {
            visible: root.mine && name !== ""
            stage: root.mine ? root.stage : ""
            ink: root.inkMuted
            seen: Theme.colours.mineMark
        }
    }
    Text {
        Layout.fillWidth: true
        visible: root.expanded && text !== ""
        text: root.mine ? Words.messageState(root.stage, root.reason) : ""
        color: root.stage === "failed" ? Theme.colours.danger : root.inkMuted
        font.pixelSize: Theme.smallSize
        wrapMode: Text.Wrap
        Accessible.ignored: true
    }
}
