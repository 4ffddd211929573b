// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// One thing that is about to be sent.
RowLayout {
    id: root

    required property int index
    required property string name
    required property double bytes
    required property string preview
    required property string problem
    required property bool busy
    required property bool traces

    signal removed()

    width: ListView.view ? ListView.view.width : implicitWidth
    spacing: Theme.m

    Rectangle {
        implicitWidth: Theme.touch
        implicitHeight: Theme.touch
        radius: Theme.radiusSmall
        color: Theme.colours.raised

        Icon {
            anchors.centerIn: parent
            visible: root.preview === "" && !root.busy
            name: root.problem === "" ? "file" : "alert"
            colour: root.problem === "" ? Theme.colours.muted : Theme.colours.danger
        }
        Image {
            anchors.fill: parent
            anchors.margins: Theme.focusWidth
            visible: root.preview !== ""
            source: root.preview
            fillMode: Image.PreserveAspectCrop
            cache: false
            Accessible.ignored: true
        }
        Spinner {
            anchors.centerIn: parent
            visible: root.busy
            running: root.busy && root.visible
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: 0
        Accessible.role: Accessible.StaticText
        Accessible.name: Words.joined(root.name, note.text, ", ")

        BodyText {
            Layout.fillWidth: true
            text: root.name
            textFormat: Text.PlainText
            wrapMode: Text.NoWrap
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        BodyText {
            id: note

            Layout.fillWidth: true
            text: root.problem !== "" ? Words.problem(root.problem) : root.busy ? qsTr("One moment…")
                //: a video; %1 is its size
                : root.traces ? qsTr("%1, with whatever the camera wrote into it (place, time)").arg(Words.bytes(root.bytes)) : Words.bytes(root.bytes)
            muted: root.problem === ""
            color: root.problem === "" ? Theme.colours.muted : Theme.colours.danger
            font.pixelSize: Theme.smallSize
            Accessible.ignored: true
        }
    }
    IconButton {
        objectName: "trayRemove"
        iconName: "close"
        text: qsTr("Leave out %1").arg(root.name)
        onClicked: root.removed()
    }
}
