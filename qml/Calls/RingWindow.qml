// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// A call that comes in while another program is in front: a small window above everything.
Window {
    id: root

    required property CallViewModel call
    /// The program's own window has the keyboard: it tells of the call itself.
    required property bool inFront

    readonly property string shownName: root.call.name === "" ? qsTr("Nameless") : root.call.name

    /// The conversation window is wanted in front.
    signal answered()

    width: Theme.windowMinWidth
    height: Math.max(column.implicitHeight + 2 * Theme.l, Theme.avatarLarge)
    flags: Qt.Dialog | Qt.WindowStaysOnTopHint | Qt.CustomizeWindowHint | Qt.WindowTitleHint
    // As that of the main window: who calls is nobody else's business.
    title: Theme.name
    color: Theme.colours.nightBottom
    visible: root.call.state === CallViewModel.Incoming && !root.inFront
    objectName: "ringWindow"

    ColumnLayout {
        id: column

        x: Theme.l
        y: Theme.l
        width: root.width - 2 * Theme.l
        spacing: Theme.m

        BodyText {
            Layout.fillWidth: true
            text: qsTr("%1 is calling you").arg(root.shownName)
            color: Theme.colours.nightInk
            font.pixelSize: Theme.leadSize
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            Accessible.role: Accessible.AlertMessage
        }
        RowLayout {
            Layout.alignment: Qt.AlignHCenter
            spacing: Theme.xxl

            CallButton {
                objectName: "ringDecline"
                kind: CallButton.End
                iconName: "phone-down"
                text: qsTr("Decline")
                onClicked: root.call.hangUp()
            }
            CallButton {
                objectName: "ringAccept"
                kind: CallButton.Accept
                iconName: "phone"
                text: qsTr("Accept")
                focus: true
                onClicked: {
                    root.call.accept()
                    root.answered()
                }
            }
        }
    }
}
