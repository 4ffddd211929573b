// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import Nightjar.Unlock

/// The first minutes.
AppScreen {
    id: root

    function takeFocus(): void {
        page.takeFocus()
    }

    OnboardingPage {
        id: page

        objectName: "onboardingPage"
        anchors.fill: parent
        onboarding: root.app.onboarding
        preferences: root.app.preferences
    }
}
