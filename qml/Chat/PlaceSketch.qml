// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// A place without a map: lines of the graticule around it, how far it may be off, where north is, and a scale. Nothing
/// is asked of anybody for it.
Rectangle {
    id: root

    required property real latitude
    required property real longitude
    required property real uncertainty

    /// Metres from one side to the other: what lies around, and all of the uncertainty.
    readonly property real across: Math.max(1000, 4 * root.uncertainty)
    readonly property real metresPerDegree: 111195
    readonly property real pixelsPerMetre: root.width / root.across
    /// Of the scale: a round number that takes about a quarter of the width.
    readonly property real bar: root.rounded(root.across / 4)
    /// Degrees between two lines.
    readonly property real step: root.rounded(root.across / 3) / root.metresPerDegree
    readonly property real narrowing: Math.max(0.01, Math.cos(root.latitude * Math.PI / 180))

    /// 1, 2 or 5 times a power of ten, not above the number.
    function rounded(number: real): real {
        const power = Math.pow(10, Math.floor(Math.log(number) / Math.LN10))
        return (number >= 5 * power ? 5 : number >= 2 * power ? 2 : 1) * power
    }

    /// Where the line lies that is so many lines beyond the nearest one.
    function offset(degrees: real, line: int): real {
        return (Math.round(degrees / root.step) + line) * root.step - degrees
    }

    color: Theme.colours.raised
    radius: Theme.radius
    clip: true
    Accessible.ignored: true

    Repeater {
        model: 5

        Rectangle {
            required property int index

            y: root.height / 2 - root.offset(root.latitude, index - 2) * root.metresPerDegree * root.pixelsPerMetre
            width: root.width
            height: Theme.hair
            color: Theme.colours.border
        }
    }
    Repeater {
        model: 5

        Rectangle {
            required property int index

            x: root.width / 2 + root.offset(root.longitude, index - 2) * root.metresPerDegree * root.narrowing * root.pixelsPerMetre
            width: Theme.hair
            height: root.height
            color: Theme.colours.border
        }
    }
    Rectangle {
        anchors.centerIn: parent
        width: Math.max(Theme.xl, 2 * root.uncertainty * root.pixelsPerMetre)
        height: width
        radius: width / 2
        color: "transparent"
        border.width: Theme.focusWidth
        border.color: Theme.colours.accent
    }
    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.verticalCenter
        name: "pin"
        colour: Theme.colours.accentText
    }
    Column {
        x: root.width - width - Theme.s
        y: Theme.s

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "arrow-up"
            size: Theme.iconSmall
            colour: Theme.colours.muted
        }
        BodyText {
            anchors.horizontalCenter: parent.horizontalCenter
            //: north, on a sketch of a place
            text: qsTr("N")
            muted: true
            font.pixelSize: Theme.captionSize
            Accessible.ignored: true
        }
    }
    Column {
        x: Theme.s
        y: root.height - height - Theme.xs
        spacing: Theme.focusWidth

        BodyText {
            text: Words.distance(root.bar)
            muted: true
            font.pixelSize: Theme.captionSize
            Accessible.ignored: true
        }
        Rectangle {
            width: root.bar * root.pixelsPerMetre
            height: Theme.focusWidth
            color: Theme.colours.muted
        }
    }
}
