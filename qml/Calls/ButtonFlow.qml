// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts

/// Buttons beside each other, in the middle; in more rows where the letters are too large for one.
Flow {
    id: root

    readonly property real natural: root.widthOf(root.visibleChildren)

    function widthOf(items: list<Item>): real {
        let sum = 0
        for (let i = 0; i < items.length; ++i)
            sum += items[i].implicitWidth + (i > 0 ? root.spacing : 0)
        return Math.ceil(sum)
    }

    Layout.alignment: Qt.AlignHCenter
    Layout.fillWidth: true
    Layout.preferredWidth: root.natural
    Layout.maximumWidth: root.natural
}
