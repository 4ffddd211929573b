// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// All emoji, to choose one of: from below on a narrow window, in the middle of a wide one.
T.Popup {
    id: root

    readonly property bool narrow: parent && parent.width < Theme.twoPanesFrom

    signal chosen(string emoji)

    parent: T.Overlay.overlay
    modal: true
    focus: true
    dim: true
    padding: Theme.m
    width: parent ? Math.min(parent.width, Theme.column) : 0
    height: parent ? Math.min(parent.height - Theme.xl, Theme.row * 6) : 0
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? (root.narrow ? parent.height - height : Math.round((parent.height - height) / 2)) : 0
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onOpened: (root.contentItem as EmojiBody).begin()

    T.Overlay.modal: Rectangle {
        color: Theme.colours.scrim
    }

    background: Rectangle {
        radius: Theme.radiusLarge
        color: Theme.colours.surface
        border.width: Theme.hair
        border.color: Theme.colours.border
    }

    contentItem: EmojiBody {
        onChosen: emoji => {
            root.close()
            root.chosen(emoji)
        }
    }
}
