// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A small square of a photo among others.
Item {
    id: root

    required property string message
    required property string caption
    required property date time
    required property attachmentFacts attachment
    property bool current: false

    signal chosen()

    Accessible.role: Accessible.ListItem
    Accessible.name: Words.joined(Words.joined(qsTr("Photo"), root.caption, ", "), Words.moment(root.time), ", ")
    Accessible.onPressAction: root.chosen()

    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.focusWidth
        color: Theme.colours.raised
        border.width: root.current ? Theme.focusWidth : 0
        border.color: Theme.colours.accentText

        Icon {
            anchors.centerIn: parent
            visible: root.attachment.thumbnail === ""
            name: "image"
            colour: Theme.colours.muted
        }
        Image {
            anchors.fill: parent
            anchors.margins: parent.border.width
            source: root.attachment.thumbnail
            fillMode: Image.PreserveAspectCrop
            asynchronous: true
            cache: false
            Accessible.ignored: true
        }
    }
    TapHandler {
        onTapped: root.chosen()
    }
}
