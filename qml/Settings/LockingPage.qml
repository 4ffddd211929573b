// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// When Nightjar locks, what the PINs are, and what happens under duress.
PageFrame {
    id: root

    required property LockingViewModel locking
    required property SettingsViewModel settings
    required property Preferences preferences
    required property bool visiting

    signal pinChangeWanted(bool wipePin)
    signal limitWanted(bool on)
    signal lockWanted()
    signal coverWanted()
    signal rehearsalWanted()

    function takeFocus(): void {
        root.focusHeader()
    }

    function doneWords(): string {
        switch (root.settings.done) {
        case "pin": return qsTr("The PIN is changed.")
        case "wipe-pin": return qsTr("The wipe PIN is set. Try it once on the page below, so that you know what it shows.")
        case "wipe-pin-removed": return qsTr("There is no wipe PIN any more.")
        case "limit-on": return qsTr("From now on ten wrong PINs in a row wipe this device.")
        case "limit-off": return qsTr("Wrong PINs do not wipe any more.")
        }
        return ""
    }

    heading: qsTr("Locking and PINs")

    Notice {
        Layout.fillWidth: true
        objectName: "lockingDone"
        kind: Notice.Good
        text: root.doneWords()
    }
    Notice {
        Layout.fillWidth: true
        kind: Notice.Problem
        text: Words.problem(root.locking.problem)
    }
    SectionCard {
        heading: qsTr("Lock screen")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("Hides what is open and asks for the PIN. Behind it messages arrive and calls ring.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "coverNow"
            iconName: "moon"
            text: qsTr("Show the lock screen now")
            onClicked: root.coverWanted()
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("By itself, when nothing was typed or touched for")
            font.weight: Font.DemiBold
            font.pixelSize: Theme.smallSize
        }
        Minutes {
            objectName: "screenAfter"
            choices: [1, 5, 15, 60, 0]
            chosen: root.locking.screenAfter
            onWanted: minutes => root.locking.screenAfter = minutes
        }
        ToggleRow {
            objectName: "shuffledPad"
            text: qsTr("Shuffle the digits")
            detail: qsTr("They lie differently each time, so that fingers and smudges tell nothing.")
            on: root.preferences.shuffledPad
            onWanted: on => root.preferences.shuffledPad = on
        }
    }
    SectionCard {
        heading: qsTr("Lock")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("Takes the keys out of memory: nothing arrives and no call rings until you open Nightjar. What is sent to you waits at the server.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "lockVault"
            iconName: "lock"
            text: qsTr("Lock now")
            onClicked: root.lockWanted()
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("By itself, when nothing was typed or touched for")
            font.weight: Font.DemiBold
            font.pixelSize: Theme.smallSize
        }
        Minutes {
            objectName: "vaultAfter"
            choices: [5, 15, 60, 240, 0]
            chosen: root.locking.vaultAfter
            onWanted: minutes => root.locking.vaultAfter = minutes
        }
        ToggleRow {
            objectName: "withSystem"
            text: qsTr("Together with the system")
            detail: qsTr("The lock screen comes with that of the system; when the system sleeps, the keys go.")
            on: root.locking.withSystem
            onWanted: on => root.locking.withSystem = on
        }
    }
    SectionCard {
        heading: qsTr("PIN")

        ActionButton {
            Layout.fillWidth: true
            objectName: "changePin"
            iconName: "key"
            text: qsTr("Change the PIN or passphrase")
            onClicked: root.pinChangeWanted(false)
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("A PIN of four digits stops who finds this device, not who takes it apart: a machine tries all of them within hours. A passphrase of five random words withstands that.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ToggleRow {
            objectName: "failureLimit"
            visible: !root.locking.hidden
            text: qsTr("Wipe after ten wrong PINs")
            detail: qsTr("Ten in a row destroy everything as the wipe PIN does. Anybody who has this device in hand can do it, too.")
            on: root.locking.wipesAfterFailures
            onWanted: on => root.limitWanted(on)
        }
    }
    SectionCard {
        heading: qsTr("Under duress")

        BodyText {
            Layout.fillWidth: true
            visible: !root.locking.hidden
            text: root.locking.hasWipePin ? qsTr("There is a wipe PIN: entered on the lock screen it destroys everything and opens the decoy.")
                                          : qsTr("There is no wipe PIN. Entered on the lock screen it would destroy everything and open the decoy.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "changeWipePin"
            visible: !root.locking.hidden
            iconName: "flame"
            text: root.locking.hasWipePin ? qsTr("Change or remove the wipe PIN") : qsTr("Set a wipe PIN")
            onClicked: root.pinChangeWanted(true)
        }
        ActionButton {
            Layout.fillWidth: true
            visible: root.locking.hasWipePin && root.locking.canVisitDecoy
            objectName: "rehearse"
            iconName: "play"
            text: qsTr("Try the wipe PIN without harm")
            onClicked: root.rehearsalWanted()
        }
        ActionButton {
            Layout.fillWidth: true
            visible: root.locking.canVisitDecoy
            objectName: "visitDecoy"
            iconName: "person"
            text: qsTr("Open the decoy and fill it")
            onClicked: root.locking.visitDecoy()
        }
        BodyText {
            Layout.fillWidth: true
            Layout.topMargin: Theme.s
            text: qsTr("Panic key")
            font.weight: Font.DemiBold
            font.pixelSize: Theme.smallSize
        }
        ChoiceRow {
            objectName: "panicOff"
            text: qsTr("None")
            checked: root.locking.panicKey === "off"
            onClicked: root.locking.panicKey = "off"
        }
        ChoiceRow {
            objectName: "panicEscape"
            text: qsTr("Esc three times within a second")
            checked: root.locking.panicKey === "escape"
            onClicked: root.locking.panicKey = "escape"
        }
        ChoiceRow {
            objectName: "panicChord"
            text: "Ctrl+Shift+X"
            checked: root.locking.panicKey === "chord"
            onClicked: root.locking.panicKey = "chord"
        }
        ToggleRow {
            objectName: "panicWipes"
            visible: root.locking.panicKey !== "off"
            text: qsTr("It wipes")
            detail: root.locking.hasWipePin ? qsTr("Everything is destroyed at once, without a question; the decoy stays.")
                                            : qsTr("Everything is destroyed at once, without a question; nothing stays.")
            on: root.locking.panicWipes
            onWanted: on => root.locking.panicWipes = on
        }
    }

    component Minutes: Flow {
        id: minutes

        required property list<int> choices
        required property int chosen

        signal wanted(int minutes)

        function words(count: int): string {
            return count === 0 ? qsTr("Never") : count < 60 ? qsTr("%n minute(s)", "", count) : qsTr("%n hour(s)", "", count / 60)
        }

        Layout.fillWidth: true
        spacing: Theme.s

        Repeater {
            model: minutes.choices

            ActionButton {
                required property int modelData

                objectName: minutes.objectName + modelData
                kind: minutes.chosen === modelData ? ActionButton.Primary : ActionButton.Secondary
                text: minutes.words(modelData)
                Accessible.checkable: true
                Accessible.checked: minutes.chosen === modelData
                onClicked: minutes.wanted(modelData)
            }
        }
    }
}
