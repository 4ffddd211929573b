// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A text, its time and, of an own one, where it is. Time and state sit at the end of the last line where there is room.
Rectangle {
    id: root

    required property string text
    required property bool mine
    required property string time
    required property string stage
    required property string reason
    required property real most
    /// Words in it that are searched for.
    property string words
    property bool tail: true
    property bool expanded: false

    readonly property color ink: root.mine ? Theme.colours.mineInk : Theme.colours.theirsInk
    readonly property color inkMuted: root.mine ? Theme.colours.mineInkMuted : Theme.colours.theirsInkMuted
    readonly property real room: root.most - 2 * Theme.m
    /// Blanks that keep the end of the last line (or a line of their own) free for time and state.
    readonly property string gap: " " + "&nbsp;".repeat(Math.ceil((foot.width + Theme.s) / metrics.advanceWidth("\u00a0")))

    width: Math.max(Math.ceil(body.contentWidth), details.visible ? Math.ceil(details.contentWidth) : 0) + 2 * Theme.m
    height: body.height + (details.visible ? details.height + Theme.xs : 0) + 2 * Theme.s
    radius: Theme.radiusLarge
    color: root.mine ? Theme.colours.bubbleMine : Theme.colours.bubbleTheirs
    border.width: root.mine ? 0 : Theme.hair
    border.color: Theme.colours.border
    Accessible.ignored: true

    // The corner towards the sender is sharp on the last bubble of a group.
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.right: root.mine ? parent.right : undefined
        anchors.left: root.mine ? undefined : parent.left
        visible: root.tail
        width: Theme.radiusLarge
        height: Theme.radiusLarge
        radius: Theme.xs
        color: root.color
        border.width: root.border.width
        border.color: root.border.color

        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: root.mine ? 0 : Theme.hair
            anchors.bottomMargin: root.mine ? 0 : Theme.hair
            anchors.topMargin: -Theme.hair
            anchors.rightMargin: -Theme.hair
            visible: !root.mine
            radius: Theme.xs
            color: root.color
        }
    }
    FontMetrics {
        id: metrics

        font: body.font
    }
    Text {
        id: body

        x: Theme.m
        y: Theme.s
        // The whole room, and the bubble follows what is painted: a width that follows implicitWidth is laid out for an
        // older one (Qt 6.4).
        width: root.room
        text: TextTools.withLinks(root.text, root.words) + root.gap
        textFormat: Text.StyledText
        color: root.ink
        linkColor: Theme.colours.accentText
        font.pixelSize: Theme.bodySize
        lineHeight: 1.2
        wrapMode: Text.Wrap
        onLinkActivated: link => Qt.openUrlExternally(link)
        Accessible.ignored: true

        HoverHandler {
            enabled: body.hoveredLink !== ""
            cursorShape: Qt.PointingHandCursor
        }
    }
    Row {
        id: foot

        anchors.right: parent.right
        anchors.rightMargin: Theme.m
        y: body.y + body.height - height - Theme.hair
        spacing: Theme.xs

        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: root.time
            color: root.inkMuted
            font.pixelSize: Theme.captionSize
            Accessible.ignored: true
        }
        StateMark {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.mine && name !== ""
            stage: root.mine ? root.stage : ""
            ink: root.inkMuted
            seen: Theme.colours.mineMark
        }
    }
    Text {
        id: details

        x: Theme.m
        y: foot.y + foot.height + Theme.xs
        width: root.room
        visible: root.expanded && text !== ""
        text: root.mine ? Words.messageState(root.stage, root.reason) : ""
        color: root.stage === "failed" ? Theme.colours.danger : root.inkMuted
        font.pixelSize: Theme.smallSize
        wrapMode: Text.Wrap
        Accessible.ignored: true
    }
}
