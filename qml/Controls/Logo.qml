// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// The bird in front of the moon.
Image {
    id: root

    property int size: Theme.logo

    width: root.size
    height: root.size
    // Of what comes from a provider Qt asks for as many pixels as the screen has for it.
    sourceSize.width: root.size
    sourceSize.height: root.size
    source: Theme.logoSource
    Accessible.role: Accessible.Graphic
    Accessible.name: Theme.name
}
