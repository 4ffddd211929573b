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

/// All photos and files of one conversation.
T.Pane {
    id: root

    required property AttachmentsViewModel attachments
    property bool showsFiles: false

    readonly property GalleryModel model: root.showsFiles ? root.attachments.files : root.attachments.photos

    signal back()

    function takeFocus(): void {
        if (root.showsFiles)
            files.forceActiveFocus(Qt.OtherFocusReason)
        else
            photos.forceActiveFocus(Qt.OtherFocusReason)
    }

    padding: 0
    background: Rectangle { color: Theme.colours.window }
    Accessible.role: Accessible.Pane
    Accessible.name: header.title

    Component.onCompleted: {
        root.attachments.photos.load()
        root.attachments.files.load()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            id: header

            Layout.fillWidth: true
            title: qsTr("Photos and files")
            onBack: root.back()
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.margins: Theme.m
            spacing: Theme.s

            ActionButton {
                Layout.fillWidth: true
                objectName: "galleryPhotos"
                kind: root.showsFiles ? ActionButton.Secondary : ActionButton.Primary
                text: qsTr("Photos: %1").arg(root.attachments.photos.count)
                onClicked: root.showsFiles = false
            }
            ActionButton {
                Layout.fillWidth: true
                objectName: "galleryFiles"
                kind: root.showsFiles ? ActionButton.Primary : ActionButton.Secondary
                text: qsTr("Files: %1").arg(root.attachments.files.count)
                onClicked: root.showsFiles = true
            }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            GridView {
                id: photos

                readonly property int columns: Math.max(2, Math.floor(width / (Theme.tile + Theme.xs)))

                anchors.fill: parent
                anchors.leftMargin: Theme.s
                anchors.rightMargin: Theme.s
                visible: !root.showsFiles
                objectName: "photoGrid"
                clip: true
                cellWidth: Math.floor(width / columns)
                cellHeight: cellWidth
                model: root.attachments.photos
                activeFocusOnTab: true
                keyNavigationEnabled: true
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ThinScrollBar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Photos")
                onCountChanged: currentIndex = Math.max(currentIndex, 0) // it was empty when the page came
                Keys.onReturnPressed: if (currentItem) viewer.show((currentItem as PhotoTile).message)
                Keys.onEnterPressed: if (currentItem) viewer.show((currentItem as PhotoTile).message)
                Keys.onSpacePressed: if (currentItem) viewer.show((currentItem as PhotoTile).message)

                delegate: PhotoTile {
                    width: photos.cellWidth
                    height: photos.cellHeight
                    current: GridView.isCurrentItem && photos.activeFocus
                    onChosen: viewer.show(message)
                }
            }
            ListView {
                id: files

                anchors.fill: parent
                anchors.leftMargin: Theme.l
                anchors.rightMargin: Theme.l
                visible: root.showsFiles
                objectName: "fileList"
                onCountChanged: currentIndex = Math.max(currentIndex, 0)
                clip: true
                spacing: Theme.m
                model: root.attachments.files
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                T.ScrollBar.vertical: ThinScrollBar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Files")

                delegate: FileHead {
                    required property date time

                    width: files.width
                    attachments: root.attachments
                    ink: Theme.colours.text
                    inkMuted: Theme.colours.muted
                    Accessible.role: Accessible.ListItem
                    Accessible.name: attachment.name + ", " + Words.moment(time)
                    onSaveWanted: saver.ask(message, attachment.name)
                    onViewWanted: cinema.show(message, attachment)
                }
            }
            EmptyState {
                anchors.centerIn: parent
                width: Math.min(parent.width - 2 * Theme.xl, Theme.column)
                visible: root.model.loaded && root.model.count === 0
                iconName: root.showsFiles ? "file" : "image"
                heading: root.showsFiles ? qsTr("No files yet") : qsTr("No photos yet")
                text: qsTr("What the two of you send each other is found here.")
            }
        }
    }
    Notice {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.xl
        width: Math.min(parent.width - 2 * Theme.l, Theme.column)
        kind: root.attachments.problem !== "" ? Notice.Problem : Notice.Good
        text: root.attachments.problem !== "" ? Words.problem(root.attachments.problem)
            : root.attachments.saved !== "" ? qsTr("Saved as %1").arg(root.attachments.saved) : ""
        actionText: qsTr("Close")
        onAction: root.attachments.dismiss()
    }
    SaveDialog {
        id: saver

        attachments: root.attachments
    }
    VideoViewer {
        id: cinema

        attachments: root.attachments
        onSaveWanted: (message, name) => saver.ask(message, name)
        onClosed: root.takeFocus()
    }
    PhotoViewer {
        id: viewer

        attachments: root.attachments
        onSaveWanted: (message, name) => saver.ask(message, name)
        onClosed: root.takeFocus()
    }
}
