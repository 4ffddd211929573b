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
    default property list<QtObject> rows

    readonly property bool narrow: parent && parent.width < Theme.twoPanesFrom

    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    padding: Theme.l
    width: parent ? Math.min(parent.width - (root.narrow ? 0 : 2 * Theme.xl), root.narrow ? parent.width : Theme.column) : 0
    height: Math.min(parent ? parent.height - Theme.xl : 0, implicitContentHeight + 2 * padding)
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

    contentItem: SheetBody {
        heading: root.heading
        text: root.text
        rows: root.rows
    }
}
