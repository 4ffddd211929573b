// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// A page with one thing on it, in the middle: for the first steps and the lock.
T.Pane {
    id: root

    property string name
    property bool canGoBack: false
    default property alias content: holder.data

    signal back()

    padding: 0
    background: Rectangle { color: Theme.colours.window }
    Accessible.role: Accessible.Pane
    Accessible.name: root.name

    ScrollArea {
        id: flick

        anchors.fill: parent
        contentHeight: Math.max(height, holder.height + 2 * Theme.xxl)

        Item {
            id: holder

            x: Math.round((flick.width - width) / 2)
            y: Math.round((flick.contentHeight - height) / 2)
            width: Math.min(flick.width - 2 * Theme.l, Theme.column - Theme.xl)
            height: childrenRect.height
        }
    }
    IconButton {
        x: Theme.s
        y: Theme.s
        visible: root.canGoBack
        objectName: "back"
        iconName: "back"
        text: qsTr("Back")
        onClicked: root.back()
    }
    Keys.onEscapePressed: if (root.canGoBack) root.back()
}
