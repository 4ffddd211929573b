// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A name, or none.
ColumnLayout {
    id: root

    required property OnboardingViewModel onboarding

    function takeFocus(): void {
        field.takeFocus()
    }

    spacing: Theme.l

    StepTitle {
        number: 1
        text: qsTr("What should people call you?")
        detail: qsTr("Those whom you invite will see it. Any name will do, and none, too.")
    }
    InputField {
        id: field

        Layout.fillWidth: true
        objectName: "name"
        label: qsTr("Name")
        hint: qsTr("Leave it empty to stay nameless")
        text: root.onboarding.name
        wrong: !root.onboarding.nameFits
        onEdited: text => root.onboarding.name = text
        onAccepted: root.onboarding.next()
    }
    Notice {
        Layout.fillWidth: true
        kind: Notice.Problem
        text: Words.problem(root.onboarding.problem)
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "next"
        kind: ActionButton.Primary
        text: root.onboarding.name.trim() === "" ? qsTr("Go on without a name") : qsTr("Go on")
        enabled: root.onboarding.nameFits
        onClicked: root.onboarding.next()
    }
}
