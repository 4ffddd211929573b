// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A file or a photo with its caption, its time and, of an own one, where its message is.
Rectangle {
    id: root

    required property string message
    required property attachmentFacts attachment
    required property string text
    required property bool mine
    required property string time
    required property string stage
    required property string reason
    required property real most
    required property AttachmentsViewModel attachments
    /// Words in the caption that are searched for.
    property string words
    property bool expanded: false

    signal saveWanted()
    signal viewWanted()
    signal linkPressed(string link)

    /// Photos, and videos as pictures of themselves.
    readonly property bool photo: root.attachment.kind === "photo" || root.attachment.kind === "video"
    readonly property color ink: root.mine ? Theme.colours.mineInk : Theme.colours.theirsInk
    readonly property color inkMuted: root.mine ? Theme.colours.mineInkMuted : Theme.colours.theirsInkMuted
    readonly property real margin: root.photo ? Theme.xs : Theme.m

    width: (root.photo ? picture.implicitWidth : Math.min(root.most, Theme.fileBubble)) + (root.photo ? 2 * Theme.xs : 0)
    height: column.height + 2 * (root.photo ? Theme.xs : Theme.s)
    radius: root.photo ? Theme.radius + Theme.xs : Theme.radiusLarge
    color: root.mine ? Theme.colours.bubbleMine : Theme.colours.bubbleTheirs
    border.width: root.mine ? 0 : Theme.hair
    border.color: Theme.colours.border
    Accessible.ignored: true

    // Into a folder, or to another program.
    DragHandler {
        id: drag

        objectName: "dragOut"
        enabled: root.attachment.readable && root.message !== ""
        target: null
        acceptedDevices: PointerDevice.Mouse
        onActiveChanged: if (active) root.attachments.lend(root.message, root.attachment.name)
    }
    Connections {
        target: root.attachments

        function onLent(message: string, file: url): void {
            if (message === root.message)
                root.attachments.dragOut(file)
        }
    }
    Column {
        id: column

        x: root.margin
        y: root.photo ? Theme.xs : Theme.s
        width: root.width - 2 * root.margin
        spacing: Theme.xs

        PhotoHead {
            id: picture

            visible: root.photo
            width: implicitWidth
            height: visible ? implicitHeight : 0
            message: root.photo ? root.message : ""
            attachment: root.attachment
            mine: root.mine
            attachments: root.attachments
            most: root.most - 2 * Theme.xs
            ink: root.ink
            inkMuted: root.inkMuted
            ground: root.color
            onWanted: root.viewWanted()
        }
        FileHead {
            visible: !root.photo
            width: parent.width
            message: root.message
            attachment: root.attachment
            mine: root.mine
            attachments: root.attachments
            ink: root.ink
            inkMuted: root.inkMuted
            onSaveWanted: root.saveWanted()
        }
        Text {
            visible: root.text !== ""
            x: root.photo ? Theme.s : 0
            width: parent.width - 2 * x
            text: TextTools.withLinks(root.text, root.words)
            textFormat: Text.StyledText
            color: root.ink
            linkColor: Theme.colours.accentText
            font.pixelSize: Theme.bodySize
            lineHeight: 1.2
            wrapMode: Text.Wrap
            onLinkActivated: link => root.linkPressed(link)
            Accessible.ignored: true
        }
        Row {
            anchors.right: parent.right
            anchors.rightMargin: root.photo ? Theme.s : 0
            bottomPadding: root.photo ? Theme.focusWidth : 0
            spacing: Theme.xs

            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: root.time
                color: root.inkMuted
                font.pixelSize: Theme.captionSize
                Accessible.ignored: true
            }
            StateMark {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.mine && name !== ""
                stage: root.mine ? root.stage : ""
                ink: root.inkMuted
                seen: Theme.colours.mineMark
            }
        }
        Text {
            x: root.photo ? Theme.s : 0
            width: parent.width - 2 * x
            visible: root.expanded && text !== ""
            text: root.mine ? Words.messageState(root.stage, root.reason) : ""
            color: root.stage === "failed" ? Theme.colours.danger : root.inkMuted
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }
}
