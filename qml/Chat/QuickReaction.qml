// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick

/// One of the emoji in a menu: puts it under the message, or takes it back.
EmojiButton {
    id: root

    required property string modelData
    required property list<string> ours

    emoji: root.modelData
    name: root.marked ? qsTr("Take back %1").arg(root.emoji) : qsTr("React with %1").arg(root.emoji)
    marked: root.ours.indexOf(root.emoji) >= 0
    objectName: "quickReaction"
}
