// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// The texts that a message has had, the present one first.
Sheet {
    id: root

    required property MessageHistoryModel history

    function show(message: string): void {
        root.history.show(message)
        root.open()
    }

    heading: qsTr("Earlier texts")
    onOpened: done.forceActiveFocus(Qt.OtherFocusReason)

    Repeater {
        model: root.history

        Rectangle {
            id: version

            required property int index
            required property string text
            required property date time
            required property bool first

            readonly property string moment: version.index === 0 ? qsTr("Now, since %1").arg(Words.moment(version.time))
                : version.first ? qsTr("As it was sent, %1").arg(Words.moment(version.time)) : Words.moment(version.time)

            Layout.fillWidth: true
            implicitHeight: lines.implicitHeight + 2 * Theme.m
            radius: Theme.radius
            color: Theme.colours.raised
            objectName: "version"
            Accessible.role: Accessible.StaticText
            Accessible.name: version.moment + ", " + version.text

            Column {
                id: lines

                x: Theme.m
                y: Theme.m
                width: parent.width - 2 * Theme.m
                spacing: Theme.xs

                BodyText {
                    width: parent.width
                    text: version.moment
                    muted: true
                    font.pixelSize: Theme.captionSize
                    Accessible.ignored: true
                }
                BodyText {
                    width: parent.width
                    text: version.text
                    Accessible.ignored: true
                }
            }
        }
    }
    ActionButton {
        id: done

        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        objectName: "historyDone"
        text: qsTr("Close")
        onClicked: root.close()
    }
}
