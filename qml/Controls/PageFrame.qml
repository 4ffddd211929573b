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
    ScrollArea {
        id: flick

        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        contentHeight: column.implicitHeight + 2 * Theme.xl

        ColumnLayout {
            id: column

            x: Math.round((flick.width - width) / 2)
            y: Theme.xl
            width: Math.min(flick.width - 2 * Theme.l, root.columnWidth)
            spacing: Theme.l
        }
    }
}
