// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Chat

/// A conversation and what belongs to it.
PageDeck {
    id: root

    function takeFocus(): void {
        switch (root.stack.top) {
        case "conversation": return (conversation.itemAt(0) as ConversationPage).takeFocus()
        case "contact": return (contact.itemAt(0) as ContactPage).takeFocus()
        case "gallery": return (gallery.itemAt(0) as GalleryPage).takeFocus()
        }
    }

    function stepBack(): bool {
        return root.stack.top === "conversation" && (conversation.itemAt(0) as ConversationPage).stepBack()
    }

    function findNow(): void {
        if (root.stack.top === "conversation")
            (conversation.itemAt(0) as ConversationPage).findNow()
    }

    Repeater {
        id: conversation

        model: root.stack.holds("conversation")

        ConversationPage {
            objectName: "conversationPage"
            anchors.fill: parent
            visible: root.stack.top === "conversation"
            conversation: root.stack.session.conversation
            secret: root.stack.session.secret
            place: root.stack.session.place
            cards: root.stack.session.cards
            canGoBack: !root.stack.two
            enterSends: root.stack.app.preferences.enterSends
            spelling: root.stack.app.desktop.spelling
            onBack: if (!root.stepBack()) root.stack.back()
            onContactWanted: root.stack.openContactDetails()
            onChatWanted: contact => root.stack.openChat(contact)
            onUndoWanted: root.stack.undoWanted()
            onWriteWanted: (link, name) => root.stack.openCard(link, name)
            onCallWanted: root.stack.session.call.start(root.stack.openContact)
        }
    }
    Repeater {
        id: contact

        model: root.stack.holds("contact")

        ContactPage {
            objectName: "contactPage"
            anchors.fill: parent
            visible: root.stack.top === "contact"
            contact: root.stack.session.contactDetails
            pinChoice: !root.stack.identities.possible ? "" : root.stack.identities.current === "" ? "lock"
                       : root.stack.identities.currentKind === "locked-chat" ? "take-away" : ""
            onBack: root.stack.back()
            onLockWanted: root.stack.changeChatPin()
            onTakeAwayWanted: root.stack.changeChatPin()
            onGalleryWanted: root.stack.openGallery()
        }
    }
    Repeater {
        id: gallery

        model: root.stack.holds("gallery")

        GalleryPage {
            objectName: "galleryPage"
            anchors.fill: parent
            attachments: root.stack.session.conversation.attachments
            onBack: root.stack.back()
        }
    }
}
