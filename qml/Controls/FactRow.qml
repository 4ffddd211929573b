// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme

/// One fact: its name and its value, below each other where they do not fit beside.
GridLayout {
    id: root

    required property string label
    required property string value
    property bool monospace: false

    Layout.fillWidth: true
    columns: labelText.implicitWidth + valueText.implicitWidth + Theme.l <= root.width ? 2 : 1
    columnSpacing: Theme.l
    rowSpacing: 0
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(root.label).arg(root.value)

    BodyText {
        id: labelText

        Layout.fillWidth: true
        text: root.label
        muted: true
        font.pixelSize: Theme.smallSize
        Accessible.ignored: true
    }
    BodyText {
        id: valueText

        Layout.maximumWidth: root.width
        text: root.value
        font.pixelSize: Theme.smallSize
        font.family: root.monospace ? Theme.monospace : Theme.family
        wrapMode: Text.WrapAnywhere
        Accessible.ignored: true
    }
}
