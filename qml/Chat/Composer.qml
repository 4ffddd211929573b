// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// Where a message is written: Enter sends (or Ctrl+Enter, as the person chose), Shift+Enter starts a line, Up in the
/// empty field changes the newest own message.
Rectangle {
    id: root

    required property ConversationViewModel conversation
    /// What the other side is called.
    required property string otherName
    property bool enterSends: true
    /// Null: nothing is said about spelling.
    property SpellingViewModel spelling: null

    readonly property ComposerViewModel composer: root.conversation.composer
    readonly property VoiceNotesViewModel notes: root.conversation.notes
    readonly property bool recorded: root.notes.recording === VoiceNotesViewModel.Paused
    readonly property bool recording: root.notes.recording === VoiceNotesViewModel.Running
    readonly property bool speaking: root.recorded || root.recording

    signal undoWanted()
    signal emojiWanted()
    signal attachWanted()

    function takeFocus(): void {
        if (root.speaking)
            (root.recorded ? send : microphone).forceActiveFocus(Qt.OtherFocusReason)
        else
            input.takeFocus()
    }

    /// What is recorded goes; it answers what was to be answered.
    function sendRecording(): void {
        root.notes.send(root.composer.purpose === ComposerViewModel.Answering ? root.composer.about : "")
        if (root.composer.purpose === ComposerViewModel.Answering)
            root.composer.dismiss()
    }

    /// Where the cursor is.
    function insert(text: string): void {
        input.area.insert(input.area.cursorPosition, text)
    }

    /// True when the key was for the composer rather than for the text.
    function handle(event: KeyEvent): bool {
        if (event.key === Qt.Key_Up && event.modifiers === Qt.NoModifier && input.area.length === 0)
            return root.composer.editNewest()
        if (event.key !== Qt.Key_Return && event.key !== Qt.Key_Enter || event.modifiers & Qt.ShiftModifier)
            return false
        const control = (event.modifiers & Qt.ControlModifier) !== 0
        if (root.enterSends || control)
            root.composer.send()
        else
            return false
        return true
    }

    implicitHeight: column.implicitHeight + Theme.s
    color: Theme.colours.surface

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.colours.border
    }
    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.topMargin: Theme.s
        spacing: Theme.s

        ComposerAbout {
            Layout.fillWidth: true
            visible: root.composer.purpose !== ComposerViewModel.Writing
            composer: root.composer
            otherName: root.otherName
            onDismissed: {
                root.composer.dismiss()
                root.takeFocus()
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.m
            Layout.rightMargin: Theme.s
            Layout.bottomMargin: Theme.s
            spacing: 0

            RecordBar {
                Layout.fillWidth: true
                visible: root.speaking
                notes: root.notes
            }
            InputArea {
                id: input

                Layout.fillWidth: true
                visible: !root.speaking
                objectName: "composer"
                framed: false
                label: qsTr("Message")
                hint: qsTr("Write a message")
                text: root.composer.text

                area.onTextChanged: root.composer.text = input.area.text
                area.Keys.onPressed: event => {
                    if (event.matches(StandardKey.Paste) && root.conversation.attachments.tray.paste()) {
                        event.accepted = true
                        return
                    }
                    if (event.key === Qt.Key_Menu && marks.itemAt(0) && (marks.itemAt(0) as SpellMarks).ask(input.area.cursorPosition)) {
                        event.accepted = true
                        return
                    }
                    // What the field itself has nothing to undo for is for the page.
                    if (event.matches(StandardKey.Undo) && !input.area.canUndo) {
                        event.accepted = true
                        root.undoWanted()
                        return
                    }
                    event.accepted = root.handle(event)
                }
            }
            IconButton {
                Layout.alignment: Qt.AlignBottom
                visible: !root.speaking
                objectName: "attach"
                iconName: "paperclip"
                text: qsTr("Send a file, a place or a contact")
                onClicked: root.attachWanted()
            }
            IconButton {
                Layout.alignment: Qt.AlignBottom
                visible: !root.speaking
                objectName: "emoji"
                iconName: "smile"
                text: qsTr("Emoji")
                onClicked: root.emojiWanted()
            }
            // A press records until the next one; held down, as long as it is held.
            IconButton {
                id: microphone

                property bool pressBegan: false
                property double pressedAt: 0

                function letGo(): void {
                    if (microphone.pressBegan && Date.now() - microphone.pressedAt > Theme.holdTime)
                        root.notes.pause()
                }

                Layout.alignment: Qt.AlignBottom
                visible: root.speaking || !root.composer.sendable && root.composer.purpose !== ComposerViewModel.Editing
                objectName: "record"
                iconName: root.recording ? "pause" : "mic"
                ink: root.recording ? Theme.colours.danger : Theme.colours.muted
                text: root.recording ? qsTr("Pause the recording") : root.recorded ? qsTr("Go on recording") : qsTr("Record a voice message")
                onPressed: {
                    microphone.pressBegan = !root.recording
                    microphone.pressedAt = Date.now()
                    root.recording ? root.notes.pause() : root.notes.record()
                }
                onReleased: microphone.letGo()
                onCanceled: {
                    microphone.letGo()
                    microphone.pressedAt = 0
                }
                // By the keyboard or a screen reader, without a press.
                onClicked: {
                    if (microphone.pressedAt === 0)
                        root.recording ? root.notes.pause() : root.notes.record()
                    microphone.pressedAt = 0
                }
            }
            IconButton {
                id: send

                Layout.alignment: Qt.AlignBottom
                // Not while one speaks: the button that is held must not move away.
                visible: root.recorded || !microphone.visible
                objectName: "send"
                iconName: root.composer.purpose === ComposerViewModel.Editing ? "check" : "send"
                text: root.composer.purpose === ComposerViewModel.Editing ? qsTr("Save the change") : qsTr("Send")
                enabled: root.composer.sendable || root.recorded
                ink: Theme.colours.accentInk
                ground: enabled ? Theme.colours.accent : "transparent"
                onClicked: {
                    if (root.recorded)
                        root.sendRecording()
                    else
                        root.composer.send()
                    root.takeFocus()
                }
            }
        }
    }

    Repeater {
        id: marks

        parent: input.area // and so are its children: they scroll with the text
        model: root.spelling && root.spelling.on ? 1 : 0

        SpellMarks {
            anchors.fill: parent
            area: input.area
            spelling: root.spelling
            onAsked: spellSheet.open()
        }
    }
    SpellSheet {
        id: spellSheet

        spelling: root.spelling
        onChosen: word => (marks.itemAt(0) as SpellMarks).replace(word)
        onClosed: root.takeFocus()
    }

    // The keyboard follows what is there.
    onSpeakingChanged: root.takeFocus()
    onRecordedChanged: if (root.recorded) root.takeFocus()

    Connections {
        target: root.composer

        // What was put there by something else than typing is gone on with at its end.
        function onPurposeChanged(): void {
            input.area.cursorPosition = input.area.length
        }
    }
}
