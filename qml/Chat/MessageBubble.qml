// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Not bound: a Loader of Qt 6.4 refuses to make bound components.
// qmllint disable unqualified
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
    /// The side of the window it is on.
    property bool rightHand: root.mine
    property bool expanded: false
    property bool edited: false
    /// That it was forwarded, in words; empty: it was not.
    property string forwardedLine
    /// Who wrote what it answers, and how that begins; empty: it answers nothing.
    property string quoteName
    property string quoteLine

    readonly property color ink: root.mine ? Theme.colours.mineInk : Theme.colours.theirsInk
    readonly property color inkMuted: root.mine ? Theme.colours.mineInkMuted : Theme.colours.theirsInkMuted
    readonly property Text body: letters
    readonly property bool fromRight: letters.effectiveHorizontalAlignment === Text.AlignRight
    readonly property real room: root.most - 2 * Theme.m
    /// Blanks that keep the end of the last line (or a line of their own) free for time and state.
    readonly property string gap: " " + "&nbsp;".repeat(Math.ceil((foot.width + Theme.s) / metrics.advanceWidth("\u00a0")))

    readonly property BubbleHead headItem: head.item as BubbleHead

    /// A web address in it was pressed.
    signal linkPressed(string link)

    /// Whether this height is that of the quote.
    function isQuoteAt(y: real): bool {
        return root.quoteLine !== "" && y < head.y + head.height
    }

    width: Math.max(Math.ceil(letters.contentWidth), details.visible ? Math.ceil(details.contentWidth) : 0,
                    root.headItem ? Math.min(root.room, Math.ceil(root.headItem.natural)) : 0) + 2 * Theme.m
    height: head.height + letters.height + (details.visible ? details.height + Theme.xs : 0) + 2 * Theme.s
    radius: Theme.radiusLarge
    color: root.mine ? Theme.colours.bubbleMine : Theme.colours.bubbleTheirs
    border.width: root.mine ? 0 : Theme.hair
    border.color: Theme.colours.border
    // Which side it is on, its place tells; within, the direction of the text itself counts.
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    Accessible.ignored: true

    // The corner towards the sender is sharp on the last bubble of a group.
    Rectangle {
        anchors.bottom: parent.bottom
        x: root.rightHand ? parent.width - width : 0
        visible: root.tail
        width: Theme.radiusLarge
        height: Theme.radiusLarge
        radius: Theme.xs
        color: root.color
        border.width: root.border.width
        border.color: root.border.color

        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: root.rightHand ? -Theme.hair : Theme.hair
            anchors.bottomMargin: Theme.hair
            anchors.topMargin: -Theme.hair
            anchors.rightMargin: root.rightHand ? Theme.hair : -Theme.hair
            visible: !root.mine
            radius: Theme.xs
            color: root.color
        }
    }
    Loader {
        id: head

        x: Theme.m
        y: Theme.s
        width: root.width - 2 * Theme.m
        height: root.headItem ? root.headItem.implicitHeight : 0
        active: root.forwardedLine !== "" || root.quoteLine !== ""
        sourceComponent: BubbleHead {
            forwardedLine: root.forwardedLine
            quoteName: root.quoteName
            quoteLine: root.quoteLine
            ink: root.inkMuted
        }
    }
    FontMetrics {
        id: metrics

        font: letters.font
    }
    Text {
        id: letters

        // What is written from right to left begins at the right.
        x: root.fromRight ? root.width - Theme.m - width : Theme.m
        y: Theme.s + head.height
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
        onLinkActivated: link => root.linkPressed(link)
        Accessible.ignored: true

        HoverHandler {
            enabled: letters.hoveredLink !== ""
            cursorShape: Qt.PointingHandCursor
        }
    }
    Row {
        id: foot

        x: root.fromRight ? Theme.m : root.width - Theme.m - width
        y: letters.y + letters.height - height - Theme.hair
        spacing: Theme.xs

        Text {
            anchors.verticalCenter: parent.verticalCenter
            //: %1 is the time of day of a message whose text was changed since
            text: root.edited ? qsTr("edited %1").arg(root.time) : root.time
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
