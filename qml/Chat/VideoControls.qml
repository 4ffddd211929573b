// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Under a video: play and pause, where one is, the sound.
RowLayout {
    id: root

    required property VideoPlayer video

    readonly property bool plays: root.video.state === VideoPlayer.Playing

    function takeFocus(): void {
        play.forceActiveFocus(Qt.TabFocusReason)
    }

    spacing: Theme.s

    BubbleButton {
        id: play

        objectName: "videoToggle"
        ink: Theme.stageInk
        iconName: root.plays ? "pause" : root.video.state === VideoPlayer.Ended ? "refresh" : "play"
        text: root.plays ? qsTr("Pause") : root.video.state === VideoPlayer.Ended ? qsTr("Play again") : qsTr("Play")
        enabled: root.video.state !== VideoPlayer.Opening && root.video.state !== VideoPlayer.Failed
        onClicked: root.video.toggle()
    }
    Text {
        text: Words.duration(Math.floor(root.video.position))
        color: Theme.stageInk
        font.pixelSize: Theme.smallSize
        Accessible.ignored: true
    }
    SeekBar {
        Layout.fillWidth: true
        Layout.minimumWidth: Theme.touch
        objectName: "videoSeek"
        ink: Theme.stageInk
        to: Math.max(root.video.duration, root.video.position, 1)
        current: root.video.position
        enabled: root.video.duration > 0
        Accessible.name: qsTr("Place in the video")
        onSought: seconds => root.video.seek(seconds)
    }
    Text {
        visible: root.video.duration > 0
        text: Words.duration(Math.round(root.video.duration))
        color: Theme.stageInk
        font.pixelSize: Theme.smallSize
        Accessible.ignored: true
    }
    BubbleButton {
        visible: root.video.sound
        objectName: "videoMute"
        ink: Theme.stageInk
        iconName: root.video.muted ? "volume-off" : "volume"
        text: root.video.muted ? qsTr("Sound on") : qsTr("Sound off")
        onClicked: root.video.muted = !root.video.muted
    }
}
