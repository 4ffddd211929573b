// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Window
import Nightjar.Theme

/// The bird in front of the moon.
Image {
    id: root

    property int size: Theme.logo

    width: root.size
    height: root.size
    sourceSize.width: root.size * Screen.devicePixelRatio
    sourceSize.height: root.size * Screen.devicePixelRatio
    source: Theme.logoSource
    Accessible.role: Accessible.Graphic
    Accessible.name: Theme.name
}
