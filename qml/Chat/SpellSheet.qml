// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.ViewModels

/// What a misspelt word may have been meant to be.
Sheet {
    id: root

    /// Null: nobody asks.
    required property SpellingViewModel spelling

    readonly property list<string> others: root.spelling ? root.spelling.suggestions : []

    signal chosen(string word)

    heading: root.spelling ? root.spelling.word : ""
    text: root.others.length === 0 ? qsTr("No other spelling is known") : ""

    ColumnLayout {
        Layout.fillWidth: true
        spacing: 0

        Repeater {
            model: root.others

            SheetAction {
                required property string modelData
                required property int index

                objectName: "spelling"
                text: modelData
                Accessible.name: qsTr("Another spelling: %1").arg(modelData)
                onClicked: {
                    root.close()
                    root.chosen(modelData)
                }
                Component.onCompleted: if (index === 0) forceActiveFocus(Qt.TabFocusReason)
            }
        }
    }
}
