// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A voice note: what it looks like, how far it was played, how fast, and whether its better form is here.
Rectangle {
    id: root

    required property string message
    required property noteFacts note
    required property attachmentFacts attachment
    required property bool mine
    required property string time
    required property string stage
    required property string reason
    required property real most
    required property VoiceNotesViewModel notes
    required property AttachmentsViewModel attachments
    property bool expanded: false

    readonly property bool playing: root.notes && root.notes.playing === root.message
    readonly property bool begun: root.notes && root.notes.at === root.message
    readonly property color ink: root.mine ? Theme.colours.mineInk : Theme.colours.theirsInk
    readonly property color inkMuted: root.mine ? Theme.colours.mineInkMuted : Theme.colours.theirsInkMuted

    /// How the better form stands, where there is something to say.
    function betterWords(): string {
        if (root.mine || root.note.better)
            return ""
        if (!root.note.playable)
            return qsTr("The rest of it is on its way.")
        switch (root.attachment.state) {
        case "offered": return qsTr("Better sound comes when the line has room, or at once if you fetch it.")
        case "failed":
        case "cancelled": return qsTr("Only in the small form.")
        }
        return qsTr("Better sound is on its way.")
    }

    width: Math.min(root.most, Theme.fileBubble)
    height: column.height + 2 * Theme.s
    radius: Theme.radiusLarge
    color: root.mine ? Theme.colours.bubbleMine : Theme.colours.bubbleTheirs
    border.width: root.mine ? 0 : Theme.hair
    border.color: Theme.colours.border
    Accessible.ignored: true

    ColumnLayout {
        id: column

        x: Theme.m
        y: Theme.s
        width: root.width - 2 * Theme.m
        spacing: Theme.xs

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m

            BubbleButton {
                objectName: "notePlay"
                ink: root.ink
                iconName: root.playing ? "pause" : "play"
                text: root.playing ? qsTr("Stop the voice message")
                    : root.note.heard ? qsTr("Play the voice message, %1").arg(Words.duration(Math.round(root.note.seconds)))
                    : qsTr("Play the voice message, %1, not heard yet").arg(Words.duration(Math.round(root.note.seconds)))
                enabled: root.note.playable
                onClicked: root.notes.toggle(root.message)
            }
            Waveform {
                Layout.fillWidth: true
                bars: root.note.waveform
                ink: root.ink
                part: root.begun && root.note.seconds > 0 ? root.notes.position / root.note.seconds : 0
                onPressed: part => {
                    if (root.note.playable)
                        root.notes.seek(root.message, part)
                }
            }
            SpeedButton {
                visible: root.begun || root.playing
                ink: root.ink
                speed: root.notes ? root.notes.speed : 1
                onClicked: root.notes.nextSpeed()
            }
        }
        Text {
            Layout.fillWidth: true
            visible: text !== ""
            text: root.betterWords()
            color: root.inkMuted
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.xs

            Text {
                objectName: "noteTime"
                text: root.begun ? qsTr("%1 of %2").arg(Words.duration(Math.floor(root.notes.position))).arg(Words.duration(Math.round(root.note.seconds)))
                                 : Words.duration(Math.round(root.note.seconds))
                color: root.inkMuted
                font.pixelSize: Theme.captionSize
                Accessible.ignored: true
            }
            // Not heard yet.
            Rectangle {
                visible: !root.mine && !root.note.heard
                implicitWidth: Theme.s
                implicitHeight: Theme.s
                radius: Theme.xs
                color: Theme.colours.accent
            }
            BubbleButton {
                visible: !root.mine && root.attachment.state === "offered" && root.note.playable
                objectName: "noteFetch"
                ink: root.ink
                iconName: "download"
                text: qsTr("Fetch the better sound, %1").arg(Words.bytes(root.attachment.size))
                onClicked: root.attachments.fetch(root.message, root.attachment.size)
            }
            Item { Layout.fillWidth: true }
            Text {
                text: root.time
                color: root.inkMuted
                font.pixelSize: Theme.captionSize
                Accessible.ignored: true
            }
            StateMark {
                visible: root.mine && name !== ""
                stage: root.mine ? root.stage : ""
                ink: root.inkMuted
                seen: Theme.colours.mineMark
            }
        }
        Text {
            Layout.fillWidth: true
            visible: root.expanded && text !== ""
            text: root.mine ? Words.messageState(root.stage, root.reason) : ""
            color: root.stage === "failed" ? Theme.colours.danger : root.inkMuted
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }
}
