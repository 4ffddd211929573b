// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Theme
import Nightjar.ViewModels

/// What is in the photo viewer.
FocusScope {
    id: root

    required property GalleryModel photos
    required property AttachmentsViewModel attachments
    required property bool shown
    property string message

    signal saveWanted(string message, string name)
    signal finished()

    function begin(message: string): void {
        root.message = message
        root.photos.load()
        root.seek()
    }

    function seek(): void {
        const row = root.photos.rowOf(root.message)
        if (row >= 0) {
            view.currentIndex = row
            view.positionViewAtIndex(row, ListView.SnapPosition)
        }
    }

    function step(rows: int): void {
        const row = view.currentIndex + rows
        if (row < 0 || row >= view.count)
            return
        view.currentIndex = row
        view.positionViewAtIndex(row, ListView.SnapPosition)
        const leaf = view.currentItem as PhotoLeaf
        if (leaf)
            root.message = leaf.message
    }

    function save(): void {
        const leaf = view.currentItem as PhotoLeaf
        if (leaf && leaf.attachment.readable)
            root.saveWanted(leaf.message, leaf.attachment.name)
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Photos")

    // The newest is the first row: left is older, as in the conversation above is older.
    Keys.onLeftPressed: root.step(1)
    Keys.onRightPressed: root.step(-1)
    Keys.onUpPressed: root.step(1)
    Keys.onDownPressed: root.step(-1)
    Keys.onPressed: event => {
        if (event.matches(StandardKey.Save)) {
            event.accepted = true
            root.save()
        }
    }

    ListView {
        id: view

        anchors.fill: parent
        objectName: "photoView"
        // Nothing is decoded while nobody looks.
        model: root.shown ? root.photos : null
        orientation: ListView.Horizontal
        layoutDirection: Qt.RightToLeft
        snapMode: ListView.SnapOneItem
        highlightRangeMode: ListView.StrictlyEnforceRange
        highlightMoveDuration: Theme.calm
        cacheBuffer: 0
        boundsBehavior: Flickable.StopAtBounds
        Accessible.ignored: true
        onCountChanged: root.seek()

        delegate: PhotoLeaf {
            width: view.width
            height: view.height
            attachments: root.attachments
        }
    }
    BubbleButton {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.m
        visible: view.currentIndex < view.count - 1
        objectName: "photoOlder"
        ink: Theme.stageInk
        iconName: "chevron-left"
        text: qsTr("Older photo")
        onClicked: root.step(1)
    }
    BubbleButton {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.margins: Theme.m
        visible: view.currentIndex > 0
        objectName: "photoNewer"
        ink: Theme.stageInk
        iconName: "chevron-right"
        text: qsTr("Newer photo")
        onClicked: root.step(-1)
    }
    Row {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.m
        spacing: Theme.s

        BubbleButton {
            objectName: "photoSave"
            ink: Theme.stageInk
            iconName: "download"
            text: qsTr("Save as…")
            onClicked: root.save()
        }
        BubbleButton {
            objectName: "photoClose"
            ink: Theme.stageInk
            iconName: "close"
            text: qsTr("Close")
            onClicked: root.finished()
        }
    }
}
