// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Theme

/// One line to write in, with its name above and a word of help below.
ColumnLayout {
    id: root

    required property string label
    property alias text: field.text
    property string hint
    property string help
    property bool wrong: false
    property bool monospace: false
    property alias maximumLength: field.maximumLength
    property alias field: field

    signal accepted()
    signal edited(string text)

    function takeFocus(): void {
        field.forceActiveFocus(Qt.OtherFocusReason)
    }

    spacing: Theme.xs

    BodyText {
        Layout.fillWidth: true
        visible: root.label !== ""
        text: root.label
        font.pixelSize: Theme.smallSize
        font.weight: Font.DemiBold
        Accessible.ignored: true
    }
    T.TextField {
        id: field

        Layout.fillWidth: true
        implicitHeight: Math.max(Theme.touch, contentHeight + topPadding + bottomPadding)
        leftPadding: Theme.m
        rightPadding: Theme.m
        topPadding: Theme.s
        bottomPadding: Theme.s
        color: Theme.colours.text
        selectionColor: Theme.colours.accent
        selectedTextColor: Theme.colours.accentInk
        font.pixelSize: root.monospace ? Theme.smallSize : Theme.bodySize
        font.family: root.monospace ? Theme.monospace : Theme.family
        verticalAlignment: TextInput.AlignVCenter
        selectByMouse: true
        objectName: root.objectName === "" ? "" : root.objectName + ".field"

        Accessible.name: root.label
        Accessible.description: root.help

        onAccepted: root.accepted()
        onTextEdited: root.edited(field.text)

        background: Rectangle {
            radius: Theme.radius
            color: Theme.colours.surface
            border.width: field.activeFocus ? Theme.focusWidth : Theme.hair
            border.color: root.wrong ? Theme.colours.danger : field.activeFocus ? Theme.colours.accentText : Theme.colours.outline
        }

        Text {
            anchors.fill: parent
            anchors.leftMargin: field.leftPadding
            anchors.rightMargin: field.rightPadding
            visible: field.length === 0 && field.preeditText === ""
            text: root.hint
            color: Theme.colours.muted
            font: field.font
            elide: Text.ElideRight
            verticalAlignment: Text.AlignVCenter
            Accessible.ignored: true
        }
    }
    BodyText {
        Layout.fillWidth: true
        visible: root.help !== ""
        text: root.help
        muted: true
        font.pixelSize: Theme.smallSize
    }
}
