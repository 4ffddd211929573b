// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme
import Nightjar.ViewModels

/// Into which chat messages are forwarded.
T.Popup {
    id: root

    required property ForwardViewModel forwarding

    readonly property bool narrow: parent && parent.width < Theme.twoPanesFrom

    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    padding: Theme.m
    width: parent ? Math.min(parent.width, Theme.column) : 0
    height: parent ? Math.min(parent.height - Theme.xl, Theme.row * 7) : 0
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? (root.narrow ? parent.height - height : Math.round((parent.height - height) / 2)) : 0
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onOpened: (root.contentItem as ForwardBody).begin()

    T.Overlay.modal: Rectangle {
        color: Theme.colours.scrim
    }

    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.colours.surface
        border.width: Theme.hair
        border.color: Theme.colours.border
    }

    contentItem: ForwardBody {
        forwarding: root.forwarding
        onChosen: contact => {
            root.close()
            root.forwarding.send(contact)
        }
    }
}
