// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Theme

/// Loudness over time as bars; what was played is in full colour.
Item {
    id: root

    /// 0 … 255, of equal parts.
    required property list<int> bars
    property color ink: Theme.colours.text
    /// 0 … 1: up to where it was played.
    property real part: 0

    /// A place in it was pressed, 0 … 1.
    signal pressed(real part)

    readonly property int pitch: Theme.xs + Theme.hair
    readonly property int count: Math.max(1, Math.floor(root.width / root.pitch))

    /// What one of `count` bars shows: the loudest of those it stands for.
    function loudness(index: int): real {
        const all = root.bars.length
        if (all === 0)
            return 0
        const from = Math.min(all - 1, Math.floor(index * all / root.count))
        const to = Math.max(from + 1, Math.floor((index + 1) * all / root.count))
        let most = 0
        for (let i = from; i < to; ++i)
            most = Math.max(most, root.bars[i])
        return most / 255
    }

    implicitHeight: Theme.xl
    Accessible.ignored: true

    Repeater {
        model: root.count

        Rectangle {
            required property int index

            // Speech lies in the upper third of 60 dB.
            readonly property real loud: Math.max(0, (root.loudness(index) - 0.4) / 0.6)

            x: index * root.pitch
            anchors.verticalCenter: parent ? parent.verticalCenter : undefined
            width: Theme.focusWidth
            height: Math.max(Theme.focusWidth, Math.round(loud * root.height))
            radius: width / 2
            color: root.ink
            opacity: (index + 0.5) / root.count <= root.part ? 1 : 0.4
        }
    }
    TapHandler {
        onTapped: eventPoint => root.pressed(Math.max(0, Math.min(1, eventPoint.position.x / root.width)))
    }
}
