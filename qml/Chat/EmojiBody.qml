// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A line to search with and a grid of emoji. The keyboard stays in the line: arrows move the choice, Enter takes it.
ColumnLayout {
    id: root

    readonly property int columns: Math.max(1, Math.floor(root.width / Theme.touch))

    signal chosen(string emoji)

    function begin(): void {
        field.clear()
        grid.currentIndex = 0
        grid.positionViewAtBeginning()
        field.forceActiveFocus(Qt.OtherFocusReason)
    }

    function step(count: int): void {
        grid.currentIndex = Math.max(0, Math.min(grid.count - 1, grid.currentIndex + count))
    }

    spacing: Theme.s

    EmojiModel {
        id: emoji

        language: Words.language
        onChanged: grid.currentIndex = 0
    }
    SearchField {
        id: field

        Layout.fillWidth: true
        objectName: "emojiField"
        label: qsTr("Search emoji")
        onTextChanged: emoji.text = text
        onAccepted: if (emoji.count > 0) root.chosen(emoji.emojiAt(Math.max(0, grid.currentIndex)))
        Keys.onDownPressed: root.step(root.columns)
        Keys.onUpPressed: root.step(-root.columns)
        // In an empty line there is nowhere to go but through the grid.
        Keys.onRightPressed: event => {
            event.accepted = field.cursorPosition === field.length
            if (event.accepted)
                root.step(1)
        }
        Keys.onLeftPressed: event => {
            event.accepted = field.length === 0 || grid.currentIndex > 0 && field.cursorPosition === field.length
            if (event.accepted)
                root.step(-1)
        }
    }
    GridView {
        id: grid

        Layout.fillWidth: true
        Layout.fillHeight: true
        objectName: "emojiGrid"
        clip: true
        cellWidth: Math.floor(width / root.columns)
        cellHeight: Theme.touch
        model: emoji
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Emoji")

        delegate: EmojiButton {
            id: cell

            required property int index

            width: grid.cellWidth
            height: grid.cellHeight
            focusPolicy: Qt.NoFocus
            marked: GridView.isCurrentItem
            onClicked: root.chosen(cell.emoji)
        }
    }
    BodyText {
        Layout.fillWidth: true
        objectName: "emojiName"
        text: emoji.count === 0 ? qsTr("Nothing found")
            : grid.currentItem ? (grid.currentItem as EmojiButton).emoji + "  " + (grid.currentItem as EmojiButton).name : ""
        muted: true
        font.pixelSize: Theme.smallSize
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        // What the arrows have come to.
        Accessible.role: Accessible.AlertMessage
    }
}
