// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// The messages of a conversation, the newest below, and the ways through them.
Item {
    id: root

    required property ConversationViewModel conversation
    /// What the other side is called.
    required property string sender
    /// There is somebody to reply to.
    property bool writable: true

    readonly property MessageListModel messages: root.conversation.messages
    readonly property bool selecting: root.conversation.selection.active
    /// The newest message is in view.
    readonly property bool atEnd: root.opened && list.atYEnd && root.messages.atNewest
    /// The view stands where it should when the conversation is opened; before that nobody has seen anything.
    property bool opened: false

    signal menuWanted(MessageRow row)
    signal saveWanted(string message, string name)
    signal viewWanted(string message, attachmentFacts attachment)
    signal linkPressed(string link)
    signal cardWanted(string link, string name)
    signal copyWanted(string coordinates)
    signal mapWanted(string uri)
    signal stopWanted(string message)
    /// The keyboard has nothing more to do here.
    signal finished()

    function takeFocus(): void {
        list.forceActiveFocus(Qt.OtherFocusReason)
    }

    function pressed(row: MessageRow): void {
        if (root.selecting)
            root.conversation.selection.toggle(row.message)
        else if ((row.attachment.kind === "photo" || row.attachment.kind === "video") && row.attachment.readable)
            root.viewWanted(row.message, row.attachment)
        else if (row.isNote && row.note.playable)
            root.conversation.notes.toggle(row.message)
        else if (row.stage === "failed")
            root.menuWanted(row) // where one sends it again
        else
            row.expanded = !row.expanded
    }

    /// The first unread message, and as much of what came after it as there is room for.
    function openAtUnread(): void {
        const row = root.messages.unreadRow()
        if (row < 0) {
            root.opened = true
            return
        }
        list.currentIndex = row
        list.place(row, ListView.End)
    }

    /// What others write while one looks is told to a screen reader, wherever the keyboard is: an alert that appears.
    Item {
        id: announcer

        property string words

        function announce(): void {
            list.forceLayout()
            const row = list.itemAtIndex(0) as MessageRow
            if (!row || row.mine)
                return
            announcer.visible = false
            announcer.words = row.Accessible.name
            announcer.visible = true
            silence.restart()
        }

        width: parent.width
        height: Theme.xs
        visible: false
        objectName: "announcer"
        Accessible.role: Accessible.AlertMessage
        Accessible.name: announcer.words

        // Its row is there a moment after it.
        Timer {
            id: soon

            interval: 0
            onTriggered: announcer.announce()
        }
        Timer {
            id: silence

            interval: 5000
            onTriggered: announcer.visible = false
        }
        Connections {
            target: root.messages

            // The newest is the first row. Not when a page of history comes.
            function onRowsInserted(parent: var, first: int, last: int): void {
                if (first === 0 && last === 0)
                    soon.restart()
            }
        }
    }

    ListView {
        id: list

        readonly property real nearEnd: height / 2
        /// The message that was just jumped to.
        property string lit
        property int placed: -1
        property int placedMode: ListView.Center
        property bool settling: false

        /// Heights of rows are known only once they are there, so it is done once more then.
        function place(row: int, mode: int): void {
            list.positionViewAtIndex(row, mode)
            list.placed = row
            list.placedMode = mode
            list.settling = true
        }

        function show(row: int, message: string): void {
            list.currentIndex = row
            list.place(row, ListView.Center)
            list.lit = message
            litTimer.restart()
        }

        anchors.fill: parent
        objectName: "messages"
        clip: true
        model: root.messages
        verticalLayoutDirection: ListView.BottomToTop
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        highlightMoveDuration: Theme.quick
        cacheBuffer: 800
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Messages")

        onContentYChanged: if (!root.messages.atNewest && originY + contentHeight - contentY - height < nearEnd)
            root.messages.fetchNewer()
        // Who comes to the end of the conversation means the newest message.
        onActiveFocusChanged: if (activeFocus && !root.selecting && (currentIndex < 0 || atYEnd)) currentIndex = 0

        function menuOfCurrent(): void {
            const row = list.currentItem as MessageRow
            if (row && root.selecting)
                root.pressed(row)
            else if (row)
                root.menuWanted(row)
        }

        Keys.onReturnPressed: list.menuOfCurrent()
        Keys.onEnterPressed: list.menuOfCurrent()
        Keys.onMenuPressed: list.menuOfCurrent()
        Keys.onSpacePressed: if (currentItem) root.pressed(currentItem as MessageRow)
        Keys.onPressed: event => {
            const page = Math.max(1, Math.floor(list.height / Theme.row))
            if (event.key === Qt.Key_Home)
                root.messages.unreadElsewhere > 0 ? root.messages.jumpToUnread() : list.currentIndex = list.count - 1
            else if (event.key === Qt.Key_End)
                newest.clicked()
            else if (event.key === Qt.Key_PageUp)
                list.currentIndex = Math.min(list.count - 1, list.currentIndex + page)
            else if (event.key === Qt.Key_PageDown)
                list.currentIndex = Math.max(0, list.currentIndex - page)
            else
                return
            event.accepted = true
        }

        delegate: MessageRow {
            id: row

            sender: root.sender
            words: root.conversation && root.conversation.find.active ? root.conversation.find.text : ""
            lit: message === list.lit
            current: ListView.isCurrentItem && list.activeFocus
            selecting: root.selecting
            pullable: root.writable
            attachments: root.conversation ? root.conversation.attachments : null
            notes: root.conversation ? root.conversation.notes : null
            onSaveWanted: root.saveWanted(message, attachment.name)
            onViewWanted: root.viewWanted(message, attachment)
            onLinkPressed: link => root.linkPressed(link)
            onCardWanted: root.cardWanted(cardLink, text)
            onCopyWanted: root.copyWanted(spot.coordinates)
            onMapWanted: root.mapWanted(spot.uri)
            onStopWanted: root.stopWanted(message)
            onAnswerWanted: root.conversation.composer.answer(message)
            onPressed: root.pressed(row)
            onMenuWanted: root.selecting ? root.pressed(row) : root.menuWanted(row)
            onQuotePressed: root.conversation.followQuote(message)
            onReactionPressed: emoji => root.conversation.react(message, emoji)
        }
    }

    ActionButton {
        anchors.top: parent.top
        anchors.topMargin: Theme.s
        anchors.horizontalCenter: parent.horizontalCenter
        visible: root.messages.unreadElsewhere > 0
        objectName: "jumpToUnread"
        iconName: "arrow-up"
        //: %n is a number of messages
        text: qsTr("%n unread", "", root.messages.unreadElsewhere)
        onClicked: root.messages.jumpToUnread()
    }
    Column {
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.m
        spacing: Theme.s

        IconButton {
            visible: root.conversation.canReturn
            objectName: "goBack"
            iconName: "jump-back"
            text: qsTr("Back to the reply")
            ink: Theme.colours.accentText
            ground: Theme.colours.surface
            onClicked: root.conversation.goBack()
        }
        IconButton {
            id: newest

            visible: !root.atEnd
            objectName: "jumpToNewest"
            iconName: "arrow-down"
            text: root.conversation.unread > 0
                  //: %n is a number of messages
                  ? qsTr("To the newest message, %n unread", "", root.conversation.unread) : qsTr("To the newest message")
            ink: Theme.colours.accentText
            ground: Theme.colours.surface
            onClicked: {
                root.conversation.jumpToNewest()
                list.settling = false
                list.currentIndex = 0
                list.positionViewAtBeginning()
                root.finished()
            }

            CountBadge {
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.verticalCenter: parent.top
                count: root.conversation.unread
            }
        }
    }

    // Once more when the rows around it have their heights.
    Timer {
        interval: 0
        running: list.settling && list.height > 0
        onTriggered: {
            list.settling = false
            list.positionViewAtIndex(list.placed, list.placedMode)
            root.opened = true
        }
    }
    Timer {
        id: litTimer

        interval: Theme.litTime
        onTriggered: list.lit = ""
    }
    Component.onCompleted: if (root.messages.loaded) root.openAtUnread()

    Connections {
        target: root.messages

        function onLoadedChanged(): void {
            root.openAtUnread()
        }

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
