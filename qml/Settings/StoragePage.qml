// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// What is kept where, how much room it takes, and a backup of it.
PageFrame {
    id: root

    required property StorageViewModel storage

    function takeFocus(): void {
        root.focusHeader()
    }

    function doneWords(): string {
        switch (root.storage.done) {
        case "compacted": return qsTr("The room is given back, and the old key is destroyed.")
        case "backup": return qsTr("The backup is written.")
        }
        return ""
    }

    heading: qsTr("What is kept where")

    Notice {
        Layout.fillWidth: true
        objectName: "storageDone"
        kind: Notice.Good
        text: root.doneWords()
    }
    Notice {
        Layout.fillWidth: true
        objectName: "storageProblem"
        kind: Notice.Problem
        text: Words.problem(root.storage.problem)
    }
    SectionCard {
        heading: qsTr("On this device")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("Everything lies encrypted in your profile folder and nowhere else. At the server lies only what has not arrived yet, sealed, for 30 days at most.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        FactRow {
            objectName: "storageTexts"
            //: %n is a number of messages
            label: qsTr("%n message(s), their search index and all keys", "", root.storage.messages)
            value: Words.bytes(root.storage.texts)
        }
        StorageKindRow {
            objectName: "storagePhotos"
            label: qsTr("Photos")
            bytes: root.storage.photos
            onCleared: root.storage.clear("photos")
        }
        StorageKindRow {
            objectName: "storageNotes"
            label: qsTr("Voice notes")
            bytes: root.storage.notes
            onCleared: root.storage.clear("notes")
        }
        StorageKindRow {
            objectName: "storageFiles"
            label: qsTr("Files")
            bytes: root.storage.files
            onCleared: root.storage.clear("files")
        }
        FactRow {
            label: qsTr("On its way")
            value: Words.bytes(root.storage.waiting)
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("What you delete here stays with the others.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        visible: root.storage.count > 0
        heading: qsTr("By conversation")

        Repeater {
            model: root.storage

            FactRow {
                required property string name
                required property real bytes

                label: name === "" ? qsTr("Nameless") : name
                value: Words.bytes(bytes)
            }
        }
    }
    SectionCard {
        heading: qsTr("Give room back")

        FactRow {
            objectName: "storageReclaimable"
            label: qsTr("Left behind by deleted things")
            value: Words.bytes(root.storage.reclaimable)
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "compact"
            text: root.storage.working ? qsTr("One moment…") : qsTr("Write the store anew")
            busy: root.storage.working
            enabled: !root.storage.working
            onClicked: root.storage.compact()
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("Under a fresh key; the old one is destroyed, so that nothing deleted can be read in old blocks of the disk. It happens by itself, too, when nothing else is going on.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }
    SectionCard {
        heading: qsTr("Backup")

        BodyText {
            Layout.fillWidth: true
            text: qsTr("Everything of this identity in one file, which only the passphrase opens: its private identities and locked chats, too, but no secret chats, which end. Where it is restored it goes on, and this device stops.")
            muted: true
            font.pixelSize: Theme.smallSize
        }
        SecretField {
            Layout.fillWidth: true
            objectName: "backupPassphrase"
            label: qsTr("Passphrase of the backup")
            buffer: root.storage.passphrase
            onAccepted: dialog.open()
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "backUp"
            iconName: "download"
            text: root.storage.working ? qsTr("One moment…") : qsTr("Save a backup")
            enabled: !root.storage.working && !root.storage.passphrase.empty
            onClicked: dialog.open()
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("Nobody can open it without the passphrase, you included. Five random words are a good one.")
            muted: true
            font.pixelSize: Theme.captionSize
        }
    }

    FileDialog {
        id: dialog

        title: qsTr("Where the backup goes")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "njbk"
        nameFilters: [qsTr("Nightjar backups") + " (*.njbk)"]
        onAccepted: root.storage.backUp(selectedFile)
    }
}
