// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Theme

/// The emoji under a message. They overlap its lower edge a little, so that one sees what they belong to.
Flow {
    id: root

    required property list<string> emoji
    required property list<string> ours
    required property list<string> shared
    required property real most
    property bool toTheRight: false

    signal pressed(string emoji)

    width: Math.min(root.most, root.emoji.length * (Theme.touch + Theme.s))
    layoutDirection: root.toTheRight ? Qt.RightToLeft : Qt.LeftToRight
    topPadding: -Theme.s
    Accessible.ignored: true

    Repeater {
        model: root.emoji

        ReactionChip {
            id: chip

            required property string modelData

            emoji: chip.modelData
            ours: root.ours.indexOf(chip.modelData) >= 0
            count: root.shared.indexOf(chip.modelData) >= 0 ? 2 : 1
            onClicked: root.pressed(chip.modelData)
        }
    }
}
