// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme

/// What kind of thing follows in the list of what was found.
BodyText {
    id: root

    required property string section

    width: ListView.view ? ListView.view.width : 0
    leftPadding: Theme.l
    topPadding: Theme.m
    bottomPadding: Theme.xs
    text: root.section === "messages" ? qsTr("Messages") : root.section === "files" ? qsTr("Files and photos") : root.section === "links" ? qsTr("Links") : root.section === "recent" ? qsTr("Active last") : qsTr("Chats")
    muted: true
    font.pixelSize: Theme.smallSize
    font.weight: Font.DemiBold
    Accessible.role: Accessible.Heading
}
