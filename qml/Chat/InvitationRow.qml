// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// An invitation made before that can still be used.
RowLayout {
    id: root

    required property string invitation
    required property date created
    required property date expires

    signal copied()
    signal revoked()

    Layout.fillWidth: true
    spacing: Theme.xs

    BodyText {
        Layout.fillWidth: true
        text: qsTr("Made %1, open until %2").arg(Words.moment(root.created)).arg(Words.moment(root.expires))
        font.pixelSize: Theme.smallSize
    }
    IconButton {
        objectName: "invitationCopy"
        iconName: "copy"
        text: qsTr("Copy the link made %1").arg(Words.moment(root.created))
        onClicked: root.copied()
    }
    IconButton {
        objectName: "invitationWithdraw"
        iconName: "trash"
        ink: Theme.colours.danger
        text: qsTr("Withdraw the one made %1").arg(Words.moment(root.created))
        onClicked: root.revoked()
    }
}
