// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick

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
    required property color accentInk
    required property color accentText
    required property color selected
    required property color bubbleMine
    required property color mineInk
    required property color mineInkMuted
    required property color mineMark
    required property color bubbleTheirs
    required property color theirsInk
    required property color theirsInkMuted
    required property color badge
    required property color badgeInk
    required property color danger
    required property color dangerFill
    required property color dangerFillInk
    required property color positive
    required property color positiveFill
    required property color positiveFillInk
    required property color notice
    required property color noticeInk
    required property color scrim
    required property color nightTop
    required property color nightBottom
    required property color nightInk
    required property color nightInkMuted
    required property color nightControl
    required property list<color> avatars
    required property color avatarInk

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
        ColourPair { ink: "accentInk"; ground: "accent" },
        ColourPair { ink: "accentInk"; ground: "accentHover" },
        ColourPair { ink: "accentText"; ground: "window" },
        ColourPair { ink: "accentText"; ground: "surface" },
        ColourPair { ink: "accentText"; ground: "raised" },
        ColourPair { ink: "accentText"; ground: "selected" },
        ColourPair { ink: "mineInk"; ground: "bubbleMine" },
        ColourPair { ink: "mineInkMuted"; ground: "bubbleMine" },
        ColourPair { ink: "mineMark"; ground: "bubbleMine"; needed: 3 },
        ColourPair { ink: "accentText"; ground: "bubbleMine" },
        ColourPair { ink: "accentText"; ground: "bubbleTheirs" },
        ColourPair { ink: "theirsInk"; ground: "bubbleTheirs" },
        ColourPair { ink: "theirsInkMuted"; ground: "bubbleTheirs" },
        ColourPair { ink: "badgeInk"; ground: "badge" },
        ColourPair { ink: "danger"; ground: "window" },
        ColourPair { ink: "danger"; ground: "surface" },
        ColourPair { ink: "danger"; ground: "raised" },
        ColourPair { ink: "danger"; ground: "selected" },
        ColourPair { ink: "danger"; ground: "bubbleMine" },
        ColourPair { ink: "dangerFillInk"; ground: "dangerFill" },
        ColourPair { ink: "positive"; ground: "surface" },
        ColourPair { ink: "positive"; ground: "window" },
        ColourPair { ink: "positiveFillInk"; ground: "positiveFill" },
        ColourPair { ink: "noticeInk"; ground: "notice" },
        ColourPair { ink: "nightInk"; ground: "nightTop" },
        ColourPair { ink: "nightInk"; ground: "nightBottom" },
        ColourPair { ink: "nightInk"; ground: "nightControl" },
        ColourPair { ink: "nightInkMuted"; ground: "nightTop" },
        ColourPair { ink: "nightInkMuted"; ground: "nightBottom" },
        ColourPair { ink: "outline"; ground: "window"; needed: 3 },
        ColourPair { ink: "outline"; ground: "surface"; needed: 3 }
    ]
}
