// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQml
import Nightjar.ViewModels

/// Which pages lie over each other. The one place that knows which page follows which; what shows them are decks.
QtObject {
    id: root

    required property AppViewModel app
    required property SessionViewModel session
    required property IdentitiesModel identities
    /// The list is beside the pages, not under them.
    required property bool two

    /// What lies over each other beside (or over) the list, the topmost last: "conversation", "contact", "gallery",
    /// "invite", "addresses", "accept", "secret", "calls", "settings", "connection", "sound", "locking", "storage",
    /// "pin", "identities", "chatpin", "desktop", "shortcuts". Empty: only the list.
    property list<string> pages: []
    readonly property string top: root.pages.length > 0 ? root.pages[root.pages.length - 1] : ""
    readonly property bool empty: root.pages.length === 0
    readonly property string openContact: root.session.conversation ? root.session.conversation.contact : ""

    /// Another page is on top and wants the keyboard.
    signal shown()
    signal undoWanted()

    function holds(page: string): int {
        return root.pages.indexOf(page) < 0 ? 0 : 1
    }

    /// One of them at least.
    function holdsAny(pages: list<string>): bool {
        return pages.some(page => root.holds(page) > 0)
    }

    function show(pages: list<string>): void {
        root.pages = pages
        root.shown()
    }

    /// Leaves the page on top; from the last one back to the list, where it was.
    function back(): void {
        if (root.empty)
            return
        if (root.top === "pin" && root.session.settings.pinStep !== SettingsViewModel.None) {
            root.session.settings.cancelPinChange() // and the page, seeing that, comes back here
            return
        }
        root.show(root.pages.slice(0, -1))
        if (root.empty)
            root.session.close()
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
        if (root.top !== "conversation")
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

    /// A notification of a conversation was clicked on.
    function openWantedChat(): void {
        root.openChat(root.app.takeChat(root.identities.current))
    }
}
