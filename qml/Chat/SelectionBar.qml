// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// In place of the header while messages are selected: how many, and what can be done with them.
Rectangle {
    id: root

    required property ConversationViewModel conversation

    readonly property SelectionViewModel selection: root.conversation.selection

    signal forwardWanted()

    implicitHeight: Theme.header
    color: Theme.colours.selected

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.xs
        anchors.rightMargin: Theme.xs
        spacing: 0

        IconButton {
            objectName: "selectionEnd"
            iconName: "close"
            text: qsTr("Select nothing")
            onClicked: root.selection.end()
        }
        BodyText {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.xs
            objectName: "selectionCount"
            //: %n is a number of messages
            text: qsTr("%n selected", "", root.selection.count)
            font.weight: Font.DemiBold
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
            Accessible.role: Accessible.AlertMessage
        }
        IconButton {
            objectName: "selectionForward"
            iconName: "forward"
            text: qsTr("Forward")
            ink: Theme.colours.accentText
            visible: root.selection.forwardable
            onClicked: root.forwardWanted()
        }
        IconButton {
            objectName: "selectionCopy"
            iconName: "copy"
            text: qsTr("Copy the texts")
            ink: Theme.colours.accentText
            visible: root.selection.copyable
            onClicked: root.conversation.copySelected()
        }
        IconButton {
            objectName: "selectionDelete"
            iconName: "trash"
            text: qsTr("Delete")
            ink: Theme.colours.danger
            onClicked: {
                if (root.selection.ours && root.conversation.theyMayErase)
                    deletion.open()
                else
                    root.conversation.removeSelected(false)
            }
        }
    }

    Sheet {
        id: deletion

        //: %n is a number of messages
        heading: qsTr("Delete %n message(s)", "", root.selection.count)
        onOpened: here.forceActiveFocus(Qt.TabFocusReason)

        SheetAction {
            id: here

            objectName: "selectionDeleteHere"
            iconName: "trash"
            text: qsTr("Delete here")
            onClicked: {
                deletion.close()
                root.conversation.removeSelected(false)
            }
        }
        SheetAction {
            objectName: "selectionDeleteBoth"
            iconName: "trash"
            dangerous: true
            text: qsTr("Delete for both")
            detail: qsTr("Their Nightjar will delete it, too; a modified program could keep it.")
            onClicked: {
                deletion.close()
                root.conversation.removeSelected(true)
            }
        }
    }
}
