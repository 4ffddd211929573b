// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// Where in something that plays one is, in seconds, and the way to another place.
T.Slider {
    id: root

    required property color ink
    /// Where what plays is, in seconds.
    required property real current
    signal sought(real seconds)

    implicitHeight: Theme.touch
    stepSize: 5
    snapMode: T.Slider.NoSnap
    focusPolicy: Qt.StrongFocus
    onMoved: root.sought(root.value)

    Accessible.role: Accessible.Slider

    // A hand that moves it is not moved back by what plays on.
    Binding {
        target: root
        property: "value"
        value: root.current
        when: !root.pressed
        restoreMode: Binding.RestoreNone
    }

    background: Rectangle {
        y: (root.height - height) / 2
        width: root.width
        height: Theme.xs
        radius: height / 2
        color: Theme.veil(root.ink, 0.25)

        Rectangle {
            width: root.visualPosition * parent.width
            height: parent.height
            radius: height / 2
            color: root.ink
        }
    }
    handle: Rectangle {
        x: root.visualPosition * (root.width - width)
        y: (root.height - height) / 2
        width: Theme.l
        height: width
        radius: width / 2
        color: root.ink
        border.width: root.visualFocus ? Theme.focusWidth : 0
        border.color: Theme.colours.accent
    }
}
