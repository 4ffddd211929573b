// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A voice note before it is sent: how long it is and looks, listening, recording anew, and away with it.
RowLayout {
    id: root

    required property VoiceNotesViewModel notes

    readonly property bool running: root.notes.recording === VoiceNotesViewModel.Running

    spacing: 0
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Voice message that is being recorded")

    IconButton {
        objectName: "recordDiscard"
        iconName: "trash"
        text: qsTr("Throw the recording away")
        onClicked: root.notes.discard()
    }
    IconButton {
        visible: !root.running
        objectName: "recordListen"
        iconName: root.notes.playingDraft ? "pause" : "play"
        text: root.notes.playingDraft ? qsTr("Stop listening") : qsTr("Listen to it before sending")
        onClicked: root.notes.toggleDraft()
    }
    // The voice is heard: it swells.
    Item {
        visible: root.running
        implicitWidth: Theme.touch
        implicitHeight: Theme.touch

        Rectangle {
            anchors.centerIn: parent
            width: Theme.m + Math.round(root.notes.level * Theme.l)
            height: width
            radius: width / 2
            color: Theme.colours.danger
        }
    }
    Waveform {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.xs
        bars: root.notes.waveform
        part: root.notes.playingDraft && root.notes.seconds > 0 ? root.notes.position / root.notes.seconds : root.running ? 1 : 0
    }
    BodyText {
        Layout.leftMargin: Theme.s
        Layout.rightMargin: Theme.s
        objectName: "recordTime"
        text: Words.duration(Math.floor(root.notes.seconds))
        wrapMode: Text.NoWrap
        Accessible.role: Accessible.StaticText
        Accessible.name: root.running ? qsTr("Recording, %1").arg(text) : qsTr("Recorded, %1").arg(text)
    }
    IconButton {
        visible: !root.running
        objectName: "recordAnew"
        iconName: "refresh"
        text: qsTr("Record it anew")
        onClicked: root.notes.recordAnew()
    }
}
