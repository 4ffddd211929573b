// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick

/// Black, white and yellow, for eyes that need it: WCAG AAA, 7:1 for text.
Colours {
    window: "#000000"
    surface: "#000000"
    raised: "#1a1a1a"
    pressed: "#333333"
    border: "#b0b0b0"
    outline: "#ffffff"
    text: "#ffffff"
    muted: "#e0e0e0"
    accent: "#ffe14d"
    accentHover: "#fff0a0"
    accentInk: "#000000"
    accentText: "#ffe14d"
    selected: "#333300"
    bubbleMine: "#0a2a52"
    mineInk: "#ffffff"
    mineInkMuted: "#e6edf7"
    mineMark: "#ffe14d"
    bubbleTheirs: "#1a1a1a"
    theirsInk: "#ffffff"
    theirsInkMuted: "#e0e0e0"
    badge: "#ffe14d"
    badgeInk: "#000000"
    danger: "#ffb3ab"
    dangerFill: "#8a0f08"
    dangerFillInk: "#ffffff"
    positive: "#8ff0bd"
    positiveFill: "#0b5a33"
    positiveFillInk: "#ffffff"
    notice: "#3d3000"
    noticeInk: "#fff0a0"
    scrim: "#cc000000"
    nightTop: "#000000"
    nightBottom: "#000000"
    nightInk: "#ffffff"
    nightInkMuted: "#e0e0e0"
    nightControl: "#2b2b2b"
    avatars: ["#43306e", "#0f4256", "#6a2c40", "#2d4a20", "#6a3f0c", "#20407c", "#4c372d", "#0f4a40"]
    avatarInk: "#ffffff"
}
