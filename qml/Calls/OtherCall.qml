// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// The call that waits or is on hold while one talks in another.
Rectangle {
    id: root

    required property CallViewModel call

    readonly property bool waiting: root.call.other === CallViewModel.Waiting
    readonly property string shownName: root.call.otherName === "" ? qsTr("Nameless") : root.call.otherName

    visible: root.call.other !== CallViewModel.None
    implicitHeight: row.implicitHeight + 2 * Theme.s
    radius: Theme.radiusLarge
    color: Theme.colours.nightControl
    objectName: "otherCall"
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: Theme.s
        anchors.leftMargin: Theme.m
        spacing: Theme.s

        BodyText {
            id: words

            Layout.fillWidth: true
            text: root.waiting ? qsTr("%1 is calling, too").arg(root.shownName) : qsTr("%1 is on hold").arg(root.shownName)
            color: Theme.colours.nightInk
            font.pixelSize: Theme.smallSize
            Accessible.ignored: true
        }
        IconButton {
            objectName: "endOther"
            iconName: "phone-down"
            ink: Theme.colours.nightInk
            ground: Theme.colours.dangerFill
            text: root.waiting ? qsTr("Decline %1").arg(root.shownName) : qsTr("Hang up on %1").arg(root.shownName)
            onClicked: root.call.endOther()
        }
        IconButton {
            objectName: "takeOther"
            iconName: root.waiting ? "phone" : "refresh"
            ink: Theme.colours.nightInk
            ground: Theme.colours.positiveFill
            text: root.waiting ? qsTr("Accept %1 and put this call on hold").arg(root.shownName) : qsTr("Go to %1 and put this call on hold").arg(root.shownName)
            onClicked: root.call.takeOther()
        }
    }
}
