// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls

/// What can be sent besides words.
Sheet {
    id: root

    signal filesWanted()
    signal placeWanted()
    signal cardWanted()

    heading: qsTr("Send")
    onOpened: files.forceActiveFocus(Qt.TabFocusReason)

    SheetAction {
        id: files

        objectName: "attachFiles"
        iconName: "image"
        text: qsTr("Files or photos")
        onClicked: {
            root.close()
            root.filesWanted()
        }
    }
    SheetAction {
        objectName: "attachPlace"
        iconName: "pin"
        text: qsTr("Location")
        onClicked: {
            root.close()
            root.placeWanted()
        }
    }
    SheetAction {
        objectName: "attachCard"
        iconName: "person"
        text: qsTr("Contact card")
        onClicked: {
            root.close()
            root.cardWanted()
        }
    }
}
