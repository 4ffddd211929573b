// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme
import Nightjar.ViewModels

/// The photos of a conversation, one at a time over the whole window: arrows go to the older and the newer one.
T.Popup {
    id: root

    required property AttachmentsViewModel attachments

    signal saveWanted(string message, string name)

    /// Opens at this photo as soon as it is known which there are.
    function show(message: string): void {
        (root.contentItem as PhotoStage).begin(message)
        root.open()
    }

    parent: T.Overlay.overlay
    modal: true
    focus: true
    padding: 0
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    closePolicy: T.Popup.CloseOnEscape
    onOpened: (root.contentItem as PhotoStage).forceActiveFocus(Qt.OtherFocusReason)

    // As sheets do: whatever was closed for it has given back the keyboard by then.
    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick }
    }

    background: Rectangle { color: Theme.stage }
    contentItem: PhotoStage {
        photos: root.attachments.photos
        attachments: root.attachments
        shown: root.visible
        onSaveWanted: (message, name) => root.saveWanted(message, name)
        onFinished: root.close()
    }
}
