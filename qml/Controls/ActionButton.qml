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
        : root.kind === ActionButton.Primary ? Theme.colours.onAccent
        : root.kind === ActionButton.Danger ? Theme.colours.danger
        : Theme.colours.accentText

    implicitWidth: Math.max(Theme.touch * 2, contentItem.implicitWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.touch, contentItem.implicitHeight + topPadding + bottomPadding)
    leftPadding: Theme.l
    rightPadding: Theme.l
    topPadding: Theme.s
    bottomPadding: Theme.s
    focusPolicy: Qt.StrongFocus
    font.pixelSize: Theme.bodySize
    font.weight: Font.DemiBold

    Accessible.name: root.text

    Keys.onReturnPressed: root.click()
    Keys.onEnterPressed: root.click()

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.s

            Spinner {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.busy
                running: root.busy && root.visible
                size: Theme.icon
                colour: root.ink
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.iconName !== "" && !root.busy
                name: root.iconName
                colour: root.ink
                size: Theme.icon
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, root.availableWidth - (root.iconName !== "" || root.busy ? Theme.icon + Theme.s : 0))
                text: root.text
                color: root.ink
                font: root.font
                wrapMode: Text.Wrap
                horizontalAlignment: root.iconName !== "" ? Text.AlignLeft : Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: root.kind === ActionButton.Primary
               ? (!root.enabled ? Theme.colours.raised : root.hovered || root.down ? Theme.colours.accentHover : Theme.colours.accent)
               : root.down ? Theme.colours.pressed
               : root.kind === ActionButton.Quiet ? (root.hovered ? Theme.colours.raised : "transparent")
               : root.hovered ? Theme.colours.pressed : Theme.colours.raised

        Behavior on color { ColorAnimation { duration: Theme.quick } }

        FocusFrame {
            control: root
            shown: root.visualFocus
        }
    }
}
