// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme

/// One chat to choose.
T.ItemDelegate {
    id: root

    required property string contact
    required property string name
    required property string initials
    required property int tint

    property bool current: false

    width: ListView.view ? ListView.view.width : implicitWidth
    implicitHeight: Math.max(Theme.touch, implicitContentHeight) + 2 * Theme.xs
    leftPadding: Theme.s
    rightPadding: Theme.s
    focusPolicy: Qt.NoFocus
    text: root.name === "" ? qsTr("Nameless") : root.name
    objectName: "contactChoice"

    Accessible.role: Accessible.ListItem
    Accessible.name: root.text

    contentItem: RowLayout {
        spacing: Theme.m

        Avatar {
            initials: root.initials
            tint: root.tint
            size: Theme.avatarSmall
        }
        BodyText {
            Layout.fillWidth: true
            text: root.text
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: root.down ? Theme.colours.pressed : root.current ? Theme.colours.selected : root.hovered ? Theme.colours.raised : "transparent"
    }
}
