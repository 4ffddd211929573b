// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Items
import Nightjar.Theme
import Nightjar.ViewModels

/// A line for a password that no text of the page ever holds.
ColumnLayout {
    id: root

    required property string label
    required property SecretBuffer buffer

    readonly property int mostDots: Math.max(1, Math.floor((box.width - 2 * Theme.m) / (Theme.pinDot + Theme.xs)))

    signal accepted()

    spacing: Theme.xs

    BodyText {
        Layout.fillWidth: true
        text: root.label
        font.pixelSize: Theme.smallSize
        font.weight: Font.DemiBold
        Accessible.ignored: true
    }
    Rectangle {
        id: box

        Layout.fillWidth: true
        implicitHeight: Theme.touch
        radius: Theme.radius
        color: Theme.colours.surface
        border.width: input.activeFocus ? Theme.focusWidth : Theme.hair
        border.color: input.activeFocus ? Theme.colours.accentText : Theme.colours.outline

        SecretInput {
            id: input

            anchors.fill: parent
            objectName: root.objectName + ".field"
            buffer: root.buffer
            allowText: true
            Accessible.role: Accessible.EditableText
            Accessible.name: root.label
            // Qt 6.4 tells no name of a password input on Linux.
            Accessible.description: root.label
            Accessible.passwordEdit: true
            onSubmitted: root.accepted()

            TapHandler {
                onTapped: input.forceActiveFocus(Qt.MouseFocusReason)
            }
        }
        Row {
            x: Theme.m
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.xs

            Repeater {
                model: Math.min(root.buffer.count, root.mostDots)

                Rectangle {
                    width: Theme.pinDot
                    height: width
                    radius: width / 2
                    color: Theme.colours.text
                }
            }
        }
    }
}
