// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// Who we are, in three lines, and in which language.
ColumnLayout {
    id: root

    required property OnboardingViewModel onboarding
    required property Preferences preferences

    function takeFocus(): void {
        begin.forceActiveFocus(Qt.OtherFocusReason)
    }

    spacing: Theme.l

    Logo {
        Layout.alignment: Qt.AlignHCenter
        Layout.bottomMargin: Theme.s
        size: Theme.avatarLarge
    }
    BodyText {
        Layout.fillWidth: true
        text: Theme.name
        font.pixelSize: Theme.displaySize
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        Accessible.role: Accessible.Heading
    }
    BodyText {
        Layout.fillWidth: true
        text: qsTr("Heard, never seen.")
        muted: true
        font.pixelSize: Theme.leadSize
        horizontalAlignment: Text.AlignHCenter
    }
    BodyText {
        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        text: qsTr("Your identity is made here, on this device: no phone number, no e-mail, no account. Three short steps and you can talk.")
        horizontalAlignment: Text.AlignHCenter
    }
    ActionButton {
        id: begin

        Layout.fillWidth: true
        Layout.topMargin: Theme.l
        objectName: "begin"
        kind: ActionButton.Primary
        text: qsTr("Begin")
        onClicked: root.onboarding.next()
    }
    ActionButton {
        Layout.fillWidth: true
        objectName: "haveBackup"
        text: qsTr("I have a backup")
        onClicked: root.onboarding.beginRestore()
    }
    ActionButton {
        Layout.alignment: Qt.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: implicitWidth
        objectName: "otherLanguage"
        kind: ActionButton.Quiet
        iconName: "globe"
        // Each in its own language: who needs it cannot read the other.
        text: root.preferences.spokenLanguage === "ru" ? "English" : "Русский"
        onClicked: root.preferences.language = root.preferences.spokenLanguage === "ru" ? "en" : "ru"
    }
}
