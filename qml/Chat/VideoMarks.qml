// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Theme
import Nightjar.Words

/// What makes a picture a video: the button that plays it, and how long it is.
Item {
    id: root

    /// Zero when it is not told.
    required property real seconds
    required property bool playable

    signal wanted()

    Rectangle {
        anchors.centerIn: parent
        visible: root.playable
        width: Theme.touch
        height: Theme.touch
        radius: height / 2
        color: Theme.stage

        BubbleButton {
            anchors.fill: parent
            objectName: "videoPlay"
            ink: Theme.stageInk
            iconName: "play"
            text: qsTr("Play the video")
            onClicked: root.wanted()
        }
    }
    Rectangle {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.s
        visible: root.seconds > 0
        width: length.width + Theme.m
        height: length.height + Theme.xs
        radius: height / 2
        color: Theme.stage

        Text {
            id: length

            anchors.centerIn: parent
            text: Words.duration(Math.round(root.seconds))
            color: Theme.stageInk
            font.pixelSize: Theme.captionSize
            Accessible.ignored: true
        }
    }
}
