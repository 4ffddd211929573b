// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// A web address before it is opened: who is asked, in letters that cannot look like others.
Sheet {
    id: root

    property string link

    function show(link: string): void {
        root.link = link
        root.open()
    }

    heading: qsTr("Open this page?")
    text: qsTr("Your browser asks this host, which then learns your address:")
    onOpened: open.forceActiveFocus(Qt.TabFocusReason)

    BodyText {
        Layout.fillWidth: true
        objectName: "linkHost"
        text: TextTools.hostOf(root.link)
        font.pixelSize: Theme.leadSize
        font.weight: Font.DemiBold
        wrapMode: Text.WrapAnywhere
    }
    Notice {
        Layout.fillWidth: true
        objectName: "linkForeign"
        kind: Notice.Warning
        text: TextTools.hostOf(root.link).indexOf("xn--") < 0 ? ""
            : qsTr("This name is written with letters that may look like others. xn-- is how the network writes it.")
    }
    BodyText {
        Layout.fillWidth: true
        objectName: "linkAddress"
        text: TextTools.plainAddress(root.link)
        muted: true
        font.family: Theme.monospace
        font.pixelSize: Theme.smallSize
        wrapMode: Text.WrapAnywhere
        maximumLineCount: 8
        elide: Text.ElideRight
    }
    ActionButton {
        id: open

        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        objectName: "linkOpen"
        kind: ActionButton.Primary
        iconName: "external"
        text: qsTr("Open")
        enabled: TextTools.hostOf(root.link) !== ""
        onClicked: {
            root.close()
            TextTools.openLink(root.link)
        }
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "linkCopy"
        iconName: "copy"
        text: qsTr("Copy")
        onClicked: {
            root.close()
            TextTools.copyLink(root.link)
        }
    }
}
