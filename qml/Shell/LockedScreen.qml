// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Unlock

/// A profile that waits for its PIN.
AppScreen {
    id: root

    function takeFocus(): void {
        page.takeFocus()
    }

    UnlockPage {
        id: page

        objectName: "unlockPage"
        anchors.fill: parent
        unlock: root.app.unlock
        shuffled: root.app.preferences.shuffledPad
        onRehearsalEnded: root.app.endRehearsal()
    }
}
