// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// The line between the list and the chat; can be dragged, or moved with the arrow keys.
Item {
    id: root

    required property int position

    signal moved(int position)

    width: Theme.s
    activeFocusOnTab: false
    Accessible.role: Accessible.Separator
    Accessible.name: qsTr("Width of the list")

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        width: drag.active || hover.hovered ? Theme.focusWidth : Theme.hair
        height: parent.height
        color: drag.active || hover.hovered ? Theme.colours.outline : Theme.colours.border
    }
    HoverHandler {
        id: hover

        cursorShape: Qt.SplitHCursor
    }
    DragHandler {
        id: drag

        property int start: 0

        target: null
        yAxis.enabled: false
        cursorShape: Qt.SplitHCursor
        onActiveChanged: if (active) start = root.position
        onTranslationChanged: if (active) root.moved(start + (Theme.mirrored ? -translation.x : translation.x))
    }
}
