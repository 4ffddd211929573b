// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// One chat in the list. All rows are equally high.
T.ItemDelegate {
    id: root

    required property int index
    required property string contact
    required property string name
    required property string initials
    required property int tint
    required property string contactState
    required property bool hasLast
    required property string lastText
    required property string lastKind
    required property bool lastMine
    required property string lastState
    required property date lastTime
    required property int unread
    required property string draft
    required property bool typing
    required property bool blocked

    property bool current: false
    property bool framed: false

    readonly property string shownName: root.name === "" ? qsTr("Nameless") : root.name
    readonly property bool drafted: root.draft !== "" && !root.current
    /// The last message is an own one whose state is worth showing.
    readonly property bool hasState: root.lastMine && root.lastKind !== "call" && root.lastKind !== "notice"
    readonly property string line: root.typing ? qsTr("is writing…")
        : root.blocked ? qsTr("Blocked")
        : root.contactState === "gone" ? qsTr("Has removed you")
        : root.contactState === "requested" && !root.hasLast ? qsTr("Wants to talk to you")
        : root.contactState === "pending" && !root.hasLast ? qsTr("Waiting for their first answer…")
        : !root.hasLast ? qsTr("No messages yet")
        : Words.messageLine(root.lastKind, root.lastText, root.lastMine)

    width: ListView.view ? ListView.view.width : implicitWidth
    implicitHeight: Theme.row
    leftPadding: Theme.l
    rightPadding: Theme.l
    focusPolicy: Qt.NoFocus
    objectName: "chatRow"

    Accessible.role: Accessible.ListItem
    Accessible.name: {
        let parts = [root.shownName, root.drafted && !root.typing ? qsTr("Draft: %1").arg(root.draft) : root.line]
        if (root.hasLast)
            parts.push(Words.shortMoment(root.lastTime))
        if (root.hasState)
            parts.push(Words.messageState(root.lastState, ""))
        if (root.unread > 0)
            //: %n is a number of unread messages
            parts.push(qsTr("%n unread", "", root.unread))
        return parts.join(", ")
    }

    contentItem: RowLayout {
        spacing: Theme.m

        Avatar {
            initials: root.initials
            tint: root.tint
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.focusWidth

            RowLayout {
                spacing: Theme.s

                BodyText {
                    Layout.fillWidth: true
                    text: root.shownName
                    font.weight: Font.DemiBold
                    wrapMode: Text.NoWrap
                    elide: Text.ElideRight
                    Accessible.ignored: true
                }
                StateMark {
                    visible: name !== "" && root.hasState
                    stage: root.lastMine ? root.lastState : ""
                }
                BodyText {
                    visible: root.hasLast
                    text: Words.shortMoment(root.lastTime)
                    muted: true
                    font.pixelSize: Theme.captionSize
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
            }
            RowLayout {
                spacing: Theme.s

                BodyText {
                    visible: root.drafted && !root.typing
                    text: qsTr("Draft:")
                    color: Theme.colours.danger
                    font.pixelSize: Theme.smallSize
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
                BodyText {
                    Layout.fillWidth: true
                    text: root.drafted && !root.typing ? root.draft : root.line
                    color: root.typing ? Theme.colours.accentText : root.unread === 0 ? Theme.colours.muted : Theme.colours.text
                    font.pixelSize: Theme.smallSize
                    font.italic: !root.typing && (!root.hasLast || root.blocked || root.contactState === "gone")
                    wrapMode: Text.NoWrap
                    elide: Text.ElideRight
                    Accessible.ignored: true
                }
                CountBadge {
                    count: root.unread
                }
            }
        }
    }

    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.s
            anchors.rightMargin: Theme.s
            anchors.topMargin: Theme.hair
            anchors.bottomMargin: Theme.hair
            radius: Theme.radius
            color: root.current ? Theme.colours.selected : root.down ? Theme.colours.pressed : root.hovered ? Theme.colours.raised : "transparent"
            border.width: root.framed ? Theme.focusWidth : 0
            border.color: Theme.colours.accentText
        }
    }
}
