// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme

/// The top line of a page: back, title, and what else fits (`default` content).
Rectangle {
    id: root

    property string title
    property bool canGoBack: true
    default property alias actions: actionRow.data

    signal back()

    readonly property bool holdsFocus: backButton.activeFocus

    function takeFocus(): void {
        backButton.forceActiveFocus(Qt.OtherFocusReason)
    }

    implicitHeight: Theme.header
    color: Theme.colours.surface

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: root.canGoBack ? Theme.xs : Theme.l
        anchors.rightMargin: Theme.xs
        spacing: Theme.xs

        IconButton {
            id: backButton

            visible: root.canGoBack
            objectName: "back"
            iconName: "back"
            text: qsTr("Back")
            onClicked: root.back()
        }
        BodyText {
            Layout.fillWidth: true
            text: root.title
            font.pixelSize: Theme.leadSize
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.role: Accessible.Heading
        }
        Row {
            id: actionRow
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hair
        color: Theme.colours.border
    }
}
