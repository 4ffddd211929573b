// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.ViewModels

/// What fills the window, or lies over what does.
Item {
    required property AppViewModel app

    signal leaveWanted()

    function takeFocus(): void {}

    anchors.fill: parent
}
