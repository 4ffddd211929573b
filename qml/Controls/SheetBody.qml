// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme

/// What is on a sheet; scrolls where it is higher than the window.
Flickable {
    id: root

    required property string heading
    required property string text
    required property list<QtObject> rows

    implicitHeight: column.implicitHeight
    clip: true
    contentHeight: column.implicitHeight
    boundsBehavior: Flickable.StopAtBounds

    ColumnLayout {
        id: column

        width: root.width
        spacing: Theme.s

        BodyText {
            Layout.fillWidth: true
            visible: root.heading !== ""
            text: root.heading
            font.pixelSize: Theme.leadSize
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        BodyText {
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.xs
            visible: root.text !== ""
            text: root.text
            muted: true
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.xs
            data: root.rows
        }
    }
}
