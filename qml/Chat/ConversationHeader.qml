// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// The top line of a conversation: who it is with, and how they are reached.
Rectangle {
    id: root

    required property ConversationViewModel conversation
    required property string shownName
    property bool canGoBack: true
    /// Of a secret chat: until all of it ends. Zero: it is none.
    property real secondsLeft: 0

    signal back()
    signal contactWanted()
    signal findWanted()
    signal callWanted()

    function subtitle(): string {
        if (root.conversation.blocked)
            return qsTr("Blocked")
        if (root.conversation.group)
            return root.conversation.contactState === "gone" ? qsTr("You are not in it any more")
                //: members of a group besides oneself
                : qsTr("You and %n more", "", root.conversation.members)
        switch (root.conversation.contactState) {
        case "pending": return qsTr("Waiting for their first answer")
        case "gone": return qsTr("Has removed you")
        case "requested": return qsTr("Wants to talk to you")
        }
        if (root.conversation.typing)
            return qsTr("is writing…")
        switch (root.conversation.path) {
        case "direct": return qsTr("Direct link")
        case "relayed": return qsTr("Through the server")
        }
        return qsTr("End-to-end encrypted")
    }

    implicitHeight: Theme.header
    color: Theme.colours.surface

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.xs
        anchors.rightMargin: Theme.xs
        spacing: Theme.xs

        IconButton {
            visible: root.canGoBack
            objectName: "back"
            iconName: "back"
            text: qsTr("Back")
            onClicked: root.back()
        }
        T.AbstractButton {
            id: person

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.leftMargin: root.canGoBack ? 0 : Theme.s
            objectName: "contactDetails"
            focusPolicy: Qt.StrongFocus
            Accessible.name: qsTr("%1, details").arg(root.shownName)
            Keys.onReturnPressed: person.clicked()
            onClicked: root.contactWanted()

            contentItem: RowLayout {
                spacing: Theme.m

                Avatar {
                    initials: root.conversation.initials
                    tint: root.conversation.tint
                    size: Theme.avatarSmall
                }
                Column {
                    Layout.fillWidth: true

                    BodyText {
                        width: parent.width
                        text: root.shownName
                        font.weight: Font.DemiBold
                        wrapMode: Text.NoWrap
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                    BodyText {
                        width: parent.width
                        objectName: "subtitle"
                        text: root.subtitle()
                        color: root.conversation.typing ? Theme.colours.accentText : Theme.colours.muted
                        font.pixelSize: Theme.captionSize
                        wrapMode: Text.NoWrap
                        elide: Text.ElideRight
                        // Spoken by itself: it changes while one reads.
                        Accessible.role: Accessible.StaticText
                        Accessible.name: root.shownName + ", " + text
                    }
                }
            }
            background: Item {
                FocusFrame {
                    control: person
                    gap: -Theme.xs
                    shown: person.visualFocus
                }
            }
        }
        TimeChip {
            objectName: "timeLeft"
            // Large letters leave it no room beside the name; the list of chats has it, too.
            visible: root.secondsLeft > 0 && root.width > 7 * Theme.touch
            secondsLeft: root.secondsLeft
        }
        IconButton {
            objectName: "find"
            iconName: "search"
            text: qsTr("Search this chat")
            onClicked: root.findWanted()
        }
        IconButton {
            objectName: "call"
            iconName: "phone"
            text: qsTr("Call")
            visible: !root.conversation.group
            ink: Theme.colours.accentText
            enabled: root.conversation.contactState === "active" && !root.conversation.blocked
            onClicked: root.callWanted()
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hair
        color: Theme.colours.border
    }
}
