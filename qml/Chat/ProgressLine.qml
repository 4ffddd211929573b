// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// How much of a file has gone over.
T.ProgressBar {
    id: root

    required property color ink

    implicitHeight: Theme.xs
    focusPolicy: Qt.NoFocus
    Accessible.ignored: true

    background: Rectangle {
        radius: height / 2
        color: Theme.veil(root.ink, 0.25)
    }
    contentItem: Item {
        Rectangle {
            width: Math.max(height, root.visualPosition * parent.width)
            height: parent.height
            radius: height / 2
            color: root.ink
        }
    }
}
