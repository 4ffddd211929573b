// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls

/// What they read instead of hearing one's voice: a few sentences, or one's own.
Sheet {
    id: root

    readonly property list<string> sentences: [qsTr("I will call you back later."), qsTr("I cannot talk now. Write to me."), qsTr("Please call again in an hour.")]

    signal chosen(string text)

    /// Whether somebody could read it.
    function hasWords(text: string): bool {
        return /\S/.test(text)
    }

    function finish(text: string): void {
        if (!root.hasWords(text))
            return
        root.close()
        root.chosen(text)
    }

    heading: qsTr("Decline with a message")
    onOpened: own.takeFocus()
    onClosed: own.text = ""

    Repeater {
        model: root.sentences

        SheetAction {
            required property string modelData

            objectName: "declineSentence"
            iconName: "message"
            text: modelData
            onClicked: root.finish(modelData)
        }
    }
    InputField {
        id: own

        Layout.fillWidth: true
        objectName: "declineText"
        label: qsTr("In your own words")
        maximumLength: 500
        onAccepted: root.finish(own.text)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "declineSend"
        text: qsTr("Decline and send")
        enabled: root.hasWords(own.text)
        onClicked: root.finish(own.text)
    }
}
