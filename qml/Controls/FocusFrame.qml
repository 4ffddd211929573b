// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// The ring around what has the keyboard.
Rectangle {
    id: root

    required property Item control
    property int gap: Theme.focusWidth

    anchors.fill: parent
    anchors.margins: -root.gap
    visible: root.control.activeFocus && root.shown
    radius: Theme.radius + root.gap
    color: "transparent"
    border.color: Theme.colours.accentText
    border.width: Theme.focusWidth

    /// Controls that tell how they got the focus show it only when the keyboard brought it.
    property bool shown: true
}
