// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// What a search found, chats first. The keyboard stays in the field above: it moves the choice by step() and takes it
/// by choose().
ListView {
    id: root

    required property SearchModel search

    signal chosen(string contact, string message)

    function step(rows: int): void {
        root.currentIndex = Math.max(0, Math.min(root.count - 1, root.currentIndex + rows))
    }

    function choose(): void {
        if (root.currentIndex >= 0 && root.currentIndex < root.count)
            root.chosen(root.search.contactAt(root.currentIndex), root.search.messageAt(root.currentIndex))
    }

    clip: true
    model: root.search
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: Theme.quick
    T.ScrollBar.vertical: ThinScrollBar {}
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Found")

    section.property: "section"
    section.delegate: SearchHeading {}
    delegate: SearchRow {
        current: ListView.isCurrentItem
        onClicked: (ListView.view as SearchResults).chosen(contact, message)
    }

    BodyText {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.xl
        width: parent.width - 2 * Theme.xl
        visible: root.count === 0 && root.search.text.trim() !== "" && !root.search.searching
        objectName: "nothingFound"
        text: qsTr("Nothing found. Words are found by how they begin.")
        muted: true
        horizontalAlignment: Text.AlignHCenter
    }

    // The best match is chosen until the arrows say otherwise.
    onModelChanged: root.currentIndex = 0
    Connections {
        target: root.search

        function onTextChanged(): void {
            root.currentIndex = 0
            root.positionViewAtBeginning()
        }

        function onCountChanged(): void {
            if (root.currentIndex < 0)
                root.currentIndex = 0
        }
    }
}
