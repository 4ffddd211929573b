// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// One photo in the viewer: all of it, or its thumbnail with what keeps the rest away; its caption below.
Item {
    id: root

    required property string message
    required property string caption
    required property bool mine
    required property date time
    required property attachmentFacts attachment
    required property AttachmentsViewModel attachments

    Accessible.role: Accessible.Graphic
    Accessible.name: Words.joined(Words.joined(qsTr("Photo"), root.caption, ", "), Words.moment(root.time), ", ")

    Image {
        anchors.fill: parent
        anchors.margins: Theme.m
        visible: !full.there
        source: root.attachment.thumbnail
        fillMode: Image.PreserveAspectFit
        cache: false
        Accessible.ignored: true
    }
    Image {
        id: full

        readonly property bool there: full.status === Image.Ready && full.implicitWidth > 1

        anchors.fill: parent
        visible: full.there
        source: root.attachment.readable ? "image://photo/" + root.message : ""
        sourceSize.width: Theme.photoFull
        sourceSize.height: Theme.photoFull
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        cache: false
        mipmap: true
        Accessible.ignored: true
    }
    Column {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.l
        width: Math.min(parent.width - 2 * Theme.xl, Theme.bubbleMax)
        spacing: Theme.s

        BubbleButton {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: root.attachment.state === "offered"
            objectName: "leafFetch"
            ink: Theme.stageInk
            iconName: "download"
            text: qsTr("Fetch the photo")
            onClicked: root.attachments.fetch(root.message, root.attachment.size)
        }
        Repeater {
            model: [root.caption, root.attachment.readable ? Words.moment(root.time)
                : Words.transfer(root.attachment.state, root.attachment.reason, root.mine, root.attachment.done, root.attachment.size, root.attachment.rate)]

            Rectangle {
                id: line

                required property string modelData
                required property int index

                anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
                visible: line.modelData !== ""
                width: words.width + 2 * Theme.m
                height: words.height + Theme.s
                radius: Theme.radius
                color: Theme.stage

                Text {
                    id: words

                    anchors.centerIn: parent
                    width: Math.min(implicitWidth, root.width - 2 * Theme.xl - 2 * Theme.m)
                    text: line.modelData
                    textFormat: Text.PlainText
                    color: Theme.stageInk
                    font.pixelSize: line.index === 0 ? Theme.bodySize : Theme.smallSize
                    wrapMode: Text.Wrap
                    maximumLineCount: 6
                    elide: Text.ElideRight
                    horizontalAlignment: Text.AlignHCenter
                    Accessible.ignored: true
                }
            }
        }
    }
}
