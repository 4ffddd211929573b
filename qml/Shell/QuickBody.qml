// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Chat
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// What is in the quick switch: a line to type in, and what is found.
ColumnLayout {
    id: root

    required property SearchModel search

    signal chosen(string contact, string message)

    function begin(): void {
        field.clear()
        results.currentIndex = 0
        field.forceActiveFocus(Qt.ShortcutFocusReason)
    }

    spacing: Theme.xs

    SearchField {
        id: field

        Layout.fillWidth: true
        objectName: "quickField"
        label: qsTr("Go to a chat or a message")
        onTextChanged: root.search.text = text
        Keys.onDownPressed: results.step(1)
        Keys.onUpPressed: results.step(-1)
        onAccepted: results.choose()
    }
    SearchResults {
        id: results

        Layout.fillWidth: true
        Layout.fillHeight: true
        objectName: "quickResults"
        search: root.search
        onChosen: (contact, message) => root.chosen(contact, message)
    }
}
