// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// The first minutes, one step at a time.
CalmPage {
    id: root

    required property OnboardingViewModel onboarding
    required property Preferences preferences

    function takeFocus(): void {
        switch (root.onboarding.step) {
        case OnboardingViewModel.Welcome: return welcome.takeFocus()
        case OnboardingViewModel.Name: return name.takeFocus()
        case OnboardingViewModel.WipeOffer: return wipeOffer.takeFocus()
        case OnboardingViewModel.Server: return server.takeFocus()
        case OnboardingViewModel.Backup: return backup.takeFocus()
        }
        pin.takeFocus()
    }

    name: qsTr("First steps")
    canGoBack: root.onboarding.canGoBack
    onBack: root.onboarding.back()

    ColumnLayout {
        width: parent ? parent.width : 0

        WelcomeStep {
            id: welcome

            Layout.fillWidth: true
            visible: root.onboarding.step === OnboardingViewModel.Welcome
            onboarding: root.onboarding
            preferences: root.preferences
        }
        NameStep {
            id: name

            Layout.fillWidth: true
            visible: root.onboarding.step === OnboardingViewModel.Name
            onboarding: root.onboarding
        }
        PinStep {
            id: pin

            Layout.fillWidth: true
            visible: !welcome.visible && !name.visible && !wipeOffer.visible && !server.visible && !backup.visible
            onboarding: root.onboarding
        }
        WipeOfferStep {
            id: wipeOffer

            Layout.fillWidth: true
            visible: root.onboarding.step === OnboardingViewModel.WipeOffer
            onboarding: root.onboarding
        }
        ServerStep {
            id: server

            Layout.fillWidth: true
            visible: root.onboarding.step === OnboardingViewModel.Server
            onboarding: root.onboarding
        }
        BackupStep {
            id: backup

            Layout.fillWidth: true
            visible: root.onboarding.step === OnboardingViewModel.Backup
            onboarding: root.onboarding
        }
    }

    Connections {
        target: root.onboarding

        function onStepChanged(): void {
            root.takeFocus()
        }
    }
}
