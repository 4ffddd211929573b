// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// A line to search with, the chats, and whether the name goes along. The keyboard stays in the line.
ColumnLayout {
    id: root

    required property ForwardViewModel forwarding

    signal chosen(string contact)

    function begin(): void {
        field.clear()
        list.currentIndex = 0
        field.forceActiveFocus(Qt.OtherFocusReason)
    }

    spacing: Theme.s

    BodyText {
        Layout.fillWidth: true
        //: %n is a number of messages
        text: qsTr("Forward %n message(s) to…", "", root.forwarding.messages)
        font.pixelSize: Theme.leadSize
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    SearchField {
        id: field

        Layout.fillWidth: true
        objectName: "forwardField"
        label: qsTr("Search chats")
        onTextChanged: {
            root.forwarding.text = text
            list.currentIndex = 0
        }
        onAccepted: if (list.count > 0) root.chosen(root.forwarding.contactAt(list.currentIndex))
        Keys.onDownPressed: list.currentIndex = Math.min(list.count - 1, list.currentIndex + 1)
        Keys.onUpPressed: list.currentIndex = Math.max(0, list.currentIndex - 1)
    }
    ToggleRow {
        objectName: "forwardWithName"
        visible: root.forwarding.nameable
        text: qsTr("Tell who wrote it")
        detail: qsTr("By the name that you have given them. Otherwise nobody learns whose words these are.")
        on: root.forwarding.withName
        onWanted: on => root.forwarding.withName = on
    }
    ListView {
        id: list

        Layout.fillWidth: true
        Layout.fillHeight: true
        objectName: "forwardList"
        clip: true
        model: root.forwarding
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: Theme.quick
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Chats")

        delegate: ContactChoice {
            current: ListView.isCurrentItem
            onClicked: root.chosen(contact)
        }
    }
}
