// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Calls
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
    required property IdentitiesModel identities

    signal undoWanted()

    readonly property bool two: root.width >= Theme.twoPanesFrom
    readonly property int listWidth: root.two ? Math.max(Theme.listMin, Math.min(root.app.preferences.listWidth > 0 ? root.app.preferences.listWidth : Math.round(root.width * 0.36),
                                                                                  Theme.listMax, root.width - Theme.chatMin)) : root.width
    /// What lies over each other beside (or over) the list, the topmost last: "conversation", "contact", "gallery",
    /// "invite", "addresses", "accept", "secret", "calls", "settings", "connection", "sound", "locking", "storage",
    /// "pin", "identities", "chatpin", "desktop", "shortcuts". Empty: only the list.
    property list<string> pages: []
    readonly property string topPage: root.pages.length > 0 ? root.pages[root.pages.length - 1] : ""
    readonly property bool stacked: root.pages.length > 0
    readonly property string openContact: root.session.conversation ? root.session.conversation.contact : ""
    /// A secret chat of two is one conversation, so it opens with it where there is room beside what can be done to it.
    readonly property bool single: root.session.secret.active && !root.session.secret.group
                                   && root.session.chats.loaded && root.session.chats.count === 1

    onSingleChanged: if (root.single) singleTimer.start()

    // It may be known before the panes are there.
    Timer {
        id: singleTimer

        interval: 0
        onTriggered: if (root.single && root.two && !root.stacked) root.openChat(root.session.chats.contactAt(0))
    }

    function openChat(contact: string): void {
        if (contact === "")
            return
        root.pages = []
        root.session.open(contact)
        root.show(["conversation"])
    }

    /// A message that a search found, in its conversation.
    function openFound(contact: string, message: string, words: string): void {
        if (message === "") {
            root.openChat(contact)
            return
        }
        root.pages = []
        root.session.openAt(contact, message, words)
        root.show(["conversation"])
    }

    function openInvite(): void {
        root.session.startInvite()
        root.show(["invite"])
    }

    function openAddresses(): void {
        root.session.startAddresses()
        root.show(["invite", "addresses"])
    }

    function openAccept(): void {
        root.session.startAccept()
        root.show(["accept"])
    }

    /// To somebody whose card was pressed.
    function openCard(link: string, name: string): void {
        root.session.startAcceptCard(link, name)
        root.show(["accept"])
    }

    /// An invitation that was opened elsewhere.
    function openWaitingLink(): void {
        if (!root.app.linkWaiting)
            return
        root.session.startAccept()
        root.session.accept.link = root.app.takeLink()
        root.show(["accept"])
    }

    function openSecret(): void {
        root.session.startSecret()
        root.show(["secret"])
    }

    function openSettings(): void {
        root.session.settings.forget()
        root.session.settings.refresh()
        root.show(["settings"])
    }

    function openCalls(): void {
        root.show(["calls"])
    }

    function openContactDetails(): void {
        if (root.topPage !== "conversation")
            return
        root.session.showContact(root.openContact)
        root.show(["conversation", "contact"])
    }

    function openGallery(): void {
        root.show(["conversation", "contact", "gallery"])
    }

    function openPinChange(wipePin: bool): void {
        root.session.settings.startPinChange(wipePin)
        root.show(["settings", "locking", "pin"])
    }

    function openLocking(): void {
        root.session.settings.forget()
        root.show(["settings", "locking"])
    }

    function openLimitChange(on: bool): void {
        root.session.settings.startFailureLimit(on)
        root.show(["settings", "locking", "pin"])
    }

    function openConnection(): void {
        root.show(["settings", "connection"])
    }

    function openSound(): void {
        root.show(["settings", "sound"])
    }

    function chooseIdentity(): void {
        root.show([])
        root.session.close()
        list.chooseIdentity()
    }

    function openIdentities(): void {
        root.identities.dismissProblem()
        root.session.settings.forget()
        root.show(["identities"])
    }

    function openHiding(): void {
        root.session.settings.startHiding()
        root.show(["identities", "pin"])
    }

    function openDeletingHidden(): void {
        root.session.settings.startDeletingHidden()
        root.show(["identities", "pin"])
    }

    function openLockedChat(container: string, name: string, open: bool): void {
        if (open) {
            root.identities.select(container)
            return
        }
        root.identities.chatPin.beginOpen(container, name)
        root.show(["chatpin"])
    }

    function openHiddenChat(): void {
        root.identities.chatPin.beginOpenHidden()
        root.show(["identities", "chatpin"])
    }

    /// A PIN for the open conversation, or no PIN any more.
    function changeChatPin(): void {
        const name = root.session.contactDetails.name
        if (root.identities.current === "")
            root.identities.chatPin.beginLock(root.openContact, name)
        else
            root.identities.chatPin.beginTakeAway(root.identities.current, name)
        root.show(["conversation", "contact", "chatpin"])
    }

    function openDesktop(): void {
        root.show(["settings", "desktop"])
    }

    function openShortcuts(): void {
        root.show(["settings", "shortcuts"])
    }

    function openStorage(): void {
        root.session.startStorage()
        root.show(["settings", "storage"])
    }

    /// Leaves the page on top; from the last one back to the list, where it was.
    function back(): void {
        if (!root.stacked)
            return
        if (root.topPage === "pin" && root.session.settings.pinStep !== SettingsViewModel.None) {
            root.session.settings.cancelPinChange() // and the page, seeing that, comes back here
            return
        }
        if (root.topPage === "conversation" && (conversation.itemAt(0) as ConversationPage).stepBack())
            return
        root.show(root.pages.slice(0, -1))
        if (!root.stacked)
            root.session.close()
    }

    /// In the open conversation, or in all of them.
    function search(): void {
        if (root.topPage === "conversation") {
            (conversation.itemAt(0) as ConversationPage).findNow()
            return
        }
        if (!root.two) {
            root.show([])
            root.session.close()
        }
        list.searchNow()
    }

    /// The chat that many rows further down the list.
    function step(rows: int): void {
        const row = root.session.chats.rowOf(root.openContact)
        root.openChat(root.session.chats.contactAt(row < 0 ? 0 : row + rows))
    }

    function holds(page: string): int {
        return root.pages.indexOf(page) < 0 ? 0 : 1
    }

    function show(pages: list<string>): void {
        root.pages = pages
        root.takeFocus()
    }

    function takeFocus(): void {
        switch (root.topPage) {
        case "conversation": return (conversation.itemAt(0) as ConversationPage).takeFocus()
        case "contact": return (contact.itemAt(0) as ContactPage).takeFocus()
        case "gallery": return (gallery.itemAt(0) as GalleryPage).takeFocus()
        case "invite": return (invite.itemAt(0) as InvitePage).takeFocus()
        case "addresses": return (addresses.itemAt(0) as AddressesPage).takeFocus()
        case "accept": return (accept.itemAt(0) as AcceptPage).takeFocus()
        case "secret": return (newSecret.itemAt(0) as NewSecretPage).takeFocus()
        case "calls": return (calls.itemAt(0) as CallLogPage).takeFocus()
        case "locking": return (locking.itemAt(0) as LockingPage).takeFocus()
        case "settings": return (settings.itemAt(0) as SettingsPage).takeFocus()
        case "connection": return (connection.itemAt(0) as ConnectionPage).takeFocus()
        case "sound": return (sound.itemAt(0) as SoundPage).takeFocus()
        case "storage": return (storage.itemAt(0) as StoragePage).takeFocus()
        case "desktop": return (desktop.itemAt(0) as DesktopPage).takeFocus()
        case "shortcuts": return (shortcuts.itemAt(0) as ShortcutsPage).takeFocus()
        case "pin": return (pin.itemAt(0) as PinChangePage).takeFocus()
        case "identities": return (identitiesPage.itemAt(0) as IdentitiesPage).takeFocus()
        case "chatpin": return (chatPin.itemAt(0) as ChatPinPage).takeFocus()
        }
        list.takeFocus()
    }

    ChatListPage {
        id: list

        objectName: "chatListPage"
        x: Theme.mirrored ? root.width - width : 0
        width: root.listWidth
        height: parent.height
        visible: root.two || !root.stacked
        session: root.session
        identities: root.identities
        openContact: root.two && root.holds("conversation") > 0 ? root.openContact : ""
        onOpened: contact => root.openChat(contact)
        onFound: (contact, message) => root.openFound(contact, message, root.session.search.text)
        onInviteWanted: root.openInvite()
        onAcceptWanted: root.openAccept()
        onSettingsWanted: root.openSettings()
        onCallsWanted: root.openCalls()
        onIdentitiesWanted: root.openIdentities()
        onSecretWanted: root.openSecret()
        onLockedWanted: (container, name, open) => root.openLockedChat(container, name, open)
    }
    Rectangle {
        id: beside

        x: root.two && !Theme.mirrored ? root.listWidth : 0
        width: root.width - (root.two ? root.listWidth : 0)
        height: parent.height
        visible: root.two || root.stacked
        color: Theme.colours.window

        EmptyState {
            anchors.centerIn: parent
            width: Math.min(parent.width - 2 * Theme.xl, Theme.column)
            visible: !root.stacked && root.session.chats.count > 0
            iconName: "moon"
            heading: qsTr("Quiet here")
            text: qsTr("Choose a chat on the left.")
        }
        // The list says what to do; this side only keeps it company.
        Icon {
            anchors.centerIn: parent
            visible: !root.stacked && root.session.chats.count === 0
            name: "logo"
            size: Theme.avatarLarge * 2
            colour: Theme.colours.pressed
        }

        // Each page exists while it is in the stack: a Repeater of none or one.
        Repeater {
            id: conversation

            model: root.holds("conversation")

            ConversationPage {
                objectName: "conversationPage"
                anchors.fill: parent
                visible: root.topPage === "conversation"
                conversation: root.session.conversation
                secret: root.session.secret
                place: root.session.place
                cards: root.session.cards
                canGoBack: !root.two
                enterSends: root.app.preferences.enterSends
                spelling: root.app.desktop.spelling
                onBack: root.back()
                onContactWanted: root.openContactDetails()
                onChatWanted: contact => root.openChat(contact)
                onUndoWanted: root.undoWanted()
                onWriteWanted: (link, name) => root.openCard(link, name)
                onCallWanted: root.session.call.start(root.openContact)
            }
        }
        Repeater {
            id: contact

            model: root.holds("contact")

            ContactPage {
                objectName: "contactPage"
                anchors.fill: parent
                visible: root.topPage === "contact"
                contact: root.session.contactDetails
                pinChoice: !root.identities.possible ? "" : root.identities.current === "" ? "lock"
                           : root.identities.currentKind === "locked-chat" ? "take-away" : ""
                onBack: root.back()
                onLockWanted: root.changeChatPin()
                onTakeAwayWanted: root.changeChatPin()
                onGalleryWanted: root.openGallery()
            }
        }
        Repeater {
            id: gallery

            model: root.holds("gallery")

            GalleryPage {
                objectName: "galleryPage"
                anchors.fill: parent
                attachments: root.session.conversation.attachments
                onBack: root.back()
            }
        }
        Repeater {
            id: invite

            model: root.holds("invite")

            InvitePage {
                objectName: "invitePage"
                anchors.fill: parent
                visible: root.topPage === "invite"
                invite: root.session.invite
                secret: root.session.secret.active
                onBack: root.back()
                onChatWanted: contact => root.openChat(contact)
                onAddressesWanted: root.openAddresses()
            }
        }
        Repeater {
            id: addresses

            model: root.holds("addresses")

            AddressesPage {
                objectName: "addressesPage"
                anchors.fill: parent
                addresses: root.session.addresses
                onBack: root.back()
            }
        }
        Repeater {
            id: accept

            model: root.holds("accept")

            AcceptPage {
                objectName: "acceptPage"
                anchors.fill: parent
                accept: root.session.accept
                onBack: root.back()
                onJoined: container => root.identities.select(container)
                onChatWanted: contact => root.openChat(contact)
            }
        }
        Repeater {
            id: newSecret

            model: root.holds("secret")

            NewSecretPage {
                objectName: "newSecretPage"
                anchors.fill: parent
                secret: root.session.newSecret
                onBack: root.back()
                onMade: container => root.identities.select(container)
            }
        }
        Repeater {
            id: calls

            model: root.holds("calls")

            CallLogPage {
                objectName: "callLogPage"
                anchors.fill: parent
                calls: root.session.calls
                onBack: root.back()
                onCallWanted: contact => root.session.call.start(contact)
            }
        }
        Repeater {
            id: settings

            model: root.holds("settings")

            SettingsPage {
                objectName: "settingsPage"
                anchors.fill: parent
                visible: root.topPage === "settings"
                settings: root.session.settings
                preferences: root.app.preferences
                onBack: root.back()
                onLockingWanted: root.openLocking()
                onConnectionWanted: root.openConnection()
                withIdentities: root.identities.possible
                onSoundWanted: root.openSound()
                onIdentitiesWanted: root.openIdentities()
                onStorageWanted: root.openStorage()
                onDesktopWanted: root.openDesktop()
                onShortcutsWanted: root.openShortcuts()
                onLockWanted: root.app.lock()
            }
        }
        Repeater {
            id: connection

            model: root.holds("connection")

            ConnectionPage {
                objectName: "connectionPage"
                anchors.fill: parent
                settings: root.session.settings
                meter: root.session.meter
                onBack: root.back()
            }
        }
        Repeater {
            id: sound

            model: root.holds("sound")

            SoundPage {
                objectName: "soundPage"
                anchors.fill: parent
                sound: root.session.sound
                onBack: root.back()
            }
        }
        Repeater {
            id: locking

            model: root.holds("locking")

            LockingPage {
                objectName: "lockingPage"
                anchors.fill: parent
                visible: root.topPage === "locking"
                locking: root.session.locking
                settings: root.session.settings
                preferences: root.app.preferences
                visiting: root.app.visiting
                onBack: root.back()
                onPinChangeWanted: wipePin => root.openPinChange(wipePin)
                onLimitWanted: on => root.openLimitChange(on)
                onLockWanted: root.app.lock()
                onCoverWanted: root.app.cover()
                onRehearsalWanted: root.app.rehearse()
            }
        }
        Repeater {
            id: desktop

            model: root.holds("desktop")

            DesktopPage {
                objectName: "desktopPage"
                anchors.fill: parent
                desktop: root.app.desktop
                preferences: root.app.preferences
                onBack: root.back()
            }
        }
        Repeater {
            id: shortcuts

            model: root.holds("shortcuts")

            ShortcutsPage {
                objectName: "shortcutsPage"
                anchors.fill: parent
                onBack: root.back()
            }
        }
        Repeater {
            id: storage

            model: root.holds("storage")

            StoragePage {
                objectName: "storagePage"
                anchors.fill: parent
                storage: root.session.storage
                onBack: root.back()
            }
        }
        Repeater {
            id: pin

            model: root.holds("pin")

            PinChangePage {
                objectName: "pinChangePage"
                anchors.fill: parent
                settings: root.session.settings
                onBack: root.back()
            }
        }
        Repeater {
            id: identitiesPage

            model: root.holds("identities")

            IdentitiesPage {
                objectName: "identitiesPage"
                anchors.fill: parent
                visible: root.topPage === "identities"
                identities: root.identities
                settings: root.session.settings
                onBack: root.back()
                onHiddenWanted: root.openHiddenChat()
                onHidingWanted: root.openHiding()
                onDeletingHiddenWanted: root.openDeletingHidden()
            }
        }
        Repeater {
            id: chatPin

            model: root.holds("chatpin")

            ChatPinPage {
                objectName: "chatPinPage"
                anchors.fill: parent
                chatPin: root.identities.chatPin
                onBack: root.back()
            }
        }
    }
    PaneSplitter {
        x: (Theme.mirrored ? root.width - root.listWidth : root.listWidth) - width / 2
        height: parent.height
        visible: root.two
        position: root.listWidth
        onMoved: position => root.app.preferences.listWidth = Math.max(Theme.listMin, Math.min(position, Theme.listMax, root.width - Theme.chatMin))
    }

    /// A notification of a conversation was clicked on.
    function openWantedChat(): void {
        root.openChat(root.app.takeChat(root.identities.current))
    }

    Component.onCompleted: {
        root.openWantedChat()
        root.openWaitingLink()
    }

    Connections {
        target: root.app

        function onLinkWaitingChanged(): void {
            root.openWaitingLink()
        }
        function onChatWanted(): void {
            root.openWantedChat()
        }
    }
    Connections {
        target: root.session

        function onContactRemoved(contact: string): void {
            if (contact === root.openContact)
                root.show([])
        }
    }
}
