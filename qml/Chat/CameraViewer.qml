// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme
import Nightjar.ViewModels

/// What the camera sees, over the whole window: to take a photo, or to read an invitation off a QR code. The camera runs
/// while this is open and can be seen, and at no other time.
T.Popup {
    id: root

    required property CameraViewModel camera
    property bool scanning: false

    function takePhoto(): void {
        root.scanning = false
        root.camera.beginPhoto()
        root.open()
    }

    function scan(): void {
        root.scanning = true
        root.camera.beginScan()
        root.open()
    }

    parent: T.Overlay.overlay
    modal: true
    focus: true
    padding: 0
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    closePolicy: T.Popup.CloseOnEscape
    onOpened: (root.contentItem as CameraStage).takeFocus()
    onAboutToHide: root.camera.end()

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; to: 0; duration: Theme.quick }
    }

    background: Rectangle { color: Theme.stage }
    contentItem: CameraStage {
        camera: root.camera
        scanning: root.scanning
        shown: root.visible
        onFinished: root.close()
    }

    Connections {
        target: root.camera

        function onPhotographed(): void {
            root.close()
        }
        function onScanned(): void {
            root.close()
        }
    }
}
