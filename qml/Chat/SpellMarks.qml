// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Items
import Nightjar.Theme
import Nightjar.ViewModels

/// Waves below what is misspelt in the field it lies on; with the right button, or the key for menus, other spellings.
Item {
    id: root

    required property T.TextArea area
    required property SpellingViewModel spelling

    /// Somebody asked about a word.
    signal asked()

    /// Takes the place of the word that was asked about.
    function replace(word: string): void {
        const place = root.spelling.place()
        root.area.remove(place.x, place.x + place.y)
        root.area.insert(place.x, word)
    }

    function ask(position: int): bool {
        if (!root.spelling.ask(position))
            return false
        root.asked()
        return true
    }

    function look(): void {
        root.spelling.look(root.area.text, root.area.cursorPosition)
    }

    /// In a field of this size: another one breaks its lines elsewhere.
    function placeOf(position: int, width: real, height: real): rect {
        return root.area.positionToRectangle(position)
    }

    Component.onCompleted: root.look()
    Component.onDestruction: root.spelling.forget()

    Repeater {
        model: root.spelling.marks

        WavyLine {
            required property point modelData

            readonly property rect from: root.placeOf(modelData.x, root.width, root.height)
            readonly property rect to: root.placeOf(modelData.x + modelData.y, root.width, root.height)

            objectName: "misspelt"
            x: from.x
            y: from.y + from.height - height
            // A word that is broken at the end of the line is marked up to there.
            width: to.y === from.y ? to.x - from.x : root.area.width - root.area.rightPadding - from.x
            height: Theme.xs
            colour: Theme.colours.danger
        }
    }
    // Once for a key, when the text and the cursor have both moved on.
    Timer {
        id: soon

        interval: 0
        onTriggered: root.look()
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: eventPoint => root.ask(root.area.positionAt(eventPoint.position.x, eventPoint.position.y))
    }
    Connections {
        target: root.area

        function onTextChanged(): void {
            soon.restart()
        }
        function onCursorPositionChanged(): void {
            soon.restart()
        }
    }
    Connections {
        target: root.spelling

        function onOnChanged(): void {
            root.look()
        }
    }
}
