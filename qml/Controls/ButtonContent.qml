// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// What is on a button: a picture or a sign of work, and words that wrap where there is no room.
Item {
    id: root

    required property string text
    required property string iconName
    required property bool busy
    required property color ink
    required property font font

    readonly property real lead: root.busy || root.iconName !== "" ? Theme.icon + Theme.s : 0
    readonly property bool mirrored: root.LayoutMirroring.enabled  // not in a bubble
    /// The picture is before the words, in the direction of reading.
    readonly property real leadX: root.mirrored ? label.x + label.contentWidth + Theme.s : label.x - root.lead

    implicitWidth: root.lead + label.implicitWidth
    implicitHeight: Math.max(root.lead > 0 ? Theme.icon : 0, label.height)

    Spinner {
        x: root.leadX
        anchors.verticalCenter: parent.verticalCenter
        visible: root.busy
        running: root.busy && root.visible
        size: Theme.icon
        colour: root.ink
    }
    Icon {
        x: root.leadX
        anchors.verticalCenter: parent.verticalCenter
        visible: root.iconName !== "" && !root.busy
        name: root.iconName
        colour: root.ink
        size: Theme.icon
    }
    Text {
        id: label

        // Words and picture are in the middle together, as far as the words are painted.
        x: root.lead > 0 ? (root.mirrored ? 0 : root.lead) + Math.max(0, Math.round((width - contentWidth) / 2)) : 0
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - root.lead
        text: root.text
        color: root.ink
        font: root.font
        wrapMode: Text.Wrap
        horizontalAlignment: root.lead > 0 ? Text.AlignLeft : Text.AlignHCenter
        LayoutMirroring.enabled: false
        Accessible.ignored: true
    }
}
