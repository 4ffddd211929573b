// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// A picture of resources/icons in the colour that is wanted. Says nothing to a screen reader: what it is on does.
Image {
    id: root

    property string name
    property color colour: Theme.colours.text
    property int size: Theme.icon

    width: root.size
    height: root.size
    // Of what comes from a provider Qt asks for as many pixels as the screen has for it.
    sourceSize.width: root.size
    sourceSize.height: root.size
    source: root.name === "" ? "" : "image://icon/" + root.name + "/" + root.colour.toString().slice(1)
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
