// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A place before it is sent: typed, pasted, or where one is; of the latter also for how long it is kept told.
Sheet {
    id: root

    required property PlaceViewModel place

    function show(contact: string): void {
        root.place.begin(contact)
        root.open()
    }

    heading: qsTr("Send a location")
    text: qsTr("Only this conversation learns it. No map is fetched from anywhere.")
    onOpened: root.place.canLocate ? locate.forceActiveFocus(Qt.TabFocusReason) : coordinates.takeFocus()

    ActionButton {
        id: locate

        Layout.fillWidth: true
        visible: root.place.canLocate
        objectName: "placeLocate"
        iconName: "pin"
        busy: root.place.locating
        text: qsTr("Where I am")
        onClicked: root.place.locate()
    }
    InputField {
        id: coordinates

        Layout.fillWidth: true
        objectName: "placeText"
        label: qsTr("Coordinates or a geo: link")
        //: coordinates as people of this language write them
        hint: qsTr("55.7558, 37.6173")
        wrong: root.place.text.trim() !== "" && !root.place.valid
        help: wrong ? qsTr("These are no coordinates. Write degrees with a point, or degrees, minutes and seconds.") : ""
        text: root.place.text
        onTextChanged: root.place.text = coordinates.text
    }
    PlaceSketch {
        Layout.fillWidth: true
        Layout.preferredHeight: Theme.photoLeast
        visible: root.place.valid
        latitude: root.place.latitude
        longitude: root.place.longitude
        uncertainty: root.place.uncertainty
    }
    BodyText {
        Layout.fillWidth: true
        visible: root.place.valid
        objectName: "placeSheetWords"
        text: Words.place(root.place.latitude, root.place.longitude, root.place.uncertainty)
        font.pixelSize: Theme.smallSize
    }
    InputField {
        id: label

        Layout.fillWidth: true
        visible: root.place.valid
        objectName: "placeLabel"
        label: qsTr("What is there")
        hint: qsTr("Need not be said")
        maximumLength: 50
        text: root.place.label
        onTextChanged: root.place.label = label.text
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: root.place.here
        spacing: 0

        Repeater {
            model: [0, 15, 60, 480]

            ChoiceRow {
                required property int modelData

                objectName: "placeMinutes" + modelData
                text: modelData === 0 ? qsTr("As it is now")
                    //: %1 is a length of time
                    : qsTr("Live, for %1").arg(Words.lifeSpan(60 * modelData))
                checked: root.place ? root.place.minutes === modelData : false
                onClicked: root.place.minutes = modelData
            }
        }
    }
    Notice {
        Layout.fillWidth: true
        objectName: "placeProblem"
        kind: Notice.Problem
        text: Words.problem(root.place.problem)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "placeSend"
        kind: ActionButton.Primary
        iconName: "send"
        busy: root.place.working
        enabled: root.place.valid
        text: qsTr("Send")
        onClicked: root.place.send()
    }

    Connections {
        target: root.place

        function onSent(): void {
            root.close()
        }
    }
}
