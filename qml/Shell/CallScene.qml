// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Calls
import Nightjar.ViewModels

/// A call over everything, and the small window that rings while another program is in front.
AppScreen {
    id: root

    readonly property CallViewModel call: root.app.session.call

    function takeFocus(): void {
        page.takeFocus()
    }

    CallPage {
        id: page

        anchors.fill: parent
        call: root.call
        onMinimised: root.leaveWanted()
    }
    RingWindow {
        call: root.call
        inFront: root.Window.active
        onAnswered: root.Window.window?.requestActivate()
    }
}
