// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.ViewModels
import Nightjar.Words

/// The question before a download that is dear here and now.
Sheet {
    id: root

    required property AttachmentsViewModel attachments

    readonly property bool asking: root.attachments.asking

    heading: qsTr("Fetch it now?")
    text: root.attachments.askedSeconds < 0
          //: %1 is a size such as "12 MB"
          ? qsTr("This network may be paid for by the byte, and this is %1.").arg(Words.bytes(root.attachments.askedBytes))
          //: %1 is a size such as "12 MB", %2 a time such as "25 min"
          : qsTr("This is %1. At the present rate it takes %2.").arg(Words.bytes(root.attachments.askedBytes)).arg(Words.roughSpan(root.attachments.askedSeconds))
    onOpened: later.forceActiveFocus(Qt.TabFocusReason)
    onClosed: root.attachments.forgetQuestion()
    onAskingChanged: root.asking ? root.open() : root.close()

    ActionButton {
        Layout.fillWidth: true
        objectName: "fetchAnyway"
        kind: ActionButton.Primary
        iconName: "download"
        text: qsTr("Fetch %1").arg(Words.bytes(root.attachments.askedBytes))
        onClicked: root.attachments.fetchAnyway()
    }
    ActionButton {
        id: later

        Layout.fillWidth: true
        objectName: "fetchLater"
        text: qsTr("Not now")
        onClicked: root.close()
    }
}
