// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A chat behind a PIN of its own: the PIN is chosen, entered or taken away here.
PageFrame {
    id: root

    required property ChatPinViewModel chatPin

    readonly property bool choosing: root.chatPin.step === ChatPinViewModel.Set || root.chatPin.step === ChatPinViewModel.SetAgain
    readonly property bool opening: root.chatPin.step === ChatPinViewModel.Open || root.chatPin.step === ChatPinViewModel.OpenHidden

    function takeFocus(): void {
        pad.takeFocus()
    }

    function question(): string {
        const name = root.chatPin.name === "" ? qsTr("Nameless") : root.chatPin.name
        switch (root.chatPin.step) {
        case ChatPinViewModel.Set: return qsTr("A PIN for the chat with %1").arg(name)
        case ChatPinViewModel.SetAgain: return qsTr("The same PIN once more")
        case ChatPinViewModel.Open: return qsTr("The PIN of the chat with %1").arg(name)
        case ChatPinViewModel.OpenHidden: return qsTr("The PIN of a hidden chat")
        case ChatPinViewModel.TakeAway: return qsTr("The PIN of the chat with %1").arg(name)
        }
        return ""
    }

    function explanation(): string {
        switch (root.chatPin.step) {
        case ChatPinViewModel.Set:
        case ChatPinViewModel.SetAgain:
            return qsTr("While the chat is locked nothing of it is shown, found or announced, and nothing of it is in memory. What is sent to you waits at the server. Nobody can open it without this PIN, not even you.")
        case ChatPinViewModel.TakeAway:
            return qsTr("The chat goes back among the others and needs no PIN any more.")
        }
        return ""
    }

    function words(): string {
        if (root.chatPin.working)
            return qsTr("One moment…")
        if (root.chatPin.problem !== "" && root.chatPin.waitSeconds > 0)
            return qsTr("%1 The next attempt is possible in %2.").arg(Words.problem(root.chatPin.problem)).arg(Words.seconds(root.chatPin.waitSeconds))
        return Words.problem(root.chatPin.problem)
    }

    heading: root.choosing ? qsTr("Lock this chat") : root.opening ? qsTr("Open a locked chat") : qsTr("No PIN any more")

    BodyText {
        Layout.fillWidth: true
        text: root.question()
        font.pixelSize: Theme.titleSize
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.Heading
    }
    PinPad {
        id: pad

        Layout.alignment: Qt.AlignHCenter
        buffer: root.chatPin.entry
        enabled: !root.chatPin.working && root.chatPin.waitSeconds === 0
        opacity: enabled ? 1 : 0.6
        submitText: qsTr("Go on")
        wrong: root.chatPin.problem !== ""
        onSubmitted: root.chatPin.submit()
        onEnabledChanged: if (enabled) pad.takeFocus()
    }
    BodyText {
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.xl
        objectName: "chatPinReport"
        text: root.words()
        color: root.chatPin.problem !== "" && !root.chatPin.working ? Theme.colours.danger : Theme.colours.muted
        font.pixelSize: Theme.smallSize
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.AlertMessage
    }
    ActionButton {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: implicitWidth
        objectName: "passphraseToggle"
        kind: ActionButton.Quiet
        text: pad.passphrase ? qsTr("Use the PIN pad") : qsTr("Use a passphrase")
        onClicked: {
            root.chatPin.entry.clear()
            pad.passphrase = !pad.passphrase
            pad.takeFocus()
        }
    }
    SectionCard {
        visible: root.opening
        heading: qsTr("It stays open")

        ChoiceRow {
            objectName: "open5"
            text: qsTr("For 5 minutes")
            checked: root.chatPin.openSeconds === 300
            onClicked: root.chatPin.openSeconds = 300
        }
        ChoiceRow {
            objectName: "open60"
            text: qsTr("For an hour")
            checked: root.chatPin.openSeconds === 3600
            onClicked: root.chatPin.openSeconds = 3600
        }
        ChoiceRow {
            objectName: "openTillLock"
            text: qsTr("Until Nightjar is locked")
            checked: root.chatPin.openSeconds === 0
            onClicked: root.chatPin.openSeconds = 0
        }
    }
    SectionCard {
        visible: root.choosing
        heading: qsTr("Hidden")

        ToggleRow {
            objectName: "hideChat"
            text: qsTr("Not in the list of chats")
            detail: qsTr("Whoever knows its PIN finds it: Settings, Private identities, Open a hidden chat.")
            on: root.chatPin.hidden
            onWanted: on => root.chatPin.hidden = on
        }
    }
    BodyText {
        Layout.fillWidth: true
        visible: text !== ""
        text: root.explanation()
        muted: true
        font.pixelSize: Theme.smallSize
    }

    Connections {
        target: root.chatPin

        function onFinished(): void {
            root.back()
        }
    }
}
