// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// A button with words on it. The words wrap rather than being cut.
T.Button {
    id: root

    enum Kind { Primary, Secondary, Quiet, Danger }

    property int kind: ActionButton.Secondary
    property string iconName
    property bool busy: false

    readonly property color ink: !root.enabled ? Theme.colours.muted
        : root.kind === ActionButton.Primary ? Theme.colours.accentInk
        : root.kind === ActionButton.Danger ? Theme.colours.danger
        : Theme.colours.accentText

    implicitWidth: Math.max(Theme.touch * 2, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.touch, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.l
    rightPadding: Theme.l
    topPadding: Theme.s
    bottomPadding: Theme.s
    focusPolicy: Qt.StrongFocus
    font.pixelSize: Theme.bodySize
    font.weight: Font.DemiBold

    Accessible.name: root.text

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: ButtonContent {
        text: root.text
        iconName: root.iconName
        busy: root.busy
        ink: root.ink
        font: root.font
    }

    background: Rectangle {
        radius: Theme.radius
        color: root.kind === ActionButton.Primary
               ? (!root.enabled ? Theme.colours.raised : root.hovered || root.down ? Theme.colours.accentHover : Theme.colours.accent)
               : root.down ? Theme.colours.pressed
               : root.kind === ActionButton.Quiet ? (root.hovered ? Theme.colours.raised : "transparent")
               : root.hovered ? Theme.colours.pressed : Theme.colours.raised

        FocusFrame {
            control: root
            shown: root.visualFocus
        }
    }
}
