// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// One call of the log; a press calls back.
T.AbstractButton {
    id: root

    required property string contact
    required property string name
    required property string initials
    required property int tint
    required property string outcome
    required property bool mine
    required property bool missed
    required property int seconds
    required property real bytes
    required property date time
    property bool current: false

    readonly property string shownName: root.name === "" ? qsTr("Nameless") : root.name
    readonly property string facts: Words.joined(Words.callRecord(root.outcome, root.mine, root.seconds),
                                                 root.bytes > 0 ? Words.bytes(root.bytes) : "", " · ")

    implicitHeight: Math.max(Theme.row, implicitContentHeight + 2 * Theme.s)
    focusPolicy: Qt.NoFocus
    objectName: "callLogRow"
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1, %2, %3. Press to call back.").arg(root.shownName).arg(root.facts).arg(Words.moment(root.time))

    contentItem: RowLayout {
        spacing: Theme.m

        Avatar {
            Layout.leftMargin: Theme.l
            initials: root.initials
            tint: root.tint
            size: Theme.avatarSmall
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            BodyText {
                Layout.fillWidth: true
                text: root.shownName
                font.weight: Font.DemiBold
                Accessible.ignored: true
            }
            BodyText {
                Layout.fillWidth: true
                text: root.facts
                color: root.missed ? Theme.colours.danger : Theme.colours.muted
                font.pixelSize: Theme.smallSize
                Accessible.ignored: true
            }
        }
        BodyText {
            text: Words.shortMoment(root.time)
            color: Theme.colours.muted
            font.pixelSize: Theme.captionSize
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
        Icon {
            Layout.rightMargin: Theme.l
            name: "phone"
            colour: Theme.colours.accentText
        }
    }
    background: Rectangle {
        color: root.down ? Theme.colours.pressed : root.hovered ? Theme.colours.raised : "transparent"

        FocusFrame {
            control: root
            gap: -Theme.xs
            visible: root.current
        }
    }
}
