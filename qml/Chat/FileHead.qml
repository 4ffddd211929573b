// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A file: its name, how much of it is here, and what can be done with it now.
RowLayout {
    id: root

    required property string message
    required property attachmentFacts attachment
    required property bool mine
    required property AttachmentsViewModel attachments
    required property color ink
    required property color inkMuted

    signal saveWanted()
    signal viewWanted()

    readonly property string stage: root.attachment.state
    readonly property bool running: root.stage === "waiting" || root.stage === "moving"
    readonly property bool halted: root.stage === "paused" || root.stage === "failed"
    readonly property bool openable: root.attachment.readable && root.attachments && root.attachments.mayOpen(root.attachment.name)
    readonly property bool playable: root.attachment.kind === "video" && root.attachment.readable && root.attachments && root.attachments.video.available
    /// What the button in front does: "fetch", "pause", "resume", "play", "open", "save"; empty: nothing can be done.
    readonly property string act: root.stage === "offered" ? "fetch" : root.running ? "pause" : root.halted ? "resume"
        : root.playable ? "play" : root.openable ? "open" : root.attachment.readable ? "save" : ""

    function actWords(): string {
        switch (root.act) {
        case "fetch": return qsTr("Fetch %1").arg(root.attachment.name)
        case "pause": return qsTr("Pause %1").arg(root.attachment.name)
        case "resume": return root.stage === "failed" ? qsTr("Try again: %1").arg(root.attachment.name) : qsTr("Go on with %1").arg(root.attachment.name)
        case "play": return qsTr("Play %1").arg(root.attachment.name)
        case "open": return qsTr("Open %1").arg(root.attachment.name)
        case "save": return qsTr("Save %1").arg(root.attachment.name)
        }
        return root.attachment.name
    }

    function run(): void {
        switch (root.act) {
        case "fetch": return root.attachments.fetch(root.message, root.attachment.size)
        case "pause": return root.attachments.pause(root.message)
        case "resume": return root.attachments.resume(root.message)
        case "play": return root.viewWanted()
        case "open": return root.attachments.open(root.message, root.attachment.name)
        case "save": return root.saveWanted()
        }
    }

    spacing: Theme.m

    BubbleButton {
        objectName: "fileAct"
        ink: root.ink
        iconName: root.act === "fetch" || root.act === "save" ? "download" : root.act === "pause" ? "pause"
            : root.act === "play" ? "play" : root.act === "resume" ? (root.stage === "failed" ? "refresh" : "play") : "file"
        text: root.actWords()
        enabled: root.act !== ""
        onClicked: root.run()
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.focusWidth

        Text {
            Layout.fillWidth: true
            text: root.attachment.name
            textFormat: Text.PlainText
            color: root.ink
            font.pixelSize: Theme.bodySize
            font.weight: Font.DemiBold
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        Text {
            Layout.fillWidth: true
            text: Words.transfer(root.attachment.state, root.attachment.reason, root.mine, root.attachment.done, root.attachment.size, root.attachment.rate)
            textFormat: Text.PlainText
            color: root.stage === "failed" ? Theme.colours.danger : root.inkMuted
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
        ProgressLine {
            Layout.fillWidth: true
            Layout.topMargin: Theme.xs
            visible: (root.running || root.stage === "paused") && root.attachment.done > 0
            ink: root.ink
            to: Math.max(1, root.attachment.size)
            value: root.attachment.done
        }
    }
    BubbleButton {
        visible: root.running || root.stage === "paused"
        objectName: "fileCancel"
        ink: root.ink
        iconName: "close"
        text: qsTr("Cancel %1").arg(root.attachment.name)
        onClicked: root.attachments.cancel(root.message)
    }
    BubbleButton {
        visible: root.act === "open" || root.act === "play"
        objectName: "fileSave"
        ink: root.ink
        iconName: "download"
        text: qsTr("Save %1").arg(root.attachment.name)
        onClicked: root.saveWanted()
    }
}
