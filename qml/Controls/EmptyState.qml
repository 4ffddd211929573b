// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Theme

/// What a place says while there is nothing in it: a picture, a sentence, and what to do next (`default` content).
ColumnLayout {
    id: root

    property string iconName
    property bool logo: false
    property string heading
    property string text
    default property alias actions: column.data

    spacing: Theme.m

    Logo {
        Layout.alignment: Qt.AlignHCenter
        visible: root.logo
        size: Theme.avatarLarge
    }
    Rectangle {
        Layout.alignment: Qt.AlignHCenter
        visible: root.iconName !== ""
        implicitWidth: Theme.xxxl + Theme.xl
        implicitHeight: implicitWidth
        radius: width / 2
        color: Theme.colours.raised

        Icon {
            anchors.centerIn: parent
            name: root.iconName
            colour: Theme.colours.muted
            size: Theme.xxl
        }
    }
    BodyText {
        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        text: root.heading
        font.pixelSize: Theme.leadSize
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.Heading
    }
    BodyText {
        Layout.fillWidth: true
        visible: root.text !== ""
        text: root.text
        muted: true
        horizontalAlignment: Text.AlignHCenter
    }
    ColumnLayout {
        id: column

        Layout.fillWidth: true
        Layout.topMargin: Theme.m
        spacing: Theme.s
    }
}
