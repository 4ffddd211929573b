// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.ViewModels

/// A screen that exists as long as it is wanted, and nothing of it afterwards. Its type is named nowhere else: naming it
/// would load it, and all that it is made of, before anybody sees it.
Loader {
    id: root

    required property AppViewModel app
    required property string file
    required property bool wanted

    /// Whoever looks at it wants to see something else.
    signal leaveWanted()

    function takeFocus(): void {
        if (root.item)
            (root.item as AppScreen).takeFocus()
    }

    function follow(): void {
        if (root.wanted)
            root.setSource(Qt.resolvedUrl(root.file), {app: root.app})
        else
            root.source = ""
    }

    anchors.fill: parent
    onWantedChanged: root.follow()
    onLoaded: root.takeFocus()
    Component.onCompleted: root.follow()

    Connections {
        target: root.item as AppScreen

        function onLeaveWanted(): void {
            root.leaveWanted()
        }
    }
}
