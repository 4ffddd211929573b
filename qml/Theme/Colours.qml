// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQml

/// The colours of one look, by what they are for. Every pair of ink and ground in `pairs` is legible: WCAG AA, 4.5:1
/// for text and 3:1 for marks (tests/qml/tst_theme.qml).
QtObject {
    required property color window
    required property color surface
    required property color raised
    required property color pressed
    required property color border
    required property color outline
    required property color text
    required property color muted
    required property color accent
    required property color accentHover
    required property color onAccent
    required property color accentText
    required property color selected
    required property color bubbleMine
    required property color onMine
    required property color onMineMuted
    required property color onMineMark
    required property color bubbleTheirs
    required property color onTheirs
    required property color onTheirsMuted
    required property color badge
    required property color onBadge
    required property color danger
    required property color dangerFill
    required property color onDangerFill
    required property color positive
    required property color positiveFill
    required property color onPositiveFill
    required property color notice
    required property color onNotice
    required property color scrim
    required property color nightTop
    required property color nightBottom
    required property color onNight
    required property color onNightMuted
    required property color nightControl
    required property list<color> avatars
    required property color onAvatar

    /// Ink on ground, and the contrast that is needed.
    readonly property list<QtObject> pairs: [
        ColourPair { ink: "text"; ground: "window" },
        ColourPair { ink: "text"; ground: "surface" },
        ColourPair { ink: "text"; ground: "raised" },
        ColourPair { ink: "text"; ground: "pressed" },
        ColourPair { ink: "text"; ground: "selected" },
        ColourPair { ink: "muted"; ground: "window" },
        ColourPair { ink: "muted"; ground: "surface" },
        ColourPair { ink: "muted"; ground: "raised" },
        ColourPair { ink: "muted"; ground: "selected" },
        ColourPair { ink: "onAccent"; ground: "accent" },
        ColourPair { ink: "onAccent"; ground: "accentHover" },
        ColourPair { ink: "accentText"; ground: "window" },
        ColourPair { ink: "accentText"; ground: "surface" },
        ColourPair { ink: "accentText"; ground: "raised" },
        ColourPair { ink: "accentText"; ground: "selected" },
        ColourPair { ink: "onMine"; ground: "bubbleMine" },
        ColourPair { ink: "onMineMuted"; ground: "bubbleMine" },
        ColourPair { ink: "onMineMark"; ground: "bubbleMine"; needed: 3 },
        ColourPair { ink: "onTheirs"; ground: "bubbleTheirs" },
        ColourPair { ink: "onTheirsMuted"; ground: "bubbleTheirs" },
        ColourPair { ink: "onBadge"; ground: "badge" },
        ColourPair { ink: "danger"; ground: "window" },
        ColourPair { ink: "danger"; ground: "surface" },
        ColourPair { ink: "danger"; ground: "raised" },
        ColourPair { ink: "danger"; ground: "selected" },
        ColourPair { ink: "danger"; ground: "bubbleMine" },
        ColourPair { ink: "onDangerFill"; ground: "dangerFill" },
        ColourPair { ink: "positive"; ground: "surface" },
        ColourPair { ink: "positive"; ground: "window" },
        ColourPair { ink: "onPositiveFill"; ground: "positiveFill" },
        ColourPair { ink: "onNotice"; ground: "notice" },
        ColourPair { ink: "onNight"; ground: "nightTop" },
        ColourPair { ink: "onNight"; ground: "nightBottom" },
        ColourPair { ink: "onNight"; ground: "nightControl" },
        ColourPair { ink: "onNightMuted"; ground: "nightTop" },
        ColourPair { ink: "onNightMuted"; ground: "nightBottom" },
        ColourPair { ink: "outline"; ground: "window"; needed: 3 },
        ColourPair { ink: "outline"; ground: "surface"; needed: 3 }
    ]
}
