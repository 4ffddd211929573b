// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick

/// Pages that belong together. A deck is loaded when one of its pages is wanted, since what is not looked at costs neither
/// time nor memory; each page in it exists while it is in the stack: a Repeater of none or one.
Item {
    id: root

    required property PageStack stack

    /// The page of this deck that is on top takes the keyboard.
    function takeFocus(): void {}

    /// Goes a step back within the page on top; false: there is none.
    function stepBack(): bool {
        return false
    }

    /// Searches in the page on top.
    function findNow(): void {}

    anchors.fill: parent
}
