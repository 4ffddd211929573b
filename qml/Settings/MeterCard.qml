// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// What each month cost, and how much one may.
SectionCard {
    id: root

    required property MeterViewModel meter

    heading: qsTr("Bytes of a month")

    Repeater {
        model: root.meter

        ColumnLayout {
            id: entry

            required property int index
            required property int year
            required property int month
            required property double total
            required property double messages
            required property double files
            required property double calls

            Layout.fillWidth: true
            spacing: 0

            FactRow {
                objectName: "monthTotal"
                label: entry.index === 0 ? qsTr("This month") : Words.month(entry.year, entry.month)
                value: Words.bytes(entry.total)
            }
            BodyText {
                Layout.fillWidth: true
                objectName: "monthKinds"
                //: each is a size such as "12 MB"
                text: qsTr("Messages and being reachable %1, files %2, calls %3")
                    .arg(Words.bytes(entry.messages)).arg(Words.bytes(entry.files)).arg(Words.bytes(entry.calls))
                muted: true
                font.pixelSize: Theme.smallSize
            }
        }
    }
    FactRow {
        visible: root.meter.capMegabytes > 0
        objectName: "capUsed"
        label: qsTr("Of what you allow")
        //: %1 is a number
        value: qsTr("%1 %").arg(root.meter.percent)
    }
    Notice {
        Layout.fillWidth: true
        kind: Notice.Problem
        text: Words.problem(root.meter.problem)
    }
    InputField {
        id: cap

        Layout.fillWidth: true
        objectName: "cap"
        label: qsTr("At most so many megabytes a month")
        hint: qsTr("No limit")
        help: qsTr("At 80 % you are told. When they are spent, nothing is fetched by itself and calls ask first. Messages still come. Months are those of UTC.")
        text: root.meter.capMegabytes > 0 ? root.meter.capMegabytes.toString() : ""
        field.inputMethodHints: Qt.ImhDigitsOnly
        onAccepted: root.meter.setCap(cap.text)
    }
    InputField {
        id: ask

        Layout.fillWidth: true
        objectName: "askAbove"
        label: qsTr("Ask before files above so many megabytes")
        help: qsTr("On a network that is paid for by the byte, and on a slow one.")
        text: root.meter.askMegabytes.toString()
        field.inputMethodHints: Qt.ImhDigitsOnly
        onAccepted: root.meter.setAskAbove(ask.text)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "saveCap"
        text: qsTr("Save")
        enabled: cap.text.trim() !== (root.meter.capMegabytes > 0 ? root.meter.capMegabytes.toString() : "")
            || ask.text.trim() !== root.meter.askMegabytes.toString()
        onClicked: {
            root.meter.setCap(cap.text)
            root.meter.setAskAbove(ask.text)
        }
    }
}
