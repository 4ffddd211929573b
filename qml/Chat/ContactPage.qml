// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// One contact: who they are, how to be sure of it, how the link to them is.
PageFrame {
    id: root

    required property ContactViewModel contact

    /// What can be done about a PIN of the chat's own: "lock", "take-away", or nothing.
    property string pinChoice

    signal galleryWanted()
    signal lockWanted()
    signal takeAwayWanted()

    readonly property string shownName: root.contact.name === "" ? qsTr("Nameless") : root.contact.name

    function takeFocus(): void {
        root.focusHeader()
    }

    heading: root.contact.group ? qsTr("Group") : qsTr("Contact")

    FontMetrics {
        id: digits

        font.family: Theme.monospace
        font.pixelSize: Theme.leadSize
    }

    Avatar {
        Layout.alignment: Qt.AlignHCenter
        initials: root.contact.initials
        tint: root.contact.tint
        size: Theme.avatarLarge
    }
    BodyText {
        Layout.fillWidth: true
        text: root.shownName
        font.pixelSize: Theme.titleSize
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.Heading
    }
    Notice {
        Layout.fillWidth: true
        kind: Notice.Problem
        text: Words.problem(root.contact.problem)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "gallery"
        iconName: "image"
        text: qsTr("Photos and files")
        onClicked: root.galleryWanted()
    }
    MembersCard {
        objectName: "membersCard"
        visible: root.contact.group
        contact: root.contact
    }
    SectionCard {
        visible: !root.contact.group
        heading: qsTr("Safety number")

        GridLayout {
            Layout.alignment: Qt.AlignHCenter
            visible: root.contact.safetyGroups.length > 0
            columns: Math.max(1, Math.min(4, Math.floor((root.width - 4 * Theme.xl) / (digits.advanceWidth("00000") + Theme.l))))
            columnSpacing: Theme.l
            rowSpacing: Theme.s
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Safety number: %1").arg(root.contact.safetyNumber)

            Repeater {
                model: root.contact.safetyGroups

                BodyText {
                    required property string modelData

                    text: modelData
                    font.family: Theme.monospace
                    font.pixelSize: Theme.leadSize
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
            }
        }
        BodyText {
            Layout.fillWidth: true
            text: root.contact.safetyGroups.length > 0
                  ? qsTr("Compare it with %1, in person or by voice. If the numbers are the same, nobody sits between you.").arg(root.shownName)
                  : qsTr("It is known once they have answered.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            visible: root.contact.safetyGroups.length > 0
            objectName: "copySafetyNumber"
            iconName: "copy"
            text: qsTr("Copy the number")
            onClicked: root.contact.copySafetyNumber()
        }
    }
    SectionCard {
        visible: !root.contact.group
        heading: qsTr("Link")

        FactRow {
            label: qsTr("Way")
            value: Words.path(root.contact.path)
        }
        FactRow {
            visible: root.contact.remoteAddress !== ""
            label: qsTr("Their address")
            value: root.contact.remoteAddress
            monospace: true
        }
        FactRow {
            visible: root.contact.path !== "none"
            label: qsTr("Round trip")
            //: %1 is a number of milliseconds
            value: root.contact.rttMs > 0 ? qsTr("%1 ms").arg(Math.round(root.contact.rttMs)) : qsTr("Not measured yet")
        }
        FactRow {
            label: qsTr("Kind of link")
            value: Words.linkClass(root.contact.linkClass)
        }
        FactRow {
            visible: root.contact.path !== "none"
            label: qsTr("Loss")
            //: %1 is a number of percent
            value: qsTr("%1 %").arg(Words.decimal(root.contact.lossPercent, 1))
        }
        FactRow {
            visible: value !== ""
            label: qsTr("How it was found")
            value: Words.linkMethod(root.contact.method)
        }
        FactRow {
            visible: root.contact.remoteNat !== "" && root.contact.remoteNat !== "unknown"
            label: qsTr("Their router")
            value: Words.natType(root.contact.remoteNat)
        }
        FactRow {
            visible: root.contact.localCandidates !== ""
            label: qsTr("Your addresses that they may try")
            value: root.contact.localCandidates
            monospace: true
        }
        FactRow {
            visible: root.contact.remoteCandidates !== ""
            label: qsTr("Their addresses that you may try")
            value: root.contact.remoteCandidates
            monospace: true
        }
        FactRow {
            label: qsTr("Sent to them")
            value: Words.bytes(root.contact.bytesSent)
        }
        FactRow {
            label: qsTr("Received from them")
            value: Words.bytes(root.contact.bytesReceived)
        }
        ToggleRow {
            objectName: "relayOnly"
            text: qsTr("Only through the server")
            detail: qsTr("They do not learn your address. Calls and files may be slower.")
            on: root.contact.relayOnly
            onWanted: on => root.contact.relayOnly = on
        }
    }
    SectionCard {
        objectName: "lifeCard"
        visible: !root.contact.group
        heading: qsTr("Messages that delete themselves")

        LifeChoice {
            from: root.contact.lifeFrom
            seconds: root.contact.lifeSeconds
            starts: ["never", "sent", "read"]
            onWanted: (from, seconds) => root.contact.setLife(from, seconds)
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("It holds for new messages of both of you, and either of you may change it. Their Nightjar deletes its copy by itself; a modified program could keep it. If they do not tell when they read, your copy goes by when it arrived.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        heading: qsTr("Notifications")

        ToggleRow {
            objectName: "muted"
            text: qsTr("Mute this conversation")
            detail: qsTr("Messages come as ever; nothing is told of them outside the window.")
            on: root.contact.muted
            onWanted: on => root.contact.muted = on
        }
    }
    SectionCard {
        visible: !root.contact.group
        heading: qsTr("What they are told")

        ToggleRow {
            objectName: "receipts"
            text: qsTr("That messages arrived")
            detail: qsTr("Without it they see no more than that a message left them.")
            on: root.contact.receipts
            onWanted: on => root.contact.receipts = on
        }
        ToggleRow {
            objectName: "readReceipts"
            text: qsTr("That you have read them")
            enabled: root.contact.receipts
            on: root.contact.readReceipts
            onWanted: on => root.contact.readReceipts = on
        }
        ToggleRow {
            objectName: "typing"
            text: qsTr("That you are writing")
            on: root.contact.typing
            onWanted: on => root.contact.typing = on
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("What is off in the settings stays off for everybody.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        heading: qsTr("If you are forced to wipe")

        ToggleRow {
            objectName: "wipeNotice"
            text: qsTr("They are told")
            detail: qsTr("When your wipe PIN was used, a notice that is kept ready says so. It comes from nobody and names nothing.")
            on: root.contact.wipeNotice !== ""
            onWanted: on => root.contact.setWipeNotice(on, false, false)
        }
        ToggleRow {
            objectName: "wipeOwnDevice"
            text: qsTr("This is another device of mine: wipe it, too")
            detail: qsTr("Only if the same is set there for this device.")
            enabled: root.contact.wipeNotice !== ""
            on: root.contact.wipeNotice === "own-device"
            onWanted: on => root.contact.setWipeNotice(true, on, root.contact.wipeErases)
        }
        ToggleRow {
            objectName: "wipeErases"
            text: qsTr("Delete this chat there")
            detail: root.contact.theyMayErase ? qsTr("Their Nightjar will delete it, too; a modified program could keep it.")
                                              : qsTr("They do not let others delete at their side.")
            enabled: root.contact.wipeNotice !== ""
            on: root.contact.wipeErases
            onWanted: on => root.contact.setWipeNotice(true, root.contact.wipeNotice === "own-device", on)
        }
    }
    SectionCard {
        heading: qsTr("Name")

        InputField {
            id: name

            Layout.fillWidth: true
            objectName: "rename"
            label: root.contact.group ? qsTr("What you call it") : qsTr("What you call them")
            text: root.contact.name
            onAccepted: root.contact.rename(text)
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "renameSave"
            text: qsTr("Save the name")
            enabled: name.text.trim() !== "" && name.text !== root.contact.name
            onClicked: root.contact.rename(name.text)
        }
    }
    SectionCard {
        visible: root.pinChoice !== ""
        heading: qsTr("A PIN for this chat")

        BodyText {
            Layout.fillWidth: true
            text: root.pinChoice === "lock" ? qsTr("The chat moves behind a PIN of its own. While it is locked nothing of it is shown, found or announced.")
                                            : qsTr("This chat opens with a PIN of its own.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "lockChat"
            iconName: "lock"
            text: root.pinChoice === "lock" ? qsTr("Lock this chat") : qsTr("Take the PIN away")
            onClicked: {
                if (root.pinChoice === "lock")
                    root.lockWanted()
                else
                    root.takeAwayWanted()
            }
        }
    }
    SectionCard {
        visible: !root.contact.group
        heading: qsTr("Block")

        BodyText {
            Layout.fillWidth: true
            text: root.contact.blocked ? qsTr("What they write is not kept, and they are not told.")
                                       : qsTr("Nothing of theirs is shown or answered any more, and they are not told. What they write meanwhile is lost.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "block"
            kind: root.contact.blocked ? ActionButton.Secondary : ActionButton.Danger
            iconName: root.contact.blocked ? "check" : "block"
            text: root.contact.blocked ? qsTr("Unblock") : qsTr("Block")
            onClicked: root.contact.blocked = !root.contact.blocked
        }
    }
    SectionCard {
        visible: !root.contact.group
        heading: qsTr("Deletion")

        ToggleRow {
            objectName: "mayErase"
            text: qsTr("They may delete here, too")
            detail: qsTr("What they take back, or the whole conversation, is then deleted on this device as well. They are told which it is.")
            on: root.contact.mayErase
            onWanted: on => root.contact.mayErase = on
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "clearHere"
            kind: ActionButton.Danger
            iconName: "trash"
            text: qsTr("Delete the conversation here")
            onClicked: root.contact.clear(false)
        }
        ActionButton {
            Layout.fillWidth: true
            visible: root.contact.theyMayErase
            objectName: "clearBoth"
            kind: ActionButton.Danger
            iconName: "trash"
            text: qsTr("Delete the conversation for both")
            onClicked: root.contact.clear(true)
        }
        BodyText {
            Layout.fillWidth: true
            objectName: "erasureWords"
            text: root.contact.theyMayErase ? qsTr("Their Nightjar will delete it, too; a modified program could keep it.")
                                            : qsTr("They do not let others delete at their side.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        visible: root.contact.group
        heading: qsTr("Leave")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("The others are told, and everything of this group goes from this device for good.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "leaveGroup"
            kind: ActionButton.Danger
            iconName: "trash"
            text: qsTr("Leave the group")
            onClicked: root.contact.remove(true)
        }
    }
    SectionCard {
        visible: !root.contact.group
        heading: qsTr("Remove")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("The contact and the whole conversation go from this device for good. For a few seconds you can take it back.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "removeHere"
            kind: ActionButton.Danger
            iconName: "trash"
            text: qsTr("Remove here")
            onClicked: root.contact.remove(false)
        }
        ActionButton {
            Layout.fillWidth: true
            visible: root.contact.theyMayErase
            objectName: "removeBoth"
            kind: ActionButton.Danger
            iconName: "trash"
            text: qsTr("Remove here and me at theirs")
            onClicked: root.contact.remove(true)
        }
        BodyText {
            Layout.fillWidth: true
            text: root.contact.theyMayErase ? qsTr("Their Nightjar will delete it, too; a modified program could keep it.")
                                            : qsTr("They do not let others delete at their side.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
}
