// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme

/// How long an invitation can be used.
ColumnLayout {
    id: root

    required property int hours

    signal wanted(int hours)

    function words(hours: int): string {
        switch (hours) {
        case 1: return qsTr("An hour")
        case 24: return qsTr("A day")
        case 72: return qsTr("Three days")
        }
        return qsTr("A week")
    }

    Layout.fillWidth: true
    spacing: Theme.xs

    BodyText {
        Layout.fillWidth: true
        text: qsTr("It can be used for")
        font.weight: Font.DemiBold
        font.pixelSize: Theme.smallSize
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.xs

        Repeater {
            model: [1, 24, 72, 168]

            ChoiceRow {
                required property int modelData

                Layout.fillWidth: true
                objectName: "life" + modelData
                text: root.words(modelData)
                checked: root.hours === modelData
                onClicked: root.wanted(modelData)
            }
        }
    }
    BodyText {
        Layout.fillWidth: true
        text: qsTr("Another time makes another link; the one above stops working then.")
        muted: true
        font.pixelSize: Theme.captionSize
    }
}
