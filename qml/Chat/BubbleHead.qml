// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme

/// What stands above the text of a bubble: that it was forwarded, and what it answers.
Column {
    id: root

    required property string forwardedLine
    required property string quoteName
    required property string quoteLine
    required property color ink

    readonly property real natural: Math.max(forwarded.visible ? forwarded.implicitWidth : 0, quote.visible ? quote.natural : 0)

    spacing: Theme.xs
    bottomPadding: Theme.xs

    BodyText {
        id: forwarded

        width: root.width
        visible: text !== ""
        text: root.forwardedLine
        color: root.ink
        font.pixelSize: Theme.captionSize
        font.italic: true
        wrapMode: Text.NoWrap
        elide: Text.ElideRight
        Accessible.ignored: true
    }
    QuoteBlock {
        id: quote

        width: root.width
        visible: root.quoteLine !== ""
        name: root.quoteName
        line: root.quoteLine
        ink: root.ink

        HoverHandler {
            cursorShape: Qt.PointingHandCursor
        }
    }
}
