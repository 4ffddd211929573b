// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Theme

/// A question or a menu over the page: from below on a narrow window, in the middle of a wide one.
T.Popup {
    id: root

    property string heading
    property string text
    default property alias content: column.data

    readonly property bool narrow: parent && parent.width < Theme.twoPanesFrom

    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    padding: Theme.l
    width: parent ? Math.min(parent.width - (root.narrow ? 0 : 2 * Theme.xl), root.narrow ? parent.width : Theme.column) : 0
    height: Math.min(parent ? parent.height - Theme.xl : 0, column.implicitHeight + 2 * padding)
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? (root.narrow ? parent.height - height : Math.round((parent.height - height) / 2)) : 0
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick }
    }

    T.Overlay.modal: Rectangle {
        color: Theme.colours.scrim
    }

    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.colours.surface
        border.width: Theme.hair
        border.color: Theme.colours.border

        // On a narrow window it stands on the lower edge.
        Rectangle {
            anchors.bottom: parent.bottom
            visible: root.narrow
            width: parent.width
            height: parent.radius
            color: parent.color
        }
    }

    contentItem: Flickable {
        clip: true
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds

        ColumnLayout {
            id: column

            width: parent.width
            spacing: Theme.s

            BodyText {
                Layout.fillWidth: true
                visible: root.heading !== ""
                text: root.heading
                font.pixelSize: Theme.leadSize
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            BodyText {
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.xs
                visible: root.text !== ""
                text: root.text
                muted: true
            }
        }
    }
}
