// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// Which server carries the messages: one found nearby, or an address that was passed on.
ColumnLayout {
    id: root

    required property OnboardingViewModel onboarding

    function takeFocus(): void {
        if (address.visible)
            address.takeFocus()
        else
            go.forceActiveFocus(Qt.OtherFocusReason)
    }

    /// nightjar-hub://HOST:PORT/KEY without what people do not read.
    function shortAddress(line: string): string {
        return line.replace(/^nightjar-hub:\/\//, "").replace(/\/.*$/, "")
    }

    spacing: Theme.l

    StepTitle {
        number: 3
        text: qsTr("Through which server?")
        detail: qsTr("It passes sealed letters on and keeps them while somebody is away. It cannot read them and does not know who you are.")
    }
    SectionCard {
        heading: qsTr("Found nearby")
        visible: root.onboarding.found.length > 0 || root.onboarding.searching

        Repeater {
            model: root.onboarding.found

            ChoiceRow {
                required property string modelData

                objectName: "foundServer"
                text: root.shortAddress(modelData)
                //: %1 is the first letters of a server's key
                detail: qsTr("Key %1…").arg(modelData.replace(/^.*\//, "").slice(0, 12))
                checked: !root.onboarding.typed && root.onboarding.hub === modelData
                onClicked: root.onboarding.choose(modelData)
            }
        }
        ChoiceRow {
            visible: root.onboarding.found.length > 0
            objectName: "otherServer"
            text: qsTr("Another server")
            checked: root.onboarding.typed
            onClicked: {
                root.onboarding.choose("")
                address.takeFocus()
            }
        }
        RowLayout {
            visible: root.onboarding.searching
            spacing: Theme.m

            Spinner {}
            BodyText {
                Layout.fillWidth: true
                text: qsTr("Looking on this machine and in the local network…")
                muted: true
                font.pixelSize: Theme.smallSize
            }
        }
    }
    InputField {
        id: address

        Layout.fillWidth: true
        visible: root.onboarding.typed || root.onboarding.found.length === 0
        objectName: "hubAddress"
        label: qsTr("Server address")
        hint: "nightjar-hub://…"
        help: qsTr("Whoever runs a server can give you its address line. Paste it here.")
        monospace: true
        text: root.onboarding.hub
        wrong: root.onboarding.problem !== ""
        onEdited: text => root.onboarding.hub = text
        onAccepted: root.onboarding.next()
    }
    Notice {
        Layout.fillWidth: true
        kind: Notice.Problem
        text: Words.problem(root.onboarding.problem)
    }
    ActionButton {
        id: go

        Layout.fillWidth: true
        objectName: "next"
        kind: ActionButton.Primary
        text: root.onboarding.working ? qsTr("Making your keys…") : qsTr("Finish")
        busy: root.onboarding.working
        enabled: !root.onboarding.working && root.onboarding.hub.trim() !== ""
        onClicked: root.onboarding.next()
    }
    RowLayout {
        Layout.fillWidth: true
        visible: !root.onboarding.working

        ActionButton {
            Layout.fillWidth: true
            objectName: "withoutServer"
            kind: ActionButton.Quiet
            text: qsTr("Choose later")
            onClicked: root.onboarding.finishWithoutServer()
        }
        ActionButton {
            Layout.fillWidth: true
            visible: !root.onboarding.searching
            objectName: "searchAgain"
            kind: ActionButton.Quiet
            text: qsTr("Look again")
            onClicked: root.onboarding.searchServers()
        }
    }
}
