// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Theme

/// A page with a header and a column that scrolls and is never wider than is pleasant to read.
T.Pane {
    id: root

    property string heading
    property bool canGoBack: true
    property int columnWidth: Theme.column
    default property alias content: column.data

    signal back()

    /// Brings an item of the column into view, e.g. the field that has the keyboard.
    function reveal(item: Item): void {
        const top = item.mapToItem(column, 0, 0).y
        if (top < flick.contentY || top + item.height > flick.contentY + flick.height)
            flick.contentY = Math.max(0, Math.min(top - Theme.xl, flick.contentHeight - flick.height))
    }

    /// For pages where nothing is to be typed first.
    function focusHeader(): void {
        header.takeFocus()
    }

    padding: 0
    background: Rectangle { color: Theme.colours.window }
    Accessible.role: Accessible.Pane
    Accessible.name: root.heading

    PageHeader {
        id: header

        z: 1
        width: parent.width
        title: root.heading
        canGoBack: root.canGoBack
        onBack: root.back()
    }
    Flickable {
        id: flick

        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        contentWidth: width
        contentHeight: column.implicitHeight + 2 * Theme.xl
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ThinScrollBar {}

        ColumnLayout {
            id: column

            x: Math.round((flick.width - width) / 2)
            y: Theme.xl
            width: Math.min(flick.width - 2 * Theme.l, root.columnWidth)
            spacing: Theme.l
        }
    }
    Connections {
        target: root.Window.window

        function onActiveFocusItemChanged(): void {
            const item = root.Window.window.activeFocusItem
            for (let at = item; at; at = at.parent) {
                if (at === column) {
                    root.reveal(item)
                    return
                }
            }
        }
    }
}
