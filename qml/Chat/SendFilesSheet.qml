// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// The last look at files and pictures before they are sent: as photos or as they are, a caption, and what it costs.
Sheet {
    id: root

    required property FileTray tray

    function costWords(): string {
        if (!root.tray.costly)
            return ""
        if (root.tray.seconds < 0)
            //: %1 is a size such as "12 MB"
            return qsTr("This network may be paid for by the byte, and this is %1.").arg(Words.bytes(root.tray.bytes))
        //: %1 is a size such as "12 MB", %2 a time such as "25 min"
        return qsTr("This is %1. At the present rate it takes %2.").arg(Words.bytes(root.tray.bytes)).arg(Words.roughSpan(root.tray.seconds))
    }

    function send(): void {
        if (root.tray.ready)
            root.tray.send()
    }

    //: %n is a number of files
    heading: root.tray.asPhotos && root.tray.pictures === root.tray.count ? qsTr("Send %n photo(s)", "", root.tray.count) : qsTr("Send %n file(s)", "", root.tray.count)
    onOpened: caption.takeFocus()
    onClosed: root.tray.clear()

    ListView {
        id: list

        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(contentHeight, 3.5 * (Theme.touch + Theme.s))
        objectName: "tray"
        clip: true
        spacing: Theme.s
        model: root.tray
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ThinScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("What is sent")

        delegate: TrayRow {
            onRemoved: {
                root.tray.remove(index)
                if (root.tray.count === 0)
                    root.close()
            }
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: root.tray.pictures > 0
        spacing: 0

        ToggleRow {
            objectName: "asPhotos"
            text: qsTr("As photos")
            detail: root.tray.asPhotos ? qsTr("Made smaller, and without place, time and camera.")
                                       : qsTr("Sent as they are, with all that the camera wrote into them.")
            on: root.tray.asPhotos
            onWanted: on => root.tray.asPhotos = on
        }
        ToggleRow {
            visible: root.tray.asPhotos
            objectName: "smaller"
            text: qsTr("Send smaller")
            detail: qsTr("Good to look at on a phone, and quick on a slow network.")
            on: root.tray.smaller
            onWanted: on => root.tray.smaller = on
        }
    }
    InputArea {
        id: caption

        Layout.fillWidth: true
        objectName: "caption"
        label: qsTr("Caption")
        hint: qsTr("Add a caption")
        mostLines: 3
        text: root.tray.caption
        area.onTextChanged: root.tray.caption = caption.area.text
        area.Keys.onPressed: event => {
            if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && !(event.modifiers & Qt.ShiftModifier)) {
                event.accepted = true
                // What is dear is not sent by a habit of the hand.
                if (root.tray.costly)
                    sendButton.forceActiveFocus(Qt.TabFocusReason)
                else
                    root.send()
            }
        }
    }
    Notice {
        Layout.fillWidth: true
        objectName: "trayCost"
        kind: Notice.Warning
        text: root.costWords()
    }
    Notice {
        Layout.fillWidth: true
        objectName: "trayProblem"
        kind: Notice.Problem
        text: Words.problem(root.tray.problem)
    }
    ActionButton {
        id: sendButton

        Layout.fillWidth: true
        objectName: "traySend"
        kind: ActionButton.Primary
        iconName: "send"
        busy: root.tray.working
        enabled: root.tray.ready
        text: root.tray.costly ? qsTr("Send anyway, %1").arg(Words.bytes(root.tray.bytes)) : qsTr("Send, %1").arg(Words.bytes(root.tray.bytes))
        onClicked: root.send()
    }

    Connections {
        target: root.tray

        function onSent(): void {
            root.close()
        }
    }
}
