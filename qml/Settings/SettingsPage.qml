// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Name, server, PINs, look and language.
PageFrame {
    id: root

    required property SettingsViewModel settings
    required property Preferences preferences
    property bool withIdentities: false

    signal lockingWanted()
    signal connectionWanted()
    signal soundWanted()
    signal identitiesWanted()
    signal storageWanted()
    signal desktopWanted()
    signal shortcutsWanted()
    signal lockWanted()

    function takeFocus(): void {
        root.focusHeader()
    }

    function doneWords(): string {
        switch (root.settings.done) {
        case "name": return qsTr("The name is saved. New contacts will see it.")
        case "hub": return qsTr("The server is set. Contacts you have already keep the one they know.")
        }
        return ""
    }

    heading: qsTr("Settings")

    Notice {
        Layout.fillWidth: true
        objectName: "settingsDone"
        kind: Notice.Good
        text: root.doneWords()
    }
    Notice {
        Layout.fillWidth: true
        objectName: "settingsProblem"
        kind: Notice.Problem
        text: Words.problem(root.settings.problem)
    }
    Notice {
        Layout.fillWidth: true
        objectName: "themeProblem"
        kind: Notice.Problem
        text: root.preferences.themeProblem === "" ? ""
              : qsTr("The theme file was not taken: %1. Nightjar looks as usual.").arg(root.preferences.themeProblem)
    }
    SectionCard {
        heading: qsTr("You")

        InputField {
            id: name

            Layout.fillWidth: true
            objectName: "ownName"
            label: qsTr("Your name")
            hint: qsTr("Nameless")
            help: qsTr("New contacts are told this name.")
            text: root.settings.name
            onAccepted: root.settings.rename(text)
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "saveName"
            text: qsTr("Save the name")
            enabled: name.text.trim() !== root.settings.name
            onClicked: root.settings.rename(name.text)
        }
        ActionButton {
            Layout.fillWidth: true
            visible: root.withIdentities
            objectName: "identities"
            iconName: "person"
            text: qsTr("Private identities")
            onClicked: root.identitiesWanted()
        }
    }
    SectionCard {
        heading: qsTr("Look and language")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("Look")
            font.weight: Font.DemiBold
            font.pixelSize: Theme.smallSize
        }
        ChoiceRow {
            objectName: "themeSystem"
            text: qsTr("As the system")
            checked: root.preferences.theme === "system"
            onClicked: root.preferences.theme = "system"
        }
        ChoiceRow {
            objectName: "themeLight"
            text: qsTr("Light")
            checked: root.preferences.theme === "light"
            onClicked: root.preferences.theme = "light"
        }
        ChoiceRow {
            objectName: "themeDark"
            text: qsTr("Dark")
            checked: root.preferences.theme === "dark"
            onClicked: root.preferences.theme = "dark"
        }
        ChoiceRow {
            objectName: "themeContrast"
            text: qsTr("High contrast")
            checked: root.preferences.theme === "contrast"
            onClicked: root.preferences.theme = "contrast"
        }
        BodyText {
            Layout.fillWidth: true
            Layout.topMargin: Theme.s
            text: qsTr("Language")
            font.weight: Font.DemiBold
            font.pixelSize: Theme.smallSize
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.m

            ChoiceRow {
                objectName: "languageSystem"
                text: qsTr("As the system")
                checked: root.preferences.language === "system"
                onClicked: root.preferences.language = "system"
            }
            ChoiceRow {
                objectName: "languageEn"
                text: "English"
                checked: root.preferences.language === "en"
                onClicked: root.preferences.language = "en"
            }
            ChoiceRow {
                objectName: "languageRu"
                text: "Русский"
                checked: root.preferences.language === "ru"
                onClicked: root.preferences.language = "ru"
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.topMargin: Theme.s
            spacing: Theme.s

            BodyText {
                Layout.fillWidth: true
                text: qsTr("Text size: %1 %").arg(Math.round(root.preferences.textScale * 100))
                font.weight: Font.DemiBold
                font.pixelSize: Theme.smallSize
            }
            ActionButton {
                objectName: "textSmaller"
                text: "A−"
                Accessible.name: qsTr("Smaller text")
                enabled: root.preferences.textScale > 0.81
                onClicked: root.preferences.textScale -= 0.1
            }
            ActionButton {
                objectName: "textLarger"
                text: "A+"
                Accessible.name: qsTr("Larger text")
                enabled: root.preferences.textScale < 1.99
                onClicked: root.preferences.textScale += 0.1
            }
        }
    }
    SectionCard {
        heading: qsTr("What others are told")

        ToggleRow {
            objectName: "readReceipts"
            text: qsTr("That you have read their messages")
            on: root.settings.readReceipts
            onWanted: on => root.settings.readReceipts = on
        }
        ToggleRow {
            objectName: "typing"
            text: qsTr("That you are writing")
            on: root.settings.typing
            onWanted: on => root.settings.typing = on
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("For one person it can be turned off on the page of that contact.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        heading: qsTr("Writing")

        ChoiceRow {
            objectName: "enterSends"
            text: qsTr("Enter sends")
            detail: qsTr("Shift+Enter starts a new line.")
            checked: root.preferences.enterSends
            onClicked: root.preferences.enterSends = true
        }
        ChoiceRow {
            objectName: "ctrlEnterSends"
            text: qsTr("Ctrl+Enter sends")
            detail: qsTr("Enter starts a new line.")
            checked: !root.preferences.enterSends
            onClicked: root.preferences.enterSends = false
        }
    }
    SectionCard {
        heading: qsTr("Calls")

        ActionButton {
            Layout.fillWidth: true
            objectName: "sound"
            iconName: "volume"
            text: qsTr("Microphone and loudspeaker")
            onClicked: root.soundWanted()
        }
    }
    SectionCard {
        heading: qsTr("Desktop")

        ActionButton {
            Layout.fillWidth: true
            objectName: "desktop"
            iconName: "message"
            text: qsTr("Notifications and tray")
            onClicked: root.desktopWanted()
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "shortcuts"
            iconName: "info"
            text: qsTr("Keyboard shortcuts")
            onClicked: root.shortcutsWanted()
        }
    }
    SectionCard {
        heading: qsTr("Storage")

        ActionButton {
            Layout.fillWidth: true
            objectName: "storage"
            iconName: "file"
            text: qsTr("What is kept where, and backup")
            onClicked: root.storageWanted()
        }
    }
    SectionCard {
        heading: qsTr("Lock")

        ActionButton {
            Layout.fillWidth: true
            objectName: "lockNow"
            iconName: "lock"
            text: qsTr("Lock now")
            onClicked: root.lockWanted()
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "locking"
            iconName: "key"
            text: qsTr("Locking and PINs")
            onClicked: root.lockingWanted()
        }
        BodyText {
            Layout.fillWidth: true
            objectName: "screenshots"
            // Only some systems let a program keep its window out of pictures of the screen; desktops of Linux do not.
            visible: Qt.platform.os === "linux"
            text: qsTr("Pictures of the screen cannot be prevented here: any program of yours can take one while Nightjar is open.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
    }
    SectionCard {
        heading: qsTr("Server")

        FactRow {
            label: qsTr("State")
            value: root.settings.hubProblem !== "" && root.settings.hubState !== "online"
                   ? Words.problem(root.settings.hubProblem) : Words.hubState(root.settings.hubState)
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "connection"
            iconName: "signal"
            text: qsTr("Connection")
            onClicked: root.connectionWanted()
        }
        InputField {
            id: hub

            Layout.fillWidth: true
            Layout.topMargin: Theme.s
            objectName: "hubAddress"
            label: qsTr("Server address")
            hint: "nightjar-hub://…"
            help: qsTr("Another server is used for new contacts. Those you have already keep the one they know.")
            monospace: true
            text: root.settings.hub
            onAccepted: root.settings.useHub(text)
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "saveHub"
            text: qsTr("Use this server")
            enabled: hub.text.trim() !== "" && hub.text.trim() !== root.settings.hub
            onClicked: root.settings.useHub(hub.text)
        }
    }
    BodyText {
        Layout.fillWidth: true
        text: qsTr("Nightjar %1, free software under the MPL 2.0").arg(Qt.application.version)
        muted: true
        font.pixelSize: Theme.captionSize
        horizontalAlignment: Text.AlignHCenter
    }

    Timer {
        interval: 2000
        running: root.visible
        repeat: true
        onTriggered: root.settings.refresh()
    }
}
