// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// A scroll bar that stays out of the way.
T.ScrollBar {
    id: root

    implicitWidth: Theme.s
    implicitHeight: Theme.s
    padding: Theme.focusWidth
    visible: root.policy !== T.ScrollBar.AlwaysOff && root.size < 1
    minimumSize: 0.06
    focusPolicy: Qt.NoFocus
    Accessible.ignored: true

    contentItem: Rectangle {
        implicitWidth: Theme.xs
        implicitHeight: Theme.xs
        radius: width / 2
        color: Theme.colours.outline
        opacity: root.pressed || root.hovered ? 0.9 : root.active ? 0.6 : 0.25
    }
}
