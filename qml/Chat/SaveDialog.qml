// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Dialogs
import Nightjar.ViewModels

/// Asks where a file shall be saved, and saves it there.
FileDialog {
    id: root

    required property AttachmentsViewModel attachments
    property string message

    function ask(message: string, name: string): void {
        root.message = message
        const target = root.attachments.proposedTarget(name)
        root.currentFolder = String(target).replace(/\/[^\/]*$/, "")
        root.selectedFile = target
        root.open()
    }

    title: qsTr("Save as")
    fileMode: FileDialog.SaveFile
    onAccepted: root.attachments.save(root.message, root.selectedFile)
}
