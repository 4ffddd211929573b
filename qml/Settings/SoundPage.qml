// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// Which microphone and loudspeaker calls use, and how one sounds to others.
PageFrame {
    id: root

    required property SoundViewModel sound

    function takeFocus(): void {
        root.focusHeader()
    }

    function missing(name: string): string {
        //: %1 is the name of a microphone or loudspeaker
        return name === "" ? "" : qsTr("“%1” is not connected. Until it is back, the one of the system is used.").arg(name)
    }

    function stateWords(): string {
        if (root.sound.inCall)
            return qsTr("Possible again when the call has ended.")
        switch (root.sound.state) {
        case SoundViewModel.Recording: return qsTr("Speak now …")
        case SoundViewModel.Preparing: return qsTr("A moment …")
        case SoundViewModel.Playing: return qsTr("This is what others hear.")
        }
        return qsTr("Speak for five seconds, then hear yourself as the other end of a call would. Nothing of it leaves this device.")
    }

    heading: qsTr("Sound")
    Component.onDestruction: {
        if (root.sound)
            root.sound.forget()
    }

    SectionCard {
        heading: qsTr("Microphone")

        Notice {
            Layout.fillWidth: true
            objectName: "missingMicrophone"
            kind: Notice.Warning
            text: root.missing(root.sound.missingMicrophone)
        }
        ChoiceRow {
            objectName: "microphoneSystem"
            text: qsTr("As the system")
            checked: root.sound.microphone < 0 && root.sound.missingMicrophone === ""
            onClicked: root.sound.chooseMicrophone(-1)
        }
        Repeater {
            model: root.sound.microphones

            ChoiceRow {
                required property int index
                required property string modelData

                objectName: "microphone" + index
                text: modelData
                checked: root.sound.microphone === index
                onClicked: root.sound.chooseMicrophone(index)
            }
        }
    }
    SectionCard {
        heading: qsTr("Loudspeaker")

        Notice {
            Layout.fillWidth: true
            objectName: "missingLoudspeaker"
            kind: Notice.Warning
            text: root.missing(root.sound.missingLoudspeaker)
        }
        ChoiceRow {
            objectName: "loudspeakerSystem"
            text: qsTr("As the system")
            checked: root.sound.loudspeaker < 0 && root.sound.missingLoudspeaker === ""
            onClicked: root.sound.chooseLoudspeaker(-1)
        }
        Repeater {
            model: root.sound.loudspeakers

            ChoiceRow {
                required property int index
                required property string modelData

                objectName: "loudspeaker" + index
                text: modelData
                checked: root.sound.loudspeaker === index
                onClicked: root.sound.chooseLoudspeaker(index)
            }
        }
    }
    SectionCard {
        heading: qsTr("Hear how you sound")

        BodyText {
            Layout.fillWidth: true
            objectName: "soundState"
            text: root.stateWords()
            muted: true
            font.pixelSize: Theme.smallSize
        }
        Notice {
            Layout.fillWidth: true
            objectName: "heardNothing"
            kind: Notice.Problem
            text: root.sound.heardNothing ? qsTr("The microphone gave no sound. Choose another one, or see whether the system lets Nightjar use it.") : ""
        }
        LevelMeter {
            objectName: "soundLevel"
            label: qsTr("Loudness")
            value: root.sound.level
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "soundRecord"
            iconName: root.sound.state === SoundViewModel.Idle ? "mic" : "close"
            text: root.sound.state === SoundViewModel.Idle ? qsTr("Record my voice") : qsTr("Stop")
            enabled: !root.sound.inCall
            onClicked: root.sound.state === SoundViewModel.Idle ? root.sound.record() : root.sound.stop()
        }
        BodyText {
            Layout.fillWidth: true
            Layout.topMargin: Theme.s
            text: qsTr("Over which link?")
            font.weight: Font.DemiBold
            font.pixelSize: Theme.smallSize
        }
        ChoiceRow {
            objectName: "linkWorst"
            text: qsTr("The worst that works")
            detail: qsTr("2 kbit/s, one packet in twenty lost")
            checked: root.sound.link === SoundViewModel.Worst
            onClicked: root.sound.link = SoundViewModel.Worst
        }
        ChoiceRow {
            objectName: "linkGprs"
            text: "GPRS"
            detail: qsTr("5 kbit/s, one packet in twenty lost: how every call begins")
            checked: root.sound.link === SoundViewModel.Gprs
            onClicked: root.sound.link = SoundViewModel.Gprs
        }
        ChoiceRow {
            objectName: "linkEdge"
            text: "EDGE"
            detail: qsTr("26 kbit/s, three packets in a hundred lost")
            checked: root.sound.link === SoundViewModel.Edge
            onClicked: root.sound.link = SoundViewModel.Edge
        }
        ChoiceRow {
            objectName: "linkWide"
            text: qsTr("3G and better")
            detail: qsTr("43 kbit/s, nothing lost")
            checked: root.sound.link === SoundViewModel.Wide
            onClicked: root.sound.link = SoundViewModel.Wide
        }
        ChoiceRow {
            objectName: "linkNone"
            text: qsTr("None")
            detail: qsTr("as the microphone gives it")
            checked: root.sound.link === SoundViewModel.None
            onClicked: root.sound.link = SoundViewModel.None
        }
        ActionButton {
            Layout.fillWidth: true
            objectName: "soundPlay"
            iconName: "play"
            text: qsTr("Hear it over this link")
            enabled: root.sound.recorded && !root.sound.inCall && root.sound.state !== SoundViewModel.Recording
            onClicked: root.sound.play()
        }
    }
}
