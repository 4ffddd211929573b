// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Whom to hand on; a press sends the card, so it says what that tells.
Sheet {
    id: root

    required property CardsModel cards

    function show(contact: string): void {
        root.cards.begin(contact)
        root.open()
    }

    heading: qsTr("Send a contact card")
    text: qsTr("It tells a name and a public address. Whoever gets it may pass it on.")
    onOpened: done.forceActiveFocus(Qt.TabFocusReason)

    BodyText {
        Layout.fillWidth: true
        visible: root.cards.loaded && root.cards.count === 0
        objectName: "noCards"
        text: qsTr("Nobody you know has a public address, and you have none. Invitations for one person are not passed on.")
        muted: true
    }
    Repeater {
        model: root.cards

        SheetAction {
            required property int index
            required property string name
            required property bool own

            objectName: "card"
            iconName: "person"
            text: own ? qsTr("Yourself: %1").arg(name) : name
            onClicked: root.cards.send(index)
        }
    }
    Notice {
        Layout.fillWidth: true
        objectName: "cardProblem"
        kind: Notice.Problem
        text: Words.problem(root.cards.problem)
    }
    ActionButton {
        id: done

        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        objectName: "cardClose"
        text: qsTr("Close")
        onClicked: root.close()
    }

    Connections {
        target: root.cards

        function onSent(): void {
            root.close()
        }
    }
}
