// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A place: a sketch, its coordinates in words, and the ways on from here. A live one tells since when it is there.
Rectangle {
    id: root

    required property placeFacts spot
    required property string text
    required property bool mine
    required property string time
    required property string stage
    required property string reason
    required property real most
    property bool expanded: false

    readonly property color ink: root.mine ? Theme.colours.mineInk : Theme.colours.theirsInk
    readonly property color inkMuted: root.mine ? Theme.colours.mineInkMuted : Theme.colours.theirsInkMuted

    signal copyWanted()
    signal mapWanted()
    signal stopWanted()

    width: Math.min(root.most, Theme.fileBubble)
    height: column.height + Theme.xs + Theme.s
    radius: Theme.radius + Theme.xs
    color: root.mine ? Theme.colours.bubbleMine : Theme.colours.bubbleTheirs
    border.width: root.mine ? 0 : Theme.hair
    border.color: Theme.colours.border
    Accessible.ignored: true

    ColumnLayout {
        id: column

        x: Theme.xs
        y: Theme.xs
        width: root.width - 2 * Theme.xs
        spacing: Theme.xs

        PlaceSketch {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.photoLeast
            latitude: root.spot.latitude
            longitude: root.spot.longitude
            uncertainty: root.spot.uncertainty
        }
        Text {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.s
            Layout.rightMargin: Theme.s
            visible: root.text !== ""
            text: root.text
            textFormat: Text.PlainText
            color: root.ink
            font.pixelSize: Theme.bodySize
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
        Text {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.s
            Layout.rightMargin: Theme.s
            objectName: "placeWords"
            text: Words.place(root.spot.latitude, root.spot.longitude, root.spot.uncertainty)
            color: root.ink
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
        Text {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.s
            Layout.rightMargin: Theme.s
            objectName: "placeLife"
            visible: root.spot.wasLive
            text: Words.placeLife(root.spot.live, root.spot.measured, root.spot.until)
            color: root.inkMuted
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
        RowLayout {
            Layout.leftMargin: Theme.xs
            spacing: Theme.xs

            BubbleButton {
                objectName: "placeMap"
                ink: root.ink
                iconName: "external"
                text: qsTr("Open in a program for maps")
                onClicked: root.mapWanted()
            }
            BubbleButton {
                objectName: "placeCopy"
                ink: root.ink
                iconName: "copy"
                text: qsTr("Copy the coordinates")
                onClicked: root.copyWanted()
            }
            BubbleButton {
                objectName: "placeStop"
                visible: root.mine && root.spot.live
                ink: root.ink
                iconName: "close"
                text: qsTr("Stop sharing where you are")
                onClicked: root.stopWanted()
            }
        }
        BubbleFoot {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.s
            Layout.rightMargin: Theme.s
            mine: root.mine
            time: root.time
            stage: root.stage
            reason: root.reason
            inkMuted: root.inkMuted
            expanded: root.expanded
        }
    }
}
