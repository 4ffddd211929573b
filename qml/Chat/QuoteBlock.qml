// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme

/// What a message answers: who wrote it and how it begins, beside a bar.
Item {
    id: root

    required property string name
    required property string line
    property color ink: Theme.colours.text

    /// How wide it would like to be.
    readonly property real natural: Math.max(who.implicitWidth, what.implicitWidth) + bar.width + Theme.s

    objectName: "quote"
    implicitHeight: lines.implicitHeight
    implicitWidth: root.natural
    Accessible.ignored: true

    Rectangle {
        id: bar

        width: Theme.quoteBar
        height: parent.height
        radius: width / 2
        color: Theme.colours.accentText
    }
    Column {
        id: lines

        anchors.left: bar.right
        anchors.leftMargin: Theme.s
        anchors.right: parent.right

        BodyText {
            id: who

            width: parent.width
            text: root.name
            color: Theme.colours.accentText
            font.pixelSize: Theme.smallSize
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.ignored: true
        }
        BodyText {
            id: what

            width: parent.width
            text: root.line
            color: root.ink
            font.pixelSize: Theme.smallSize
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.ignored: true
        }
    }
}
