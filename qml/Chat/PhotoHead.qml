// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A photo as large as it will be, from the first moment on: its measures come with the message, then its thumbnail
/// until all of it is there. Of a video: its thumbnail, how long it is, and a button that plays it.
Item {
    id: root

    required property string message
    required property attachmentFacts attachment
    required property bool mine
    required property AttachmentsViewModel attachments
    required property real most
    required property color ink
    required property color inkMuted
    /// What it lies on: its corners are cut with it.
    required property color ground

    signal wanted()

    readonly property string stage: root.attachment.state
    readonly property bool running: root.stage === "waiting" || root.stage === "moving"
    readonly property bool halted: root.stage === "paused" || root.stage === "failed"
    readonly property bool ours: root.attachment.readable
    readonly property bool video: root.attachment.kind === "video"
    readonly property real claimedWidth: root.attachment.width > 0 && root.attachment.height > 0 ? root.attachment.width : Theme.photoWidth
    readonly property real claimedHeight: root.attachment.width > 0 && root.attachment.height > 0 ? root.attachment.height : Theme.photoWidth * 0.75
    readonly property real zoom: Math.min(Math.min(root.most, Theme.photoWidth) / root.claimedWidth, Theme.photoHeight / root.claimedHeight)

    implicitWidth: Math.max(Theme.photoLeast, Math.round(root.claimedWidth * root.zoom))
    implicitHeight: Math.max(Theme.photoLeast, Math.round(root.claimedHeight * root.zoom))

    Rectangle {
        anchors.fill: parent
        color: Theme.colours.pressed

        Icon {
            anchors.centerIn: parent
            visible: root.attachment.thumbnail === "" && !full.there && !root.video
            name: "image"
            size: Theme.xxl
            colour: Theme.colours.muted
        }
    }
    Image {
        anchors.fill: parent
        visible: !full.there
        source: root.attachment.thumbnail
        fillMode: Image.PreserveAspectCrop
        asynchronous: true
        cache: false
        Accessible.ignored: true
    }
    Image {
        id: full

        readonly property bool there: full.status === Image.Ready && full.implicitWidth > 1

        anchors.fill: parent
        visible: full.there
        source: root.ours && !root.video ? "image://photo/" + root.message : ""
        sourceSize.width: Math.ceil(2 * root.implicitWidth)
        sourceSize.height: Math.ceil(2 * root.implicitHeight)
        fillMode: Image.PreserveAspectCrop
        asynchronous: true
        cache: false
        Accessible.ignored: true
    }
    // Most are photos, which have none of it.
    Repeater {
        model: root.video ? 1 : 0

        VideoMarks {
            anchors.fill: parent
            seconds: root.attachment.seconds
            playable: root.ours
            onWanted: root.wanted()
        }
    }
    TapHandler {
        enabled: root.ours
        gesturePolicy: TapHandler.WithinBounds
        onTapped: root.wanted()
    }
    // A frame in the colour of the bubble makes the corners round. Rounder ones would look out behind it.
    Rectangle {
        anchors.fill: parent
        anchors.margins: -border.width
        radius: Math.min(Theme.radius, 2.4 * border.width) + border.width
        color: "transparent"
        border.width: Theme.xs
        border.color: root.ground
    }
    Rectangle {
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        anchors.margins: Theme.s
        visible: root.stage !== "done" && !(root.mine && root.stage === "stored")
        width: row.width + Theme.m
        height: row.height + 2 * Theme.xs
        radius: Math.min(height / 2, Theme.radiusLarge)
        color: root.ground

        Row {
            id: row

            spacing: Theme.s
            anchors.verticalCenter: parent.verticalCenter
            x: act.visible ? Theme.xs : Theme.s

            BubbleButton {
                id: act

                visible: root.running || root.halted || root.stage === "offered"
                objectName: "photoAct"
                ink: root.ink
                iconName: root.stage === "offered" ? "download" : root.running ? "close" : root.stage === "failed" ? "refresh" : "play"
                text: root.stage === "offered" ? (root.video ? qsTr("Fetch the video") : qsTr("Fetch the photo")) : root.running ? qsTr("Cancel") : root.stage === "failed" ? qsTr("Try again") : qsTr("Go on")
                onClicked: root.stage === "offered" ? root.attachments.fetch(root.message, root.attachment.size)
                         : root.running ? root.attachments.cancel(root.message) : root.attachments.resume(root.message)
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, root.width - 4 * Theme.s - (act.visible ? act.width + Theme.s : 0))
                text: Words.transfer(root.attachment.state, root.attachment.reason, root.mine, root.attachment.done, root.attachment.size, root.attachment.rate)
                textFormat: Text.PlainText
                color: root.stage === "failed" ? Theme.colours.danger : root.inkMuted
                font.pixelSize: Theme.smallSize
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
        }
    }
}
