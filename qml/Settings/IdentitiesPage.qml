// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// The private identities within this one: made, opened, closed and deleted here.
PageFrame {
    id: root

    required property IdentitiesModel identities
    required property SettingsViewModel settings

    signal hiddenWanted()
    signal hidingWanted()
    signal deletingHiddenWanted()

    function takeFocus(): void {
        root.focusHeader()
    }

    heading: qsTr("Private identities")

    Notice {
        Layout.fillWidth: true
        objectName: "identitiesProblem"
        kind: Notice.Problem
        text: Words.problem(root.identities.problem)
        actionText: qsTr("Close")
        onAction: root.identities.dismissProblem()
    }
    Notice {
        Layout.fillWidth: true
        objectName: "identitiesDone"
        kind: Notice.Good
        text: root.settings.done === "hidden" ? qsTr("The hidden identity is made. Its PIN on the lock screen opens it.") : ""
    }
    BodyText {
        Layout.fillWidth: true
        text: qsTr("A private identity has its own name, contacts and key. The people you talk to with it cannot find out that it is you, and deleting it takes everything with it.")
        muted: true
        font.pixelSize: Theme.smallSize
    }
    Repeater {
        model: root.identities

        SectionCard {
            id: card

            required property string container
            required property string name
            required property string kind
            required property bool open
            required property bool locked
            required property bool opensItself

            readonly property string shownName: card.name === "" ? qsTr("Nameless") : card.name

            visible: card.container !== "" && card.kind === "identity"
            heading: card.shownName

            ToggleRow {
                text: qsTr("Open")
                detail: card.open ? qsTr("Messages arrive and calls ring.") : qsTr("Nothing arrives; what is sent waits at the server.")
                on: card.open
                Accessible.name: qsTr("%1 is open").arg(card.shownName)
                onWanted: on => {
                    if (on)
                        root.identities.open(card.container)
                    else
                        root.identities.close(card.container)
                }
            }
            ToggleRow {
                text: qsTr("Open it together with Nightjar")
                on: card.opensItself
                Accessible.name: qsTr("Open %1 together with Nightjar").arg(card.shownName)
                onWanted: on => root.identities.setOpensItself(card.container, on)
            }
            ActionButton {
                Layout.fillWidth: true
                kind: ActionButton.Danger
                iconName: "trash"
                text: qsTr("Delete")
                Accessible.name: qsTr("Delete %1").arg(card.shownName)
                enabled: !root.identities.working
                onClicked: {
                    deleteSheet.container = card.container
                    deleteSheet.name = card.shownName
                    deleteSheet.open()
                }
            }
        }
    }
    SectionCard {
        heading: qsTr("A new one")

        InputField {
            id: name

            Layout.fillWidth: true
            objectName: "identityName"
            label: qsTr("Its name")
            help: qsTr("New contacts are told this name.")
        }
        InputField {
            id: hub

            Layout.fillWidth: true
            objectName: "identityHub"
            label: qsTr("Server address")
            hint: "nightjar-hub://…"
            help: qsTr("Empty: the server you use already. The server cannot tell whose identity it is, but it sees both come from one address.")
            monospace: true
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "identityCreate"
            kind: ActionButton.Primary
            iconName: "plus"
            text: qsTr("Make a private identity")
            enabled: name.text.trim() !== "" && !root.identities.working
            onClicked: root.identities.create(name.text, hub.text)
        }
    }
    SectionCard {
        heading: qsTr("Locked chats")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("A chat is locked on the page of its contact. Locked chats are in the list of chats, hidden ones are not.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "openHidden"
            iconName: "lock"
            text: qsTr("Open a hidden chat")
            onClicked: root.hiddenWanted()
        }
    }

    SectionCard {
        visible: root.identities.canHide
        heading: qsTr("Hidden identity")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("An identity with a PIN of its own on the lock screen. Nothing here shows whether there is one, and this PIN does not tell either.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("There is room for one. If there is one already, making one destroys it. So does a wipe.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("Somebody who copies this disk twice, or looks at how much is on it, may guess. A short PIN is found by trying all of them: a passphrase is not.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "makeHidden"
            iconName: "key"
            text: qsTr("Make a hidden identity")
            onClicked: root.hidingWanted()
        }
    }
    SectionCard {
        visible: root.identities.hidden
        heading: qsTr("This is the hidden identity")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("Deleting it destroys its contacts, chats and files on this device, and nothing there tells that it was. What waits for it at its server stays there until it expires.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "deleteHidden"
            kind: ActionButton.Danger
            iconName: "trash"
            text: qsTr("Delete this hidden identity")
            onClicked: root.deletingHiddenWanted()
        }
    }

    Sheet {
        id: deleteSheet

        property string container
        property string name

        heading: qsTr("Delete %1?").arg(deleteSheet.name)
        text: qsTr("Its contacts, chats and files go from this device for good, and so does what the server has of it. This cannot be undone.")

        SheetAction {
            objectName: "deleteIdentity"
            iconName: "trash"
            dangerous: true
            text: qsTr("Delete it")
            onClicked: {
                deleteSheet.close()
                root.identities.remove(deleteSheet.container)
            }
        }
        SheetAction {
            text: qsTr("Keep it")
            focus: true
            onClicked: deleteSheet.close()
        }
    }
}
