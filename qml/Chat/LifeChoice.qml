// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// How long something lives, and from when on that is counted.
ColumnLayout {
    id: root

    /// "never", "sent", "read", "creation".
    required property string from
    required property int seconds
    /// What may be chosen.
    required property list<string> starts
    property list<int> spans: [5, 60, 3600, 86400, 604800, 2419200]

    signal wanted(string from, int seconds)

    function startWords(from: string): string {
        switch (from) {
        case "sent": return qsTr("From sending")
        case "read": return qsTr("From reading")
        case "creation": return qsTr("From now, everything at once")
        }
        return qsTr("Off")
    }

    function startDetail(from: string): string {
        switch (from) {
        case "sent": return qsTr("Each message goes on both sides so long after it was written.")
        case "read": return qsTr("Each message goes so long after it was looked at, and after four weeks if nobody looks.")
        case "creation": return qsTr("The chat with everything in it goes on all sides at that moment.")
        }
        return ""
    }

    Layout.fillWidth: true
    spacing: Theme.m

    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.xs

        Repeater {
            model: root.starts

            ChoiceRow {
                required property string modelData

                objectName: "from-" + modelData
                text: root.startWords(modelData)
                detail: root.startDetail(modelData)
                checked: root.from === modelData
                onClicked: root.wanted(modelData, modelData === "never" ? 0 : root.seconds > 0 ? root.seconds : 86400)
            }
        }
    }
    BodyText {
        Layout.fillWidth: true
        visible: root.from !== "never"
        text: qsTr("How long")
        font.weight: Font.DemiBold
        font.pixelSize: Theme.smallSize
    }
    GridLayout {
        Layout.fillWidth: true
        visible: root.from !== "never"
        columns: 2
        columnSpacing: Theme.m
        rowSpacing: Theme.xs

        Repeater {
            model: root.spans

            ChoiceRow {
                required property int modelData

                Layout.preferredWidth: Theme.hair  // nothing of its own, so half of it each
                objectName: "span-" + modelData
                text: Words.lifeSpan(modelData)
                checked: root.seconds === modelData
                onClicked: root.wanted(root.from, modelData)
            }
        }
    }
}
