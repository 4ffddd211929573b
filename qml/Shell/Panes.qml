// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Chat
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// The list and, beside or over it, a stack of pages.
Item {
    id: root

    required property AppViewModel app
    required property SessionViewModel session
    required property IdentitiesModel identities

    signal undoWanted()

    readonly property bool two: root.width >= Theme.twoPanesFrom
    readonly property int listWidth: root.two ? Math.max(Theme.listMin, Math.min(root.app.preferences.listWidth > 0 ? root.app.preferences.listWidth : Math.round(root.width * 0.36),
                                                                                  Theme.listMax, root.width - Theme.chatMin)) : root.width
    readonly property alias stack: stack
    /// A secret chat of two is one conversation, so it opens with it where there is room beside what can be done to it.
    readonly property bool single: root.session.secret.active && !root.session.secret.group
                                   && root.session.chats.loaded && root.session.chats.count === 1

    onSingleChanged: if (root.single) singleTimer.start()

    // It may be known before the panes are there.
    Timer {
        id: singleTimer

        interval: 0
        onTriggered: if (root.single && root.two && stack.empty) stack.openChat(root.session.chats.contactAt(0))
    }

    PageStack {
        id: stack

        app: root.app
        session: root.session
        identities: root.identities
        two: root.two
        onShown: root.takeFocus()
        onUndoWanted: root.undoWanted()
    }

    /// What shows the page on top; null when that is the list.
    function deck(): PageDeck {
        for (const loader of [conversation, people, settings, identity]) {
            if (loader.pages.indexOf(stack.top) >= 0)
                return loader.item as PageDeck
        }
        return null
    }

    function chooseIdentity(): void {
        stack.show([])
        root.session.close()
        list.chooseIdentity()
    }

    function back(): void {
        if (!root.deck()?.stepBack())
            stack.back()
    }

    /// In the open conversation, or in all of them.
    function search(): void {
        if (stack.top === "conversation") {
            root.deck().findNow()
            return
        }
        if (!root.two) {
            stack.show([])
            root.session.close()
        }
        list.searchNow()
    }

    /// The chat that many rows further down the list.
    function step(rows: int): void {
        const row = root.session.chats.rowOf(stack.openContact)
        stack.openChat(root.session.chats.contactAt(row < 0 ? 0 : row + rows))
    }

    function takeFocus(): void {
        const deck = root.deck()
        if (deck)
            deck.takeFocus()
        else
            list.takeFocus()
    }

    ChatListPage {
        id: list

        objectName: "chatListPage"
        x: Theme.mirrored ? root.width - width : 0
        width: root.listWidth
        height: parent.height
        visible: root.two || stack.empty
        session: root.session
        identities: root.identities
        openContact: root.two && stack.holds("conversation") > 0 ? stack.openContact : ""
        onOpened: contact => stack.openChat(contact)
        onFound: (contact, message) => stack.openFound(contact, message, root.session.search.text)
        onInviteWanted: stack.openInvite()
        onAcceptWanted: stack.openAccept()
        onSettingsWanted: stack.openSettings()
        onCallsWanted: stack.openCalls()
        onIdentitiesWanted: stack.openIdentities()
        onSecretWanted: stack.openSecret()
        onLockedWanted: (container, name, open) => stack.openLockedChat(container, name, open)
    }
    Rectangle {
        id: beside

        x: root.two && !Theme.mirrored ? root.listWidth : 0
        width: root.width - (root.two ? root.listWidth : 0)
        height: parent.height
        visible: root.two || !stack.empty
        color: Theme.colours.window

        EmptyState {
            anchors.centerIn: parent
            width: Math.min(parent.width - 2 * Theme.xl, Theme.column)
            visible: stack.empty && root.session.chats.count > 0
            iconName: "moon"
            heading: qsTr("Quiet here")
            text: qsTr("Choose a chat on the left.")
        }
        // The list says what to do; this side only keeps it company.
        Icon {
            anchors.centerIn: parent
            visible: stack.empty && root.session.chats.count === 0
            name: "logo"
            size: Theme.avatarLarge * 2
            colour: Theme.colours.pressed
        }

        DeckLoader {
            id: conversation

            stack: root.stack
            file: "ConversationDeck.qml"
            pages: ["conversation", "contact", "gallery"]
        }
        DeckLoader {
            id: people

            stack: root.stack
            file: "PeopleDeck.qml"
            pages: ["invite", "addresses", "accept", "secret", "calls"]
        }
        DeckLoader {
            id: settings

            stack: root.stack
            file: "SettingsDeck.qml"
            pages: ["settings", "connection", "sound", "locking", "desktop", "shortcuts", "storage"]
        }
        DeckLoader {
            id: identity

            stack: root.stack
            file: "IdentityDeck.qml"
            pages: ["pin", "identities", "chatpin"]
        }
    }
    PaneSplitter {
        x: (Theme.mirrored ? root.width - root.listWidth : root.listWidth) - width / 2
        height: parent.height
        visible: root.two
        position: root.listWidth
        onMoved: position => root.app.preferences.listWidth = Math.max(Theme.listMin, Math.min(position, Theme.listMax, root.width - Theme.chatMin))
    }

    Component.onCompleted: {
        stack.openWantedChat()
        stack.openWaitingLink()
    }

    Connections {
        target: root.app

        function onLinkWaitingChanged(): void {
            stack.openWaitingLink()
        }
        function onChatWanted(): void {
            stack.openWantedChat()
        }
    }
    Connections {
        target: root.session

        function onContactRemoved(contact: string): void {
            if (contact === stack.openContact)
                stack.show([])
        }
    }
}
