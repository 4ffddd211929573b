// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Chat
import Nightjar.Controls
import Nightjar.Settings
import Nightjar.Theme
import Nightjar.ViewModels

/// The list and, beside or over it, a stack of pages. The one place that knows which page follows which.
Item {
    id: root

    required property AppViewModel app
    required property SessionViewModel session

    readonly property bool two: root.width >= Theme.twoPanesFrom
    readonly property int listWidth: root.two ? Math.max(Theme.listMin, Math.min(root.app.preferences.listWidth > 0 ? root.app.preferences.listWidth : Math.round(root.width * 0.36),
                                                                                  Theme.listMax, root.width - Theme.chatMin)) : root.width
    readonly property bool stacked: stack.depth > 1
    readonly property string openContact: root.session.conversation ? root.session.conversation.contact : ""

    function openChat(contact: string): void {
        if (contact === "")
            return
        const again = root.openContact === contact && stack.depth > 1 && stack.get(1).objectName === "conversationPage"
        root.session.open(contact)
        if (again) {
            stack.pop(stack.get(1))
        } else {
            root.replaceAll(conversationPage, {})
        }
        root.focusPage()
    }

    function openInvite(): void {
        root.session.startInvite()
        root.replaceAll(invitePage, {})
        root.focusPage()
    }

    function openAccept(): void {
        root.session.startAccept()
        root.replaceAll(acceptPage, {})
        root.focusPage()
    }

    function openSettings(): void {
        root.session.settings.forget()
        root.session.settings.refresh()
        root.replaceAll(settingsPage, {})
        root.focusPage()
    }

    function openContactDetails(): void {
        root.session.showContact(root.openContact)
        stack.push(contactPage)
        root.focusPage()
    }

    function openPinChange(wipePin: bool): void {
        root.session.settings.startPinChange(wipePin)
        stack.push(pinPage)
        root.focusPage()
    }

    /// Leaves the page on top; from the last one back to the list, where it was.
    function back(): void {
        if (!root.stacked)
            return
        if (stack.currentItem.objectName === "pinChangePage")
            root.session.settings.cancelPinChange()
        stack.pop()
        if (!root.stacked) {
            root.session.close()
            list.takeFocus()
        } else {
            root.focusPage()
        }
    }

    function search(): void {
        if (!root.two)
            while (root.stacked)
                root.back()
        list.searchNow()
    }

    /// The chat that many rows further down the list.
    function step(rows: int): void {
        const chats = root.session.chats
        const row = chats.rowOf(root.openContact)
        root.openChat(chats.contactAt(row < 0 ? 0 : row + rows))
    }

    function takeFocus(): void {
        if (root.stacked)
            root.focusPage()
        else
            list.takeFocus()
    }

    function focusPage(): void {
        if (stack.currentItem && stack.currentItem["takeFocus"])
            stack.currentItem["takeFocus"]()
    }

    function replaceAll(page: Component, properties: var): void {
        if (stack.depth > 1)
            stack.pop(null, T.StackView.Immediate)
        stack.push(page, properties, T.StackView.Immediate)
    }

    ChatListPage {
        id: list

        objectName: "chatListPage"
        width: root.listWidth
        height: parent.height
        visible: root.two || !root.stacked
        session: root.session
        openContact: root.two && stack.depth > 1 && stack.get(1).objectName === "conversationPage" ? root.openContact : ""
        onOpened: contact => root.openChat(contact)
        onInviteWanted: root.openInvite()
        onAcceptWanted: root.openAccept()
        onSettingsWanted: root.openSettings()
    }
    T.StackView {
        id: stack

        x: root.two ? root.listWidth : 0
        width: root.width - x
        height: parent.height
        visible: root.two || root.stacked
        initialItem: placeholder

        popEnter: null
        popExit: null
        pushEnter: null
        pushExit: null
    }
    PaneSplitter {
        x: root.listWidth - width / 2
        height: parent.height
        visible: root.two
        position: root.listWidth
        onMoved: position => root.app.preferences.listWidth = Math.max(Theme.listMin, Math.min(position, Theme.listMax, root.width - Theme.chatMin))
    }

    Component {
        id: placeholder

        Rectangle {
            color: Theme.colours.window

            EmptyState {
                anchors.centerIn: parent
                width: Math.min(parent.width - 2 * Theme.xl, Theme.column)
                visible: root.session.chats.total > 0
                iconName: "moon"
                heading: qsTr("Quiet here")
                text: qsTr("Choose a chat on the left.")
            }
            // The list says what to do; this side only keeps it company.
            Icon {
                anchors.centerIn: parent
                visible: root.session.chats.total === 0
                name: "logo"
                size: Theme.avatarLarge * 2
                colour: Theme.colours.pressed
            }
        }
    }
    Component {
        id: conversationPage

        ConversationPage {
            objectName: "conversationPage"
            conversation: root.session.conversation
            canGoBack: !root.two
            onBack: root.back()
            onContactWanted: root.openContactDetails()
            onCallWanted: root.session.call.start(root.openContact)
        }
    }
    Component {
        id: contactPage

        ContactPage {
            objectName: "contactPage"
            contact: root.session.contactDetails
            onBack: root.back()
        }
    }
    Component {
        id: invitePage

        InvitePage {
            objectName: "invitePage"
            invite: root.session.invite
            onBack: root.back()
            onChatWanted: contact => root.openChat(contact)
        }
    }
    Component {
        id: acceptPage

        AcceptPage {
            objectName: "acceptPage"
            accept: root.session.accept
            onBack: root.back()
            onChatWanted: contact => root.openChat(contact)
        }
    }
    Component {
        id: settingsPage

        SettingsPage {
            objectName: "settingsPage"
            settings: root.session.settings
            preferences: root.app.preferences
            onBack: root.back()
            onPinChangeWanted: wipePin => root.openPinChange(wipePin)
            onLockWanted: root.app.lock()
        }
    }
    Component {
        id: pinPage

        PinChangePage {
            objectName: "pinChangePage"
            settings: root.session.settings
            onBack: root.back()
        }
    }

    Connections {
        target: root.session

        function onContactRemoved(contact: string): void {
            if (contact === root.openContact) {
                stack.pop(null, T.StackView.Immediate)
                list.takeFocus()
            }
        }
    }
}
