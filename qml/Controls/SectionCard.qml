// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme

/// Things that belong together, with a name above them.
ColumnLayout {
    id: root

    property string heading
    default property alias content: column.data

    Layout.fillWidth: true
    spacing: Theme.s

    BodyText {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.xs
        visible: root.heading !== ""
        text: root.heading
        muted: true
        font.pixelSize: Theme.smallSize
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: column.implicitHeight + 2 * Theme.l
        radius: Theme.radiusLarge
        color: Theme.colours.surface
        border.width: Theme.hair
        border.color: Theme.colours.border

        ColumnLayout {
            id: column

            anchors.fill: parent
            anchors.margins: Theme.l
            spacing: Theme.m
        }
    }
}
