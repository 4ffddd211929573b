// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A call that goes on while one looks at something else.
T.AbstractButton {
    id: root

    required property CallViewModel call

    text: qsTr("Call with %1, %2").arg(root.call.name === "" ? qsTr("Nameless") : root.call.name).arg(Words.duration(root.call.seconds))
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus
    objectName: "callBar"
    Accessible.name: qsTr("Back to the call. %1").arg(root.text)
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.s

        Item { Layout.fillWidth: true }
        Icon {
            name: "phone"
            colour: Theme.colours.positiveFillInk
            size: Theme.iconSmall + Theme.focusWidth
        }
        BodyText {
            Layout.maximumWidth: root.width - 2 * Theme.xxxl
            text: root.text
            color: Theme.colours.positiveFillInk
            font.pixelSize: Theme.smallSize
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.ignored: true
        }
        Item { Layout.fillWidth: true }
    }
    background: Rectangle {
        color: Theme.colours.positiveFill

        Rectangle {
            anchors.fill: parent
            anchors.margins: Theme.focusWidth
            visible: root.visualFocus
            color: "transparent"
            border.width: Theme.focusWidth
            border.color: Theme.colours.positiveFillInk
        }
    }
}
