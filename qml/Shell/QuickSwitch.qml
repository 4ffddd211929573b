// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme
import Nightjar.ViewModels

/// To any chat or message by a few letters.
T.Popup {
    id: root

    required property SearchModel search

    signal chosen(string contact, string message)

    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    padding: Theme.s
    width: parent ? Math.min(parent.width - 2 * Theme.m, Theme.column + Theme.xxxl) : 0
    height: parent ? Math.min(parent.height - 2 * Theme.m, Theme.row * 7) : 0
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round((parent.height - height) / 4) : 0
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onOpened: (root.contentItem as QuickBody).begin()

    T.Overlay.modal: Rectangle {
        color: Theme.colours.scrim
    }

    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.colours.surface
        border.width: Theme.hair
        border.color: Theme.colours.border
    }

    contentItem: QuickBody {
        search: root.search
        onChosen: (contact, message) => {
            root.close()
            root.chosen(contact, message)
        }
    }
}
