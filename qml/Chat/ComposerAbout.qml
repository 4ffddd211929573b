// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Above the line where one writes: what is being answered or changed, and the way out of it.
Item {
    id: root

    required property ComposerViewModel composer
    /// What the other side is called.
    required property string otherName

    readonly property bool editing: root.composer.purpose === ComposerViewModel.Editing
    readonly property string heading: root.editing ? qsTr("Edit your message")
        //: %1 is a name
        : root.composer.aboutMine ? qsTr("Reply to yourself") : qsTr("Reply to %1").arg(root.otherName)

    signal dismissed()

    implicitHeight: Math.max(quote.implicitHeight, close.implicitHeight)
    objectName: "composerAbout"
    Accessible.role: Accessible.Note
    Accessible.name: root.heading + ", " + quote.line

    QuoteBlock {
        id: quote

        anchors.left: parent.left
        anchors.leftMargin: Theme.l
        anchors.right: close.left
        anchors.rightMargin: Theme.s
        anchors.verticalCenter: parent.verticalCenter
        name: root.heading
        line: Words.messageLine(root.composer.aboutKind, root.composer.aboutPreview, root.composer.aboutMine)
        ink: Theme.colours.muted
    }
    IconButton {
        id: close

        anchors.right: parent.right
        anchors.rightMargin: Theme.s
        anchors.verticalCenter: parent.verticalCenter
        objectName: "dismissAbout"
        iconName: "close"
        text: root.editing ? qsTr("Leave it as it was") : qsTr("No reply")
        onClicked: root.dismissed()
    }
}
