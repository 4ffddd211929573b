// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.Words

/// How much room one kind takes, and a button that gives it back.
RowLayout {
    id: root

    required property string label
    required property real bytes

    property bool clearable: true

    signal cleared()

    Layout.fillWidth: true
    spacing: Theme.m

    FactRow {
        Layout.fillWidth: true
        label: root.label
        value: Words.bytes(root.bytes)
    }
    IconButton {
        objectName: root.objectName + ".clear"
        visible: root.clearable
        enabled: root.bytes > 0
        iconName: "trash"
        ink: Theme.colours.danger
        //: %1 is "Photos", "Voice notes" or "Files"
        text: qsTr("Delete here: %1").arg(root.label)
        onClicked: root.cleared()
    }
}
