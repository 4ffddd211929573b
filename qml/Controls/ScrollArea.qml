// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// What is higher than its place; follows the keyboard, so that what has the focus is always in view.
Flickable {
    id: root

    function reveal(item: Item): void {
        const top = item.mapToItem(root.contentItem, 0, 0).y
        if (top < root.contentY || top + item.height > root.contentY + root.height)
            root.contentY = Math.max(0, Math.min(top - Theme.xl, root.contentHeight - root.height))
    }

    clip: true
    contentWidth: width
    boundsBehavior: Flickable.StopAtBounds
    T.ScrollBar.vertical: ThinScrollBar {}

    Connections {
        target: root.Window.window

        function onActiveFocusItemChanged(): void {
            const focused = root.Window.activeFocusItem
            for (let at = focused; at; at = at.parent) {
                if (at === root.contentItem) {
                    root.reveal(focused)
                    return
                }
            }
        }
    }
}
