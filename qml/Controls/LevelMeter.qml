// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Theme

/// How loud it is, from nothing to as loud as can be.
T.ProgressBar {
    id: root

    /// What is measured, for those who hear the page.
    required property string label

    Layout.fillWidth: true
    implicitWidth: Theme.tile
    implicitHeight: Theme.s

    Accessible.name: root.label

    background: Rectangle {
        radius: height / 2
        color: Theme.colours.raised
        border.width: Theme.hair
        border.color: Theme.colours.outline
    }
    contentItem: Item {
        Rectangle {
            x: Theme.mirrored ? parent.width - width : 0
            width: root.visualPosition * parent.width
            height: parent.height
            radius: height / 2
            color: root.value > 0.95 ? Theme.colours.danger : Theme.colours.accentText

            Behavior on width { NumberAnimation { duration: Theme.quick } }
        }
    }
}
