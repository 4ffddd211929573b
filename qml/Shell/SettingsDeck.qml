// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Settings

/// Settings, and the pages behind them.
PageDeck {
    id: root

    function takeFocus(): void {
        switch (root.stack.top) {
        case "settings": return (settings.itemAt(0) as SettingsPage).takeFocus()
        case "connection": return (connection.itemAt(0) as ConnectionPage).takeFocus()
        case "sound": return (sound.itemAt(0) as SoundPage).takeFocus()
        case "locking": return (locking.itemAt(0) as LockingPage).takeFocus()
        case "desktop": return (desktop.itemAt(0) as DesktopPage).takeFocus()
        case "shortcuts": return (shortcuts.itemAt(0) as ShortcutsPage).takeFocus()
        case "storage": return (storage.itemAt(0) as StoragePage).takeFocus()
        }
    }

    Repeater {
        id: settings

        model: root.stack.holds("settings")

        SettingsPage {
            objectName: "settingsPage"
            anchors.fill: parent
            visible: root.stack.top === "settings"
            settings: root.stack.session.settings
            preferences: root.stack.app.preferences
            onBack: root.stack.back()
            onLockingWanted: root.stack.openLocking()
            onConnectionWanted: root.stack.openConnection()
            withIdentities: root.stack.identities.possible
            onSoundWanted: root.stack.openSound()
            onIdentitiesWanted: root.stack.openIdentities()
            onStorageWanted: root.stack.openStorage()
            onDesktopWanted: root.stack.openDesktop()
            onShortcutsWanted: root.stack.openShortcuts()
            onLockWanted: root.stack.app.lock()
        }
    }
    Repeater {
        id: connection

        model: root.stack.holds("connection")

        ConnectionPage {
            objectName: "connectionPage"
            anchors.fill: parent
            settings: root.stack.session.settings
            meter: root.stack.session.meter
            onBack: root.stack.back()
        }
    }
    Repeater {
        id: sound

        model: root.stack.holds("sound")

        SoundPage {
            objectName: "soundPage"
            anchors.fill: parent
            sound: root.stack.session.sound
            onBack: root.stack.back()
        }
    }
    Repeater {
        id: locking

        model: root.stack.holds("locking")

        LockingPage {
            objectName: "lockingPage"
            anchors.fill: parent
            visible: root.stack.top === "locking"
            locking: root.stack.session.locking
            settings: root.stack.session.settings
            preferences: root.stack.app.preferences
            visiting: root.stack.app.visiting
            onBack: root.stack.back()
            onPinChangeWanted: wipePin => root.stack.openPinChange(wipePin)
            onLimitWanted: on => root.stack.openLimitChange(on)
            onLockWanted: root.stack.app.lock()
            onCoverWanted: root.stack.app.cover()
            onRehearsalWanted: root.stack.app.rehearse()
        }
    }
    Repeater {
        id: desktop

        model: root.stack.holds("desktop")

        DesktopPage {
            objectName: "desktopPage"
            anchors.fill: parent
            desktop: root.stack.app.desktop
            preferences: root.stack.app.preferences
            onBack: root.stack.back()
        }
    }
    Repeater {
        id: shortcuts

        model: root.stack.holds("shortcuts")

        ShortcutsPage {
            objectName: "shortcutsPage"
            anchors.fill: parent
            onBack: root.stack.back()
        }
    }
    Repeater {
        id: storage

        model: root.stack.holds("storage")

        StoragePage {
            objectName: "storagePage"
            anchors.fill: parent
            storage: root.stack.session.storage
            onBack: root.stack.back()
        }
    }
}
