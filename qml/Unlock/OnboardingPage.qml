// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// The first minutes, one step at a time.
CalmPage {
    id: root

    required property OnboardingViewModel onboarding
    required property Preferences preferences

    function takeFocus(): void {
        if (loader.item)
            loader.item.takeFocus() // qmllint disable
    }

    name: qsTr("First steps")
    canGoBack: root.onboarding.canGoBack
    onBack: root.onboarding.back()

    Loader {
        id: loader

        width: parent ? parent.width : 0
        sourceComponent: {
            switch (root.onboarding.step) {
            case OnboardingViewModel.Welcome: return welcome
            case OnboardingViewModel.Name: return name
            case OnboardingViewModel.WipeOffer: return wipeOffer
            case OnboardingViewModel.Server: return server
            }
            return pin
        }
        onLoaded: root.takeFocus()
    }

    Component {
        id: welcome

        WelcomeStep {
            onboarding: root.onboarding
            preferences: root.preferences
        }
    }
    Component {
        id: name

        NameStep { onboarding: root.onboarding }
    }
    Component {
        id: pin

        PinStep { onboarding: root.onboarding }
    }
    Component {
        id: wipeOffer

        WipeOfferStep { onboarding: root.onboarding }
    }
    Component {
        id: server

        ServerStep { onboarding: root.onboarding }
    }

    Connections {
        target: root.onboarding

        // From one PIN step to the next the same item stays.
        function onChanged(): void {
            if (loader.sourceComponent === pin && !root.onboarding.working)
                root.takeFocus()
        }
    }
}
