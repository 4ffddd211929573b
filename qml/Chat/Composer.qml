// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// Where a message is written: Enter sends, Shift+Enter starts a line.
Rectangle {
    id: root

    required property ConversationViewModel conversation

    signal undoWanted()
    signal attachWanted()

    function takeFocus(): void {
        input.takeFocus()
    }

    implicitHeight: row.implicitHeight + 2 * Theme.s
    color: Theme.colours.surface

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.colours.border
    }
    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: Theme.s
        spacing: Theme.xs

        IconButton {
            Layout.alignment: Qt.AlignBottom
            objectName: "attach"
            iconName: "paperclip"
            text: qsTr("Send files or photos")
            onClicked: root.attachWanted()
        }
        InputArea {
            id: input

            Layout.fillWidth: true
            objectName: "composer"
            framed: false
            label: qsTr("Message")
            hint: qsTr("Write a message")
            text: root.conversation.draft

            area.onTextChanged: root.conversation.draft = input.area.text
            area.Keys.onPressed: event => {
                if (event.matches(StandardKey.Paste) && root.conversation.attachments.tray.paste()) {
                    event.accepted = true
                    return
                }
                // What the field itself has nothing to undo for is for the page.
                if (event.matches(StandardKey.Undo) && !input.area.canUndo) {
                    event.accepted = true
                    root.undoWanted()
                    return
                }
                if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && !(event.modifiers & Qt.ShiftModifier)) {
                    event.accepted = true
                    root.conversation.send()
                }
            }
        }
        IconButton {
            Layout.alignment: Qt.AlignBottom
            objectName: "send"
            iconName: "send"
            text: qsTr("Send")
            enabled: root.conversation.draft.trim() !== ""
            ink: Theme.colours.accentInk
            ground: enabled ? Theme.colours.accent : "transparent"
            onClicked: {
                root.conversation.send()
                root.takeFocus()
            }
        }
    }
}
