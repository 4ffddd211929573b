// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme

/// The heading of a step: where we are, what is asked, why.
ColumnLayout {
    id: root

    /// 1…3; zero: not one of the counted steps.
    property int number: 0
    required property string text
    property string detail

    Layout.fillWidth: true
    spacing: Theme.s

    Row {
        Layout.alignment: Qt.AlignHCenter
        Layout.bottomMargin: Theme.s
        visible: root.number > 0
        spacing: Theme.xs + Theme.focusWidth
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Step %1 of 3").arg(root.number)

        Repeater {
            model: 3

            Rectangle {
                required property int index

                width: index + 1 === root.number ? Theme.xl : Theme.s
                height: Theme.s
                radius: height / 2
                color: index < root.number ? Theme.colours.accentText : Theme.colours.pressed
            }
        }
    }
    BodyText {
        Layout.fillWidth: true
        text: root.text
        font.pixelSize: Theme.titleSize
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.Heading
    }
    BodyText {
        Layout.fillWidth: true
        visible: root.detail !== ""
        text: root.detail
        muted: true
        horizontalAlignment: Text.AlignHCenter
    }
}
