// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.ViewModels

/// The question before a call when the bytes of this month are spent.
Sheet {
    id: root

    required property CallViewModel call
    property string contact

    heading: qsTr("Call all the same?")
    text: qsTr("The bytes that you allow for this month are spent. On a narrow link a minute of speech takes about 80 kB, on a fast one about 600 kB.")
    onOpened: later.forceActiveFocus(Qt.TabFocusReason)

    ActionButton {
        Layout.fillWidth: true
        objectName: "callAnyway"
        kind: ActionButton.Primary
        iconName: "phone"
        text: qsTr("Call")
        onClicked: {
            root.close()
            root.call.start(root.contact, true)
        }
    }
    ActionButton {
        id: later

        Layout.fillWidth: true
        objectName: "callLater"
        text: qsTr("Not now")
        onClicked: root.close()
    }

    Connections {
        target: root.call

        function onCapSpent(contact: string): void {
            root.contact = contact
            root.open()
        }
    }
}
