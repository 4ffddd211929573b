// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Theme

/// Text for reading. The sizes are those of Theme; `muted` is for what is said beside.
Text {
    id: root

    property bool muted: false

    color: root.muted ? Theme.colours.muted : Theme.colours.text
    font.pixelSize: Theme.bodySize
    linkColor: Theme.colours.accentText
    lineHeight: root.wrapMode === Text.NoWrap ? 1 : Theme.proseLine
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
}
