// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// All calls: who, when, how long, how many bytes; and calling back.
T.Pane {
    id: root

    required property CallLogModel calls

    signal back()
    signal callWanted(string contact)

    function takeFocus(): void {
        list.count > 0 ? list.forceActiveFocus(Qt.OtherFocusReason) : header.takeFocus()
    }

    padding: 0
    background: Rectangle { color: Theme.colours.window }
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Calls")
    Component.onCompleted: root.calls.load()

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            id: header

            Layout.fillWidth: true
            title: qsTr("Calls")
            onBack: root.back()
        }
        ListView {
            id: list

            Layout.fillWidth: true
            Layout.fillHeight: true
            objectName: "callLog"
            clip: true
            model: root.calls
            activeFocusOnTab: true
            keyNavigationEnabled: true
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: ThinScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Calls")
            Keys.onReturnPressed: (currentItem as CallLogRow)?.clicked()
            Keys.onEnterPressed: (currentItem as CallLogRow)?.clicked()

            delegate: CallLogRow {
                width: ListView.view ? ListView.view.width : 0
                current: ListView.isCurrentItem && list.activeFocus
                onClicked: root.callWanted(contact)
            }
        }
    }
    // The calls come after the page: then the keyboard is theirs.
    Connections {
        target: root.calls

        function onCountChanged(): void {
            if (list.count > 0 && header.holdsFocus)
                root.takeFocus()
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.xl, Theme.column)
        visible: root.calls.loaded && root.calls.count === 0
        iconName: "phone"
        heading: qsTr("No calls yet")
        text: qsTr("Open a chat and press the receiver. A call starts on any link that moves at all.")
    }
}
