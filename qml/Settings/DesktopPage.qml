// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// What the program and the desktop have to do with each other: what is told outside the window, the tray, the start.
PageFrame {
    id: root

    required property DesktopViewModel desktop
    required property Preferences preferences

    function takeFocus(): void {
        root.focusHeader()
    }

    heading: qsTr("Notifications and tray")

    SectionCard {
        heading: qsTr("Notifications")

        ToggleRow {
            objectName: "notifies"
            text: qsTr("Tell me of new messages and calls")
            detail: qsTr("While you are not looking at the conversation. Single chats are muted on the page of the contact.")
            on: root.preferences.notifies
            onWanted: on => root.preferences.notifies = on
        }
        ToggleRow {
            objectName: "notifiesContent"
            text: qsTr("With name and text, and a reply")
            detail: qsTr("Else only “New message”. Other programs may see what is in a notification. Of locked and secret chats, and while Nightjar is locked, it stays at that.")
            enabled: root.preferences.notifies
            on: root.preferences.notifiesContent
            onWanted: on => root.preferences.notifiesContent = on
        }
        BodyText {
            Layout.fillWidth: true
            objectName: "noNotifications"
            visible: !root.desktop.notificationsThere
            text: qsTr("This desktop shows no notifications.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        heading: qsTr("Tray")

        ToggleRow {
            objectName: "tray"
            text: qsTr("An icon in the tray")
            detail: qsTr("With a mark when something is unread.")
            on: root.preferences.tray
            onWanted: on => root.preferences.tray = on
        }
        ToggleRow {
            objectName: "closesToTray"
            text: qsTr("Closing the window leaves Nightjar running")
            detail: qsTr("You stay reachable. The icon in the tray shows the window again.")
            enabled: root.preferences.tray
            on: root.preferences.closesToTray
            onWanted: on => root.preferences.closesToTray = on
        }
        BodyText {
            Layout.fillWidth: true
            objectName: "noTray"
            visible: root.preferences.tray && !root.desktop.trayThere
            text: qsTr("This desktop has no tray: closing the window ends Nightjar.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        visible: root.desktop.spelling.there
        heading: qsTr("Writing")

        ToggleRow {
            objectName: "checksSpelling"
            text: qsTr("Check spelling")
            detail: qsTr("With the dictionaries of this system, here on the device.")
            on: root.preferences.checksSpelling
            onWanted: on => root.preferences.checksSpelling = on
        }
    }
    SectionCard {
        visible: root.desktop.autostartThere
        heading: qsTr("Start")

        ToggleRow {
            objectName: "autostart"
            text: qsTr("Start when I log in")
            detail: qsTr("Without a window, in the tray. For that your system's list of such programs, which is not encrypted, names Nightjar and where its data is.")
            on: root.desktop.autostart
            onWanted: on => root.desktop.autostart = on
        }
        Notice {
            Layout.fillWidth: true
            objectName: "autostartProblem"
            kind: Notice.Problem
            text: root.desktop.autostartFailed ? qsTr("The list of programs to start cannot be written.") : ""
        }
    }
}
