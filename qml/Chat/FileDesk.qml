// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// What a conversation page needs for files and photos: dialogs, the sheet before sending, the place to drop on, the
/// viewers.
Item {
    id: root

    required property AttachmentsViewModel attachments
    property bool takes: true
    /// Something of it is open over the page and has the keyboard.
    readonly property bool busy: sheet.visible || viewer.visible || cinema.visible

    /// Everything is closed again.
    signal settled()

    function pick(): void {
        picker.open()
    }

    function saveAs(message: string, name: string): void {
        saver.ask(message, name)
    }

    /// Shows a photo, plays a video; one that nothing here can play is offered to be saved.
    function view(message: string, attachment: attachmentFacts): void {
        if (attachment.kind !== "video")
            viewer.show(message)
        else if (root.attachments.video.available)
            cinema.show(message, attachment)
        else
            saver.ask(message, attachment.name)
    }

    DropArea {
        id: drop

        anchors.fill: parent
        enabled: root.takes
        onEntered: drag => drag.accepted = drag.hasUrls
        onDropped: drop => {
            if (drop.hasUrls) {
                drop.accept(Qt.CopyAction)
                root.attachments.tray.add(drop.urls)
            }
        }

        Rectangle {
            anchors.fill: parent
            anchors.margins: Theme.m
            visible: drop.containsDrag
            radius: Theme.radiusLarge
            color: Theme.colours.selected
            border.width: Theme.focusWidth
            border.color: Theme.colours.accentText

            EmptyState {
                anchors.centerIn: parent
                width: Math.min(parent.width - 2 * Theme.xl, Theme.column)
                iconName: "paperclip"
                heading: qsTr("Drop to send")
                text: qsTr("You will see it once more before it goes.")
            }
        }
    }
    Notice {
        z: 1
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.s
        width: Math.min(parent.width - 2 * Theme.l, Theme.column)
        objectName: "filesNotice"
        kind: root.attachments.problem !== "" ? Notice.Problem : Notice.Good
        text: root.attachments.problem !== "" ? Words.problem(root.attachments.problem)
            : root.attachments.saved !== "" ? qsTr("Saved as %1").arg(root.attachments.saved) : ""
        actionText: qsTr("Close")
        onAction: root.attachments.dismiss()
    }
    FileDialog {
        id: picker

        title: qsTr("Send files or photos")
        fileMode: FileDialog.OpenFiles
        onAccepted: root.attachments.tray.add(selectedFiles)
    }
    SaveDialog {
        id: saver

        attachments: root.attachments
    }
    SendFilesSheet {
        id: sheet

        tray: root.attachments.tray
        onClosed: root.settled()
    }
    PhotoViewer {
        id: viewer

        attachments: root.attachments
        onSaveWanted: (message, name) => saver.ask(message, name)
        onClosed: root.settled()
    }
    VideoViewer {
        id: cinema

        attachments: root.attachments
        onSaveWanted: (message, name) => saver.ask(message, name)
        onClosed: root.settled()
    }
    Connections {
        target: root.attachments.tray

        function onFilled(): void {
            sheet.open()
        }
    }
}
