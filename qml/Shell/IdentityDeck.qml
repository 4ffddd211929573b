// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Settings

/// Identities and PINs.
PageDeck {
    id: root

    function takeFocus(): void {
        switch (root.stack.top) {
        case "pin": return (pin.itemAt(0) as PinChangePage).takeFocus()
        case "identities": return (identitiesPage.itemAt(0) as IdentitiesPage).takeFocus()
        case "chatpin": return (chatPin.itemAt(0) as ChatPinPage).takeFocus()
        }
    }

    Repeater {
        id: pin

        model: root.stack.holds("pin")

        PinChangePage {
            objectName: "pinChangePage"
            anchors.fill: parent
            settings: root.stack.session.settings
            onBack: root.stack.back()
        }
    }
    Repeater {
        id: identitiesPage

        model: root.stack.holds("identities")

        IdentitiesPage {
            objectName: "identitiesPage"
            anchors.fill: parent
            visible: root.stack.top === "identities"
            identities: root.stack.identities
            settings: root.stack.session.settings
            onBack: root.stack.back()
            onHiddenWanted: root.stack.openHiddenChat()
            onHidingWanted: root.stack.openHiding()
            onDeletingHiddenWanted: root.stack.openDeletingHidden()
        }
    }
    Repeater {
        id: chatPin

        model: root.stack.holds("chatpin")

        ChatPinPage {
            objectName: "chatPinPage"
            anchors.fill: parent
            chatPin: root.stack.identities.chatPin
            onBack: root.stack.back()
        }
    }
}
