// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// Looks for words in this conversation: Enter and Shift+Enter go through the places.
Rectangle {
    id: root

    required property FindViewModel find

    signal closed()

    function takeFocus(): void {
        field.forceActiveFocus(Qt.ShortcutFocusReason)
        field.selectAll()
    }

    function end(): void {
        root.find.active = false
        root.closed()
    }

    function words(): string {
        if (root.find.text.trim() === "" && root.find.kind === "everything" || root.find.searching)
            return ""
        //: %1 is the number of the place on show, %2 how many there are
        return root.find.count === 0 ? qsTr("Nothing found") : qsTr("%1 of %2").arg(root.find.position).arg(root.find.count)
    }

    implicitHeight: column.implicitHeight + 2 * Theme.xs
    color: Theme.colours.surface

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.leftMargin: Theme.s
        anchors.rightMargin: Theme.xs
        anchors.topMargin: Theme.xs
        anchors.bottomMargin: Theme.xs
        spacing: Theme.xs

        RowLayout {
            spacing: 0

            SearchField {
                id: field

                Layout.fillWidth: true
                objectName: "findField"
                label: qsTr("Search this chat")
                text: root.find.text
                onTextChanged: root.find.text = text
                Keys.onPressed: event => {
                    const back = event.modifiers & Qt.ShiftModifier
                    if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) {
                        event.accepted = true
                        back ? root.find.newer() : root.find.older()
                    } else if (event.key === Qt.Key_Up || event.key === Qt.Key_Down) {
                        event.accepted = true
                        event.key === Qt.Key_Up ? root.find.older() : root.find.newer()
                    } else if (event.key === Qt.Key_Escape) {
                        event.accepted = true
                        root.end()
                    }
                }
            }
            BodyText {
                Layout.leftMargin: Theme.s
                Layout.rightMargin: Theme.xs
                visible: text !== ""
                objectName: "findPosition"
                text: root.words()
                muted: true
                font.pixelSize: Theme.smallSize
                wrapMode: Text.NoWrap
                Accessible.role: Accessible.AlertMessage
            }
            IconButton {
                objectName: "findOlder"
                iconName: "arrow-up"
                text: qsTr("The place before")
                enabled: root.find.count > 0
                onClicked: root.find.older()
            }
            IconButton {
                objectName: "findNewer"
                iconName: "arrow-down"
                text: qsTr("The place after")
                enabled: root.find.count > 0
                onClicked: root.find.newer()
            }
            IconButton {
                objectName: "findClose"
                iconName: "close"
                text: qsTr("End the search")
                onClicked: root.end()
            }
        }
        FindKinds {
            Layout.fillWidth: true
            find: root.find
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hair
        color: Theme.colours.border
    }
}
