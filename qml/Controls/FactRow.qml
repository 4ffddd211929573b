// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme

/// One fact: its name and its value, below each other where they do not fit beside.
Item {
    id: root

    required property string label
    required property string value
    property bool monospace: false

    readonly property bool beside: labelText.implicitWidth + valueText.implicitWidth + Theme.l <= root.width

    Layout.fillWidth: true
    implicitHeight: root.beside ? Math.max(labelText.height, valueText.height) : labelText.height + valueText.height
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(root.label).arg(root.value)

    BodyText {
        id: labelText

        width: root.width
        text: root.label
        muted: true
        font.pixelSize: Theme.smallSize
        Accessible.ignored: true
    }
    BodyText {
        id: valueText

        y: root.beside ? labelText.height - height : labelText.height
        width: root.width
        text: root.value
        font.pixelSize: Theme.smallSize
        font.family: root.monospace ? Theme.monospace : Theme.family
        wrapMode: Text.Wrap
        horizontalAlignment: root.beside ? Text.AlignRight : Text.AlignLeft
        Accessible.ignored: true
    }
}
