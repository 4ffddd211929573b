// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// Where an own message is: clock, one tick (at the server), two ticks (on their device), two coloured ones (read), or
/// that it failed.
Icon {
    id: root

    required property string stage
    property color ink: Theme.colours.muted
    property color seen: Theme.colours.accentText

    size: Theme.iconSmall
    visible: root.name !== ""
    name: root.stage === "queued" ? "clock"
        : root.stage === "sent" ? "check"
        : root.stage === "delivered" || root.stage === "read" ? "check-double"
        : root.stage === "failed" ? "alert" : ""
    colour: root.stage === "failed" ? Theme.colours.danger : root.stage === "read" ? root.seen : root.ink
}
