// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// What a picture means, for a pointer that rests on it.
T.ToolTip {
    id: root

    property bool shown: false

    visible: root.shown && root.text !== ""
    delay: 700
    x: parent ? Math.round((parent.width - implicitWidth) / 2) : 0
    y: parent ? parent.height + Theme.xs : 0
    margins: Theme.s
    padding: Theme.s
    leftPadding: Theme.m
    rightPadding: Theme.m
    implicitWidth: contentItem.implicitWidth + leftPadding + rightPadding
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    closePolicy: T.Popup.CloseOnPressOutsideParent

    contentItem: Text {
        text: root.text
        color: Theme.colours.window
        font.pixelSize: Theme.smallSize
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.colours.text
    }
}
