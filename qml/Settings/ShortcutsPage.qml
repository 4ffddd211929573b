// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Words

/// Everything that can be done with a key.
PageFrame {
    id: root

    readonly property list<string> places: ["everywhere", "chat", "call"]

    function takeFocus(): void {
        root.focusHeader()
    }

    function placeWords(place: string): string {
        switch (place) {
        case "chat": return qsTr("In a conversation")
        case "call": return qsTr("In a call")
        }
        return qsTr("Everywhere")
    }

    function of(place: string): list<QtObject> {
        return Array.from(Shortcuts.all).filter(entry => (entry as ShortcutEntry).place === place)
    }

    heading: qsTr("Keyboard shortcuts")

    Repeater {
        model: root.places

        SectionCard {
            id: card

            required property string modelData

            heading: root.placeWords(card.modelData)

            Repeater {
                model: root.of(card.modelData)

                FactRow {
                    required property ShortcutEntry modelData

                    label: modelData.words
                    value: Array.from(modelData.keys).join("   ")
                }
            }
        }
    }
}
