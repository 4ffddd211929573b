// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// A line to search with; Escape empties it.
T.TextField {
    id: root

    required property string label

    implicitHeight: Theme.touch
    leftPadding: Theme.m + Theme.icon + Theme.s
    rightPadding: Theme.touch
    color: Theme.colours.text
    selectionColor: Theme.colours.accent
    selectedTextColor: Theme.colours.accentInk
    font.pixelSize: Theme.bodySize
    verticalAlignment: TextInput.AlignVCenter
    selectByMouse: true

    Accessible.name: root.label

    // Given back to the page when there is nothing to empty.
    Keys.onEscapePressed: event => {
        event.accepted = root.text !== ""
        root.clear()
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.colours.raised
        border.width: root.activeFocus ? Theme.focusWidth : 0
        border.color: Theme.colours.accentText
    }

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.m
        name: "search"
        colour: Theme.colours.muted
    }
    Text {
        anchors.fill: parent
        anchors.leftMargin: root.leftPadding
        anchors.rightMargin: Theme.m
        visible: root.length === 0 && root.preeditText === ""
        text: root.label
        color: Theme.colours.muted
        font: root.font
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
    IconButton {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: root.length > 0
        iconName: "close"
        text: qsTr("Clear the search")
        onClicked: root.clear()
    }
}
