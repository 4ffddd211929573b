// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// What kind of thing is looked for in a conversation.
Flow {
    id: root

    required property FindViewModel find

    readonly property list<string> kinds: ["everything", "texts", "photos", "videos", "files", "links", "notes", "places"]

    function words(kind: string): string {
        switch (kind) {
        case "texts": return qsTr("Texts")
        case "photos": return qsTr("Photos")
        case "videos": return qsTr("Videos")
        case "files": return qsTr("Files")
        case "links": return qsTr("Links")
        case "notes": return qsTr("Voice messages")
        case "places": return qsTr("Places and cards")
        }
        return qsTr("Everything")
    }

    spacing: Theme.xs
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("What is looked for")

    Repeater {
        model: root.kinds

        T.AbstractButton {
            id: chip

            required property string modelData

            readonly property bool chosen: root.find.kind === chip.modelData

            objectName: "find-" + chip.modelData
            implicitWidth: implicitContentWidth + 2 * Theme.m
            implicitHeight: Math.max(Theme.touch, implicitContentHeight + Theme.m)
            topInset: Theme.xs
            bottomInset: Theme.xs
            focusPolicy: Qt.StrongFocus
            text: root.words(chip.modelData)
            checkable: false
            onClicked: root.find.kind = chip.modelData
            Accessible.role: Accessible.RadioButton
            Accessible.name: chip.text
            Accessible.checked: chip.chosen
            Keys.onReturnPressed: chip.clicked()
            Keys.onEnterPressed: chip.clicked()

            contentItem: BodyText {
                text: chip.text
                font.pixelSize: Theme.smallSize
                font.weight: chip.chosen ? Font.DemiBold : Font.Normal
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
            background: Rectangle {
                radius: height / 2
                color: chip.chosen ? Theme.colours.selected : chip.hovered ? Theme.colours.raised : "transparent"
                border.width: Theme.hair
                border.color: chip.chosen ? Theme.colours.accentText : Theme.colours.border

                FocusFrame {
                    control: chip
                    radius: parent.radius
                }
            }
        }
    }
}
