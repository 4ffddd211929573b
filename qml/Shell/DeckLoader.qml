// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick

/// Loads a deck as soon as one of its pages is wanted. Its type is named nowhere else: naming it would load it.
Loader {
    id: root

    required property PageStack stack
    required property string file
    required property list<string> pages

    readonly property bool wanted: root.stack.holdsAny(root.pages)

    function load(): void {
        if (root.wanted && root.status === Loader.Null)
            root.setSource(Qt.resolvedUrl(root.file), {stack: root.stack})
    }

    anchors.fill: parent
    onWantedChanged: root.load()
    Component.onCompleted: root.load()
}
