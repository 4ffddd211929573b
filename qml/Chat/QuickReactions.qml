// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls

/// The emoji that are put under messages most, and the way to all others.
Flow {
    id: root

    /// Those that we have put there.
    required property list<string> ours

    readonly property list<string> usual: ["👍", "❤️", "😂", "😮", "😢", "🙏"]

    signal chosen(string emoji)
    signal moreWanted()

    Repeater {
        model: root.usual

        QuickReaction {
            ours: root.ours
            onClicked: root.chosen(emoji)
        }
    }
    Repeater {
        model: root.ours

        QuickReaction {
            visible: root.usual.indexOf(emoji) < 0
            ours: root.ours
            onClicked: root.chosen(emoji)
        }
    }
    IconButton {
        objectName: "moreReactions"
        iconName: "plus"
        text: qsTr("Another emoji")
        onClicked: root.moreWanted()
    }
}
