// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// What can be done with the file of a message, as lines of its menu.
ColumnLayout {
    id: root

    required property string message
    required property attachmentFacts attachment
    required property AttachmentsViewModel attachments

    /// Something was chosen: the menu closes.
    signal chosen()
    signal saveWanted(string message, string name)
    signal viewWanted(string message)

    readonly property string stage: root.attachment.state
    readonly property bool there: root.attachment.kind !== ""
    readonly property bool running: root.stage === "waiting" || root.stage === "moving"

    function takeFocus(): bool {
        for (const action of [show, open, fetch, resume, pause, save]) {
            if (action.visible) {
                action.forceActiveFocus(Qt.TabFocusReason)
                return true
            }
        }
        return false
    }

    Layout.fillWidth: true
    visible: root.there
    spacing: Theme.xs

    SheetAction {
        id: show

        readonly property bool film: root.attachment.kind === "video"

        visible: root.attachment.readable && (root.attachment.kind === "photo" || show.film && root.attachments && root.attachments.video.available)
        objectName: "menuShow"
        iconName: show.film ? "play" : "image"
        text: show.film ? qsTr("Play") : qsTr("Show")
        onClicked: {
            root.chosen()
            root.viewWanted(root.message)
        }
    }
    SheetAction {
        id: open

        visible: (root.attachment.kind === "file" || root.attachment.kind === "video") && root.attachment.readable && root.attachments && root.attachments.mayOpen(root.attachment.name)
        objectName: "menuOpen"
        iconName: "external"
        text: qsTr("Open with another program")
        detail: qsTr("It lies outside of Nightjar until you lock it.")
        onClicked: {
            root.chosen()
            root.attachments.open(root.message, root.attachment.name)
        }
    }
    SheetAction {
        id: fetch

        visible: root.stage === "offered"
        objectName: "menuFetch"
        iconName: "download"
        text: qsTr("Fetch")
        onClicked: {
            root.chosen()
            root.attachments.fetch(root.message, root.attachment.size)
        }
    }
    SheetAction {
        id: resume

        visible: root.stage === "paused" || root.stage === "failed"
        objectName: "menuResume"
        iconName: root.stage === "failed" ? "refresh" : "play"
        text: root.stage === "failed" ? qsTr("Try again") : qsTr("Go on")
        onClicked: {
            root.chosen()
            root.attachments.resume(root.message)
        }
    }
    SheetAction {
        id: pause

        visible: root.running
        objectName: "menuPause"
        iconName: "pause"
        text: qsTr("Pause")
        onClicked: {
            root.chosen()
            root.attachments.pause(root.message)
        }
    }
    SheetAction {
        id: save

        visible: root.attachment.readable
        objectName: "menuSave"
        iconName: "download"
        text: qsTr("Save as…")
        onClicked: {
            root.chosen()
            root.saveWanted(root.message, root.attachment.name)
        }
    }
    SheetAction {
        visible: root.running || root.stage === "paused"
        objectName: "menuCancel"
        iconName: "close"
        text: qsTr("Cancel for both")
        onClicked: {
            root.chosen()
            root.attachments.cancel(root.message)
        }
    }
}
