// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick

/// Night sky, moonlight and embers.
Colours {
    window: "#0f131b"
    surface: "#151a25"
    raised: "#1f2634"
    pressed: "#2a3345"
    border: "#262e3e"
    outline: "#6f7a90"
    text: "#e9ecf4"
    muted: "#a0aabd"
    accent: "#aebcf4"
    accentHover: "#c3cef9"
    accentInk: "#111731"
    accentText: "#b6c3f7"
    selected: "#252e48"
    bubbleMine: "#2c3866"
    mineInk: "#eff2fc"
    mineInkMuted: "#b7c1e6"
    mineMark: "#c3cef9"
    bubbleTheirs: "#1f2634"
    theirsInk: "#e9ecf4"
    theirsInkMuted: "#a3adc0"
    badge: "#f0ab5a"
    badgeInk: "#2a1800"
    danger: "#ff9d94"
    dangerFill: "#b93a31"
    dangerFillInk: "#ffffff"
    positive: "#7fd3a6"
    positiveFill: "#257a4e"
    positiveFillInk: "#ffffff"
    notice: "#3a2e17"
    noticeInk: "#f7dba6"
    scrim: "#99000308"
    nightTop: "#222c54"
    nightBottom: "#0b0f1a"
    nightInk: "#f2f3fa"
    nightInkMuted: "#b0b9dd"
    nightControl: "#343f6e"
    avatars: ["#6a58a0", "#2f6c82", "#96526a", "#4d7340", "#8f5f2a", "#4464a8", "#755c50", "#2f7467"]
    avatarInk: "#ffffff"
}
