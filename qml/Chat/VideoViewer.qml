// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme
import Nightjar.ViewModels

/// A video over the whole window. It plays as long as this is open.
T.Popup {
    id: root

    required property AttachmentsViewModel attachments

    signal saveWanted(string message, string name)

    function show(message: string, attachment: attachmentFacts): void {
        const stage = root.contentItem as VideoStage
        stage.thumbnail = attachment.thumbnail
        stage.name = attachment.name
        root.open()
        root.attachments.video.open(message, attachment.size, Math.ceil(root.width * Screen.devicePixelRatio), Math.ceil(root.height * Screen.devicePixelRatio))
    }

    parent: T.Overlay.overlay
    modal: true
    focus: true
    padding: 0
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    closePolicy: T.Popup.CloseOnEscape
    onOpened: (root.contentItem as VideoStage).takeFocus()
    onAboutToHide: root.attachments.video.close()

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick }
    }

    background: Rectangle { color: Theme.stage }
    contentItem: VideoStage {
        video: root.attachments.video
        onSaveWanted: {
            root.attachments.video.pause()
            root.saveWanted(root.attachments.video.message, name)
        }
        onFinished: root.close()
    }

    // What it shows may be deleted meanwhile.
    Connections {
        target: root.attachments.video

        function onChanged(): void {
            if (root.opened && root.attachments.video.state === VideoPlayer.None)
                root.close()
        }
    }
}
