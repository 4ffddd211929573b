// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Items
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// What is in the camera's window: the picture, which camera it is, and the shutter or what to hold in front of it.
FocusScope {
    id: root

    required property CameraViewModel camera
    required property bool scanning
    required property bool shown

    /// Somebody can see it.
    readonly property bool seen: root.shown && root.Window.visibility !== Window.Hidden
                                 && root.Window.visibility !== Window.Minimized
    readonly property bool waiting: root.camera.stream.empty && root.camera.problem === ""

    signal finished()

    function takeFocus(): void {
        if (again.visible)
            again.forceActiveFocus(Qt.OtherFocusReason)
        else if (shutter.visible)
            shutter.forceActiveFocus(Qt.OtherFocusReason)
        else
            leave.forceActiveFocus(Qt.OtherFocusReason)
    }

    Accessible.role: Accessible.Pane
    Accessible.name: root.scanning ? qsTr("Scan an invitation") : qsTr("Camera")
    onSeenChanged: root.camera.setSeen(root.seen)
    Component.onDestruction: if (root.camera) root.camera.setSeen(false)

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: Theme.m

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m

            BubbleButton {
                visible: root.camera.names.length > 1
                objectName: "cameraNext"
                ink: Theme.stageInk
                iconName: "refresh"
                text: qsTr("Another camera")
                onClicked: root.camera.nextCamera()
            }
            BodyText {
                Layout.fillWidth: true
                objectName: "cameraName"
                text: root.camera.names.length > 1 ? root.camera.current : ""
                color: Theme.stageInk
                font.pixelSize: Theme.smallSize
            }
            BubbleButton {
                id: leave

                objectName: "cameraClose"
                ink: Theme.stageInk
                iconName: "close"
                text: qsTr("Close")
                onClicked: root.finished()
            }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            PictureStreamView {
                id: view

                /// Of the picture, as it is drawn.
                readonly property real shortSide: root.camera.stream.empty ? 0
                    : Math.min(root.camera.stream.size.width, root.camera.stream.size.height)
                      * Math.min(width / root.camera.stream.size.width, height / root.camera.stream.size.height)

                anchors.fill: parent
                objectName: "cameraView"
                stream: root.camera.stream
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("What the camera sees")
            }
            // About where the code should be; it is found elsewhere, too.
            Rectangle {
                anchors.centerIn: parent
                visible: root.scanning && !root.camera.stream.empty
                width: Math.round(Theme.aim * view.shortSide)
                height: width
                radius: Theme.radiusLarge
                color: "transparent"
                border.width: Theme.focusWidth
                border.color: Theme.stageInk
            }
            Spinner {
                anchors.centerIn: parent
                visible: root.waiting
            }
            ColumnLayout {
                anchors.centerIn: parent
                width: Math.min(parent.width, Theme.column)
                visible: root.camera.problem !== ""
                spacing: Theme.m

                Notice {
                    Layout.fillWidth: true
                    objectName: "cameraProblem"
                    kind: Notice.Problem
                    text: Words.problem(root.camera.problem)
                }
                ActionButton {
                    id: again

                    Layout.fillWidth: true
                    objectName: "cameraRetry"
                    iconName: "refresh"
                    text: qsTr("Try again")
                    onClicked: root.camera.retry()
                    // The shutter gives it the keyboard, and gets it back.
                    onVisibleChanged: if (root.shown) root.takeFocus()
                }
            }
        }
        BodyText {
            Layout.fillWidth: true
            visible: root.scanning && root.camera.problem === ""
            objectName: "scanHint"
            text: root.camera.foreign
                  ? qsTr("This QR code is no invitation to Nightjar. Hold another one in front of the camera.")
                  : qsTr("Hold the QR code of an invitation in front of the camera.")
            color: Theme.stageInk
            horizontalAlignment: Text.AlignHCenter
            // Spoken when it changes, too.
            Accessible.role: Accessible.AlertMessage
        }
        BubbleButton {
            id: shutter

            Layout.alignment: Qt.AlignHCenter
            implicitWidth: Theme.padKey
            implicitHeight: Theme.padKey
            visible: !root.scanning && root.camera.problem === ""
            opacity: root.camera.stream.empty || root.camera.taking ? 0.5 : 1
            objectName: "cameraShutter"
            ink: Theme.stageInk
            iconName: "camera"
            text: qsTr("Take the photo")
            onClicked: root.camera.take()
        }
    }
}
