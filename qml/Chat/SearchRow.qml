// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// One thing that a search found: a chat, or a message in one.
T.ItemDelegate {
    id: root

    required property int index
    required property string contact
    required property string message
    required property string name
    required property string initials
    required property int tint
    required property string snippet
    required property string plain
    required property bool mine
    required property date time

    property bool current: false

    readonly property string shownName: root.name === "" ? qsTr("Nameless") : root.name

    width: ListView.view ? ListView.view.width : implicitWidth
    implicitHeight: Math.max(Theme.row - Theme.m, implicitContentHeight + 2 * Theme.s)
    leftPadding: Theme.l
    rightPadding: Theme.l
    focusPolicy: Qt.NoFocus
    objectName: "searchRow"

    Accessible.role: Accessible.ListItem
    Accessible.name: root.message === "" ? root.shownName
        : root.shownName + ", " + (root.mine ? qsTr("You: %1").arg(root.plain) : root.plain) + ", " + Words.shortMoment(root.time)

    contentItem: RowLayout {
        spacing: Theme.m

        Avatar {
            initials: root.initials
            tint: root.tint
            size: Theme.avatarSmall
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.s

                BodyText {
                    Layout.fillWidth: true
                    text: root.shownName
                    font.weight: Font.DemiBold
                    wrapMode: Text.NoWrap
                    elide: Text.ElideRight
                    Accessible.ignored: true
                }
                BodyText {
                    visible: root.message !== ""
                    text: Words.shortMoment(root.time)
                    muted: true
                    font.pixelSize: Theme.captionSize
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
            }
            BodyText {
                Layout.fillWidth: true
                visible: root.message !== ""
                text: root.mine ? qsTr("You: %1").arg(root.snippet) : root.snippet
                textFormat: Text.StyledText
                muted: true
                font.pixelSize: Theme.smallSize
                maximumLineCount: 2
                elide: Text.ElideRight
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        color: root.down ? Theme.colours.pressed : root.current ? Theme.colours.selected
             : root.hovered ? Theme.colours.raised : "transparent"
    }
}
