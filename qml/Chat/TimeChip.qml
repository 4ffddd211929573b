// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// How long something is still there.
Rectangle {
    id: root

    required property real secondsLeft
    /// Little is left.
    readonly property bool urgent: root.secondsLeft < 60

    implicitWidth: row.implicitWidth + 2 * Theme.s
    implicitHeight: row.implicitHeight + 2 * Theme.xs
    radius: height / 2
    color: root.urgent ? Theme.colours.notice : Theme.colours.raised
    Accessible.role: Accessible.StaticText
    //: %1 is a length of time: 3 h
    Accessible.name: qsTr("%1 left").arg(Words.timeLeft(root.secondsLeft))

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.xs

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "flame"
            size: Theme.iconSmall
            colour: label.color
        }
        BodyText {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            text: Words.timeLeft(root.secondsLeft)
            color: root.urgent ? Theme.colours.noticeInk : Theme.colours.text
            font.pixelSize: Theme.captionSize
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
