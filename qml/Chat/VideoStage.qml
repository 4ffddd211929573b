// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Items
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// What is in the video viewer.
FocusScope {
    id: root

    required property VideoPlayer video
    /// What stands for it until its first picture is there.
    property string thumbnail
    property string name

    signal saveWanted()
    signal finished()

    /// Seconds that an arrow goes.
    readonly property int step: 5

    function takeFocus(): void {
        controls.takeFocus()
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Video")

    Keys.onLeftPressed: root.video.seek(root.video.position - root.step)
    Keys.onRightPressed: root.video.seek(root.video.position + root.step)
    Keys.onSpacePressed: root.video.toggle()
    Keys.onPressed: event => {
        if (event.matches(StandardKey.Save)) {
            event.accepted = true
            root.saveWanted()
        } else if (event.key === Qt.Key_M && event.modifiers === Qt.NoModifier) {
            event.accepted = true
            root.video.muted = !root.video.muted
        }
    }

    Image {
        anchors.fill: pictures
        visible: root.video.pictures.empty
        source: root.thumbnail
        fillMode: Image.PreserveAspectFit
        cache: false
        Accessible.ignored: true
    }
    PictureStreamView {
        id: pictures

        objectName: "videoPictures"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: controls.top
        stream: root.video.pictures
        Accessible.role: Accessible.Graphic
        Accessible.name: root.name

        TapHandler {
            onTapped: root.video.toggle()
        }
    }
    Spinner {
        anchors.centerIn: pictures
        visible: root.video.state === VideoPlayer.Opening
        running: visible
    }
    Notice {
        anchors.centerIn: pictures
        width: Math.min(parent.width - 2 * Theme.l, Theme.column)
        objectName: "videoProblem"
        kind: Notice.Problem
        text: root.video.problem === "" ? "" : Words.problem(root.video.problem)
    }
    VideoControls {
        id: controls

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.m
        video: root.video
    }
    Row {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.m
        spacing: Theme.s

        BubbleButton {
            objectName: "videoSave"
            ink: Theme.stageInk
            iconName: "download"
            text: qsTr("Save as…")
            onClicked: root.saveWanted()
        }
        BubbleButton {
            objectName: "videoClose"
            ink: Theme.stageInk
            iconName: "close"
            text: qsTr("Close")
            onClicked: root.finished()
        }
    }
}
