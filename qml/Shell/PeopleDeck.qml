// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Calls
import Nightjar.Chat

/// The ways to somebody new, and the calls that were.
PageDeck {
    id: root

    function takeFocus(): void {
        switch (root.stack.top) {
        case "invite": return (invite.itemAt(0) as InvitePage).takeFocus()
        case "addresses": return (addresses.itemAt(0) as AddressesPage).takeFocus()
        case "accept": return (accept.itemAt(0) as AcceptPage).takeFocus()
        case "secret": return (newSecret.itemAt(0) as NewSecretPage).takeFocus()
        case "calls": return (calls.itemAt(0) as CallLogPage).takeFocus()
        }
    }

    Repeater {
        id: invite

        model: root.stack.holds("invite")

        InvitePage {
            objectName: "invitePage"
            anchors.fill: parent
            visible: root.stack.top === "invite"
            invite: root.stack.session.invite
            secret: root.stack.session.secret.active
            onBack: root.stack.back()
            onChatWanted: contact => root.stack.openChat(contact)
            onAddressesWanted: root.stack.openAddresses()
        }
    }
    Repeater {
        id: addresses

        model: root.stack.holds("addresses")

        AddressesPage {
            objectName: "addressesPage"
            anchors.fill: parent
            addresses: root.stack.session.addresses
            onBack: root.stack.back()
        }
    }
    Repeater {
        id: accept

        model: root.stack.holds("accept")

        AcceptPage {
            objectName: "acceptPage"
            anchors.fill: parent
            accept: root.stack.session.accept
            onBack: root.stack.back()
            onJoined: container => root.stack.identities.select(container)
            onChatWanted: contact => root.stack.openChat(contact)
        }
    }
    Repeater {
        id: newSecret

        model: root.stack.holds("secret")

        NewSecretPage {
            objectName: "newSecretPage"
            anchors.fill: parent
            secret: root.stack.session.newSecret
            onBack: root.stack.back()
            onMade: container => root.stack.identities.select(container)
        }
    }
    Repeater {
        id: calls

        model: root.stack.holds("calls")

        CallLogPage {
            objectName: "callLogPage"
            anchors.fill: parent
            calls: root.stack.session.calls
            onBack: root.stack.back()
            onCallWanted: contact => root.stack.session.call.start(contact)
        }
    }
}
