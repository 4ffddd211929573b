// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// One conversation.
T.Pane {
    id: root

    required property ConversationViewModel conversation
    property bool canGoBack: true

    readonly property string shownName: root.conversation.name === "" ? qsTr("Nameless") : root.conversation.name

    signal back()
    signal contactWanted()
    signal callWanted()
    signal undoWanted()

    function takeFocus(): void {
        if (composer.visible)
            composer.takeFocus()
        else
            list.forceActiveFocus(Qt.OtherFocusReason)
    }

    /// Leaves what is open within the page; false when nothing is.
    function stepBack(): bool {
        if (!root.conversation.find.active)
            return false
        findBar.end()
        return true
    }

    function findNow(): void {
        root.conversation.find.active = true
        findBar.takeFocus()
    }

    function subtitle(): string {
        if (root.conversation.contactState === "pending")
            return qsTr("Waiting for their first answer")
        if (root.conversation.contactState === "gone")
            return qsTr("Has removed you")
        switch (root.conversation.path) {
        case "direct": return qsTr("Direct link")
        case "relayed": return qsTr("Through the server")
        }
        return qsTr("End-to-end encrypted")
    }

    padding: 0
    background: Rectangle { color: Theme.colours.window }
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Conversation with %1").arg(root.shownName)

    // What arrives counts as read while somebody can see it.
    Binding {
        target: root.conversation
        property: "watched"
        value: root.visible && root.Window.active && list.atYEnd && root.conversation.messages.atNewest
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Rectangle {
            Layout.fillWidth: true
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
                                text: root.subtitle()
                                muted: true
                                font.pixelSize: Theme.captionSize
                                wrapMode: Text.NoWrap
                                elide: Text.ElideRight
                                Accessible.ignored: true
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
                IconButton {
                    objectName: "find"
                    iconName: "search"
                    text: qsTr("Search this chat")
                    onClicked: root.findNow()
                }
                IconButton {
                    objectName: "call"
                    iconName: "phone"
                    text: qsTr("Call")
                    ink: Theme.colours.accentText
                    enabled: root.conversation.contactState === "active"
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

        FindBar {
            id: findBar

            Layout.fillWidth: true
            visible: root.conversation.find.active
            find: root.conversation.find
            onClosed: root.takeFocus()
        }

        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            ListView {
                id: list

                readonly property real nearEnd: height / 2
                /// The message that was just jumped to.
                property string lit

                function show(row: int, message: string): void {
                    list.currentIndex = row
                    list.positionViewAtIndex(row, ListView.Center)
                    list.lit = message
                    litTimer.restart()
                    settleTimer.start()
                }

                anchors.fill: parent
                objectName: "messages"
                clip: true
                model: root.conversation.messages
                verticalLayoutDirection: ListView.BottomToTop
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                keyNavigationEnabled: true
                highlightMoveDuration: Theme.quick
                cacheBuffer: 800
                T.ScrollBar.vertical: ThinScrollBar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Messages")

                onContentYChanged: if (!root.conversation.messages.atNewest && originY + contentHeight - contentY - height < nearEnd)
                    root.conversation.messages.fetchNewer()
                // Who comes to the end of the conversation means the newest message.
                onActiveFocusChanged: if (activeFocus && (currentIndex < 0 || atYEnd)) currentIndex = 0

                Keys.onReturnPressed: if (currentItem) (currentItem as MessageRow).menuWanted()
                Keys.onEnterPressed: if (currentItem) (currentItem as MessageRow).menuWanted()
                Keys.onMenuPressed: if (currentItem) (currentItem as MessageRow).menuWanted()
                Keys.onSpacePressed: if (currentItem) (currentItem as MessageRow).pressed()

                delegate: MessageRow {
                    id: row

                    sender: root.shownName
                    words: root.conversation && root.conversation.find.active ? root.conversation.find.text : ""
                    lit: message === list.lit
                    current: ListView.isCurrentItem && list.activeFocus
                    attachments: root.conversation ? root.conversation.attachments : null
                    onPressed: if (attachment.kind === "photo" && attachment.readable) photoWanted(); else expanded = !expanded
                    onSaveWanted: desk.saveAs(message, attachment.name)
                    onPhotoWanted: desk.showPhoto(message)
                    onMenuWanted: {
                        menu.message = message
                        menu.mine = mine
                        menu.isCall = isCall
                        menu.attachment = attachment
                        menu.stage = stage
                        menu.reason = reason
                        menu.time = time
                        menu.open()
                    }
                }
            }

            EmptyState {
                anchors.centerIn: parent
                width: Math.min(parent.width - 2 * Theme.xl, Theme.column - Theme.xxxl)
                visible: root.conversation.messages.loaded && root.conversation.messages.count === 0
                iconName: root.conversation.contactState === "pending" ? "clock" : "message"
                heading: root.conversation.contactState === "pending" ? qsTr("The invitation is accepted") : qsTr("Say something")
                text: root.conversation.contactState === "pending"
                      ? qsTr("You can write already: it waits until the other side has answered.")
                      : qsTr("Only the two of you can read it. The state of each message is told as a fact: waiting, at the server, delivered, read.")
            }

            IconButton {
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                anchors.margins: Theme.m
                visible: !list.atYEnd || !root.conversation.messages.atNewest
                objectName: "jumpToNewest"
                iconName: "arrow-down"
                text: qsTr("To the newest message")
                ink: Theme.colours.accentText
                ground: Theme.colours.surface
                onClicked: {
                    root.conversation.messages.jumpToNewest()
                    list.positionViewAtBeginning()
                    root.takeFocus()
                }
            }
        }

        Notice {
            Layout.fillWidth: true
            Layout.margins: Theme.s
            kind: Notice.Problem
            text: Words.problem(root.conversation.problem)
            actionText: qsTr("Close")
            onAction: root.conversation.dismissProblem()
        }
        Composer {
            id: composer

            Layout.fillWidth: true
            visible: root.conversation.contactState !== "gone"
            conversation: root.conversation
            onUndoWanted: root.undoWanted()
            onAttachWanted: desk.pick()
        }
        Notice {
            Layout.fillWidth: true
            Layout.margins: Theme.m
            kind: Notice.Warning
            text: root.conversation.contactState === "gone"
                  ? qsTr("%1 has removed you. What you write does not arrive any more.").arg(root.shownName) : ""
        }
    }

    // Once more when the rows around it have their heights.
    Timer {
        id: settleTimer

        interval: 0
        onTriggered: list.positionViewAtIndex(list.currentIndex, ListView.Center)
    }
    Timer {
        id: litTimer

        interval: Theme.litTime
        onTriggered: list.lit = ""
    }
    FileDesk {
        id: desk

        anchors.fill: parent
        anchors.topMargin: Theme.header
        attachments: root.conversation.attachments
        takes: composer.visible
        onSettled: root.takeFocus()
    }
    MessageMenu {
        id: menu

        conversation: root.conversation
        onSaveWanted: (message, name) => desk.saveAs(message, name)
        onPhotoWanted: message => desk.showPhoto(message)
        onClosed: root.takeFocus()
    }

    Connections {
        target: root.conversation.messages

        // One's own message is what one looks at.
        function onArrived(mine: bool): void {
            if (mine)
                list.positionViewAtBeginning()
        }

        function onFound(row: int, message: string): void {
            list.show(row, message)
        }
    }
}
