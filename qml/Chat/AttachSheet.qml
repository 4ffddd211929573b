// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.ViewModels

/// What can be sent besides words.
Sheet {
    id: root

    required property CameraViewModel camera

    signal filesWanted()
    signal cameraWanted()
    signal placeWanted()
    signal cardWanted()

    heading: qsTr("Send")
    onAboutToShow: root.camera.look()
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
        visible: root.camera.possible
        objectName: "attachCamera"
        iconName: "camera"
        text: qsTr("Camera")
        onClicked: {
            root.close()
            root.cameraWanted()
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
