// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick

/// Paper, ink and dusk.
Colours {
    window: "#f4f2ee"
    surface: "#fdfcfa"
    raised: "#ece9e3"
    pressed: "#e1ddd5"
    border: "#e0dcd4"
    outline: "#868b98"
    text: "#1d2230"
    muted: "#575d6d"
    accent: "#3b4b84"
    accentHover: "#2f3d6e"
    accentInk: "#ffffff"
    accentText: "#35457c"
    selected: "#e2e6f4"
    bubbleMine: "#dde4f8"
    mineInk: "#1b2236"
    mineInkMuted: "#4b5575"
    mineMark: "#3b4b84"
    bubbleTheirs: "#ffffff"
    theirsInk: "#1d2230"
    theirsInkMuted: "#5d6373"
    badge: "#a9500f"
    badgeInk: "#ffffff"
    danger: "#b0231a"
    dangerFill: "#b3261e"
    dangerFillInk: "#ffffff"
    positive: "#1d6b45"
    positiveFill: "#1f7a4d"
    positiveFillInk: "#ffffff"
    notice: "#fbe9cd"
    noticeInk: "#613c02"
    scrim: "#66101522"
    nightTop: "#2b3768"
    nightBottom: "#12172a"
    nightInk: "#f2f3fa"
    nightInkMuted: "#b9c1e2"
    nightControl: "#3c4879"
    avatars: ["#5a4a8a", "#2f6478", "#8a4a5e", "#4a6b3c", "#8a5a24", "#3b5a9a", "#6b5348", "#2d6b5f"]
    avatarInk: "#ffffff"
}
