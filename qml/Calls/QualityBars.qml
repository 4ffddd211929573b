// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Theme

/// How well the two hear each other, as four bars.
Row {
    id: root

    /// 0…4
    required property int quality

    spacing: Theme.xs
    height: Theme.l
    Accessible.role: Accessible.Indicator
    Accessible.name: root.quality >= 4 ? qsTr("The line is good")
        : root.quality === 3 ? qsTr("The line is fair")
        : root.quality === 2 ? qsTr("The line is poor")
        : root.quality === 1 ? qsTr("The line is very poor") : qsTr("Nothing comes through")

    Repeater {
        model: 4

        Rectangle {
            required property int index

            anchors.bottom: parent ? parent.bottom : undefined
            width: Theme.xs
            height: Theme.xs * (index + 1)
            radius: width / 2
            color: Theme.colours.nightInk
            opacity: index < root.quality ? 1 : 0.3
        }
    }
}
