// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme

/// A sentence that matters now: a problem, the state of the network, a hint. Nothing when the sentence is empty.
Rectangle {
    id: root

    enum Kind { Info, Warning, Problem, Good }

    property int kind: Notice.Info
    property string text
    property string iconName: root.kind === Notice.Good ? "check" : root.kind === Notice.Info ? "info" : "alert"
    property string actionText

    readonly property color ink: root.kind === Notice.Warning ? Theme.colours.noticeInk
        : root.kind === Notice.Problem ? Theme.colours.danger
        : root.kind === Notice.Good ? Theme.colours.positive : Theme.colours.text

    signal action()

    visible: root.text !== ""
    implicitHeight: row.implicitHeight
    implicitWidth: row.implicitWidth + 2 * Theme.l
    radius: Theme.radius
    color: root.kind === Notice.Warning ? Theme.colours.notice : Theme.colours.surface
    border.width: root.kind === Notice.Warning ? 0 : Theme.hair
    border.color: Theme.colours.border

    // Spoken as soon as it appears.
    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.text

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: Theme.l
        anchors.rightMargin: root.actionText === "" ? Theme.l : Theme.xs
        spacing: Theme.m

        Icon {
            Layout.alignment: Qt.AlignVCenter
            name: root.iconName
            colour: root.ink
            size: Theme.icon
        }
        BodyText {
            Layout.fillWidth: true
            Layout.topMargin: Theme.m
            Layout.bottomMargin: Theme.m
            text: root.text
            color: root.ink
            font.pixelSize: Theme.smallSize
            Accessible.ignored: true
        }
        ActionButton {
            visible: root.actionText !== ""
            kind: ActionButton.Quiet
            text: root.actionText
            onClicked: root.action()
        }
    }
}
