// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Items
import Nightjar.Theme
import Nightjar.Words

/// One public address: its code and link, how many may come through it, and its end.
SectionCard {
    id: root

    required property string address
    required property string link
    required property date created
    required property int perHour
    required property int perDay
    required property int inStock
    required property int takenToday
    property bool working: false

    signal copied()
    signal changeWanted(int perHour, int perDay)
    signal removed()

    heading: qsTr("Made %1").arg(Words.moment(root.created))

    Rectangle {
        Layout.alignment: Qt.AlignHCenter
        implicitWidth: Theme.qrCode + 2 * Theme.s
        implicitHeight: implicitWidth
        radius: Theme.radius
        color: Theme.paper
        border.width: Theme.hair
        border.color: Theme.colours.border

        QrCode {
            anchors.centerIn: parent
            width: Theme.qrCode
            height: Theme.qrCode
            objectName: "addressCode"
            text: root.link
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("QR code of the public address")
        }
    }
    BodyText {
        Layout.fillWidth: true
        objectName: "addressLink"
        text: root.link
        font.family: Theme.monospace
        font.pixelSize: Theme.smallSize
        wrapMode: Text.WrapAnywhere
    }
    ActionButton {
        id: copy

        property bool done: false

        Layout.fillWidth: true
        objectName: "addressCopy"
        kind: ActionButton.Primary
        iconName: done ? "check" : "copy"
        text: done ? qsTr("Copied") : qsTr("Copy the link")
        onClicked: {
            root.copied()
            done = true
            copyTimer.restart()
        }

        Timer {
            id: copyTimer

            interval: 4000
            onTriggered: copy.done = false
        }
    }
    FactRow {
        label: qsTr("Came in the last 24 hours")
        value: String(root.takenToday)
    }
    FactRow {
        label: qsTr("Can come while you are away")
        value: String(root.inStock)
    }
    BodyText {
        Layout.fillWidth: true
        text: qsTr("How many may come")
        font.weight: Font.DemiBold
        font.pixelSize: Theme.smallSize
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.xs
        enabled: !root.working

        Repeater {
            model: [3, 10, 100]

            ChoiceRow {
                required property int modelData

                readonly property int ofDay: 5 * modelData

                objectName: "quota" + modelData
                text: qsTr("%1 an hour, %2 a day").arg(modelData).arg(ofDay)
                checked: root.perHour === modelData && root.perDay === ofDay
                onClicked: root.changeWanted(modelData, ofDay)
            }
        }
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "addressDelete"
        kind: ActionButton.Danger
        iconName: "trash"
        enabled: !root.working
        text: qsTr("Delete this address")
        onClicked: root.removed()
    }
    BodyText {
        Layout.fillWidth: true
        text: qsTr("Nobody can come through it then. Contacts you have stay, and so do those who wait for your yes.")
        muted: true
        font.pixelSize: Theme.captionSize
    }
}
