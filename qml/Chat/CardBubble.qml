// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme

/// How somebody can be reached: their name, and a way to write to them.
Rectangle {
    id: root

    required property string text
    required property bool mine
    required property string time
    required property string stage
    required property string reason
    required property real most
    property bool expanded: false

    readonly property color ink: root.mine ? Theme.colours.mineInk : Theme.colours.theirsInk
    readonly property color inkMuted: root.mine ? Theme.colours.mineInkMuted : Theme.colours.theirsInkMuted

    signal writeWanted()

    width: Math.min(root.most, Theme.fileBubble)
    height: column.height + 2 * Theme.s
    radius: Theme.radiusLarge
    color: root.mine ? Theme.colours.bubbleMine : Theme.colours.bubbleTheirs
    border.width: root.mine ? 0 : Theme.hair
    border.color: Theme.colours.border
    Accessible.ignored: true

    ColumnLayout {
        id: column

        x: Theme.m
        y: Theme.s
        width: root.width - 2 * Theme.m
        spacing: Theme.xs

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m

            Icon {
                name: "person"
                colour: root.ink
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0

                Text {
                    Layout.fillWidth: true
                    text: root.text
                    textFormat: Text.PlainText
                    color: root.ink
                    font.pixelSize: Theme.bodySize
                    font.weight: Font.DemiBold
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }
                Text {
                    Layout.fillWidth: true
                    text: qsTr("Contact card")
                    color: root.inkMuted
                    font.pixelSize: Theme.smallSize
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }
            }
        }
        ActionButton {
            Layout.fillWidth: true
            visible: !root.mine
            objectName: "cardWrite"
            iconName: "message"
            text: qsTr("Write to them")
            onClicked: root.writeWanted()
        }
        BubbleFoot {
            Layout.fillWidth: true
            mine: root.mine
            time: root.time
            stage: root.stage
            reason: root.reason
            inkMuted: root.inkMuted
            expanded: root.expanded
        }
    }
}
