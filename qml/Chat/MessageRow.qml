// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// One line of a conversation: what goes above it (day, unread border), and a bubble or a call.
Item {
    id: root

    required property int index
    required property string message
    required property string text
    required property bool mine
    required property date time
    required property string stage
    required property string reason
    required property bool isCall
    required property int callSeconds
    required property bool dayStart
    required property bool groupStart
    required property bool groupEnd
    required property bool unreadFromHere
    required property bool leaving
    required property attachmentFacts attachment

    property string sender
    property AttachmentsViewModel attachments
    /// Words that are searched for.
    property string words
    /// It was just jumped to.
    property bool lit: false
    property bool expanded: false
    property bool current: false

    signal menuWanted()
    signal pressed()
    signal saveWanted()
    signal photoWanted()

    readonly property string clock: Words.time(root.time)
    readonly property bool isFile: root.attachment.kind !== ""
    readonly property string spoken: root.isFile ? Words.joined(Words.joined(Words.attachment(root.attachment.kind, root.attachment.name), root.text, ", "),
        Words.transfer(root.attachment.state, root.attachment.reason, root.mine, root.attachment.done, root.attachment.size, 0), ", ") : root.text
    readonly property real content: holder.implicitHeight

    width: ListView.view ? ListView.view.width : 0
    implicitHeight: root.leaving ? 0 : holder.implicitHeight
    height: implicitHeight
    visible: !root.leaving
    objectName: "messageRow"

    Accessible.role: Accessible.ListItem
    Accessible.name: root.isCall
        ? Words.callRecord(root.text, root.mine, root.callSeconds) + ", " + root.clock
        : Words.joined((root.mine ? qsTr("You") : root.sender) + ", " + root.spoken + ", " + root.clock,
                       root.mine ? Words.messageState(root.stage, root.reason) : "", ", ")
    Accessible.onPressAction: root.menuWanted()

    Rectangle {
        y: holder.height - height
        width: parent.width
        height: body.height + 2 * Theme.xs
        color: Theme.colours.selected
        opacity: root.lit ? 1 : 0

        Behavior on opacity {
            NumberAnimation { duration: Theme.calm }
        }
    }
    Column {
        id: holder

        width: parent.width

        DateChip {
            width: parent.width
            visible: root.dayStart
            text: Words.day(root.time)
        }
        DateChip {
            width: parent.width
            visible: root.unreadFromHere
            strong: true
            text: qsTr("Unread")
        }
        Item {
            width: Theme.hair
            height: root.groupStart ? Theme.s : Theme.focusWidth
        }
        MessageBubble {
            id: body

            x: root.mine ? holder.width - width - Theme.l : Theme.l
            visible: !root.isCall && !root.isFile
            text: root.isCall || root.isFile ? "" : root.text
            mine: root.mine
            time: root.clock
            stage: root.stage
            reason: root.reason
            words: root.words
            most: Math.min(Theme.bubbleMax, root.width * Theme.bubbleShare)
            tail: root.groupEnd
            expanded: root.expanded || root.stage === "failed"

            FocusFrame {
                control: root
                radius: Theme.radiusLarge + gap
                visible: root.current
            }
            TapHandler {
                acceptedButtons: Qt.LeftButton
                onTapped: root.pressed()
                onLongPressed: root.menuWanted()
            }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: root.menuWanted()
            }
        }
        AttachmentBubble {
            x: root.mine ? holder.width - width - Theme.l : Theme.l
            visible: root.isFile
            message: root.message
            attachment: root.attachment
            text: root.isFile ? root.text : ""
            mine: root.mine
            time: root.clock
            stage: root.stage
            reason: root.reason
            words: root.words
            most: Math.min(Theme.bubbleMax, root.width * Theme.bubbleShare)
            attachments: root.attachments
            expanded: root.expanded || root.stage === "failed"
            onSaveWanted: root.saveWanted()
            onPhotoWanted: root.photoWanted()

            FocusFrame {
                control: root
                radius: Theme.radiusLarge + gap
                visible: root.current
            }
            TapHandler {
                acceptedButtons: Qt.LeftButton
                onLongPressed: root.menuWanted()
            }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: root.menuWanted()
            }
        }
        CallRecord {
            x: Math.round((holder.width - width) / 2)
            visible: root.isCall
            outcome: root.isCall ? root.text : ""
            mine: root.mine
            seconds: root.callSeconds
            most: root.width - 2 * Theme.l
            time: root.clock

            FocusFrame {
                control: root
                radius: height / 2
                visible: root.current
            }
            TapHandler {
                acceptedButtons: Qt.LeftButton | Qt.RightButton
                onTapped: root.menuWanted()
            }
        }
        Item {
            width: Theme.hair
            height: root.index === 0 ? Theme.m : 0
        }
    }
}
