// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

/// Every measure and colour there is; no page or control has a number or a colour of its own.
QtObject {
    id: root

    /// Set once by the window from the preferences.
    property bool dark: false
    /// As much contrast as there is; dark, whatever `dark` says.
    property bool strong: false
    property real textScale: 1
    // What a company's theme file may set (docs/theme.md); colours are those of the looks below.
    property real typeScale: 1
    property int radius: 12
    property string typeface: ""
    property string name: "Nightjar"
    property url logoSource: "image://icon/appicon/"
    /// False where nothing may move: tests, and people who asked their system for it.
    property bool motion: true

    readonly property Colours light: LightColours {}
    readonly property Colours night: DarkColours {}
    readonly property Colours contrast: ContrastColours {}
    readonly property Colours colours: root.strong ? root.contrast : root.dark ? root.night : root.light
    /// Where one reads from right to left, what begins on the left begins on the right.
    readonly property bool mirrored: Application.layoutDirection === Qt.RightToLeft

    // ---- type: a scale of 1.2 around 15
    readonly property int captionSize: Math.round(12 * root.textScale * root.typeScale)
    readonly property int smallSize: Math.round(13 * root.textScale * root.typeScale)
    readonly property int bodySize: Math.round(15 * root.textScale * root.typeScale)
    readonly property int leadSize: Math.round(17 * root.textScale * root.typeScale)
    readonly property int titleSize: Math.round(21 * root.textScale * root.typeScale)
    readonly property int displaySize: Math.round(28 * root.textScale * root.typeScale)
    readonly property int digitSize: Math.round(26 * root.textScale)
    readonly property real proseLine: 1.3
    readonly property string family: root.typeface !== "" ? root.typeface : root.plain.font.family
    readonly property FontMetrics plain: FontMetrics {}
    readonly property string monospace: Qt.platform.os === "windows" ? "Consolas"
                                      : Qt.platform.os === "osx" ? "Menlo" : "monospace"
    /// What has emoji in colour on this system; else what everything is written in.
    readonly property string emojiFamily: {
        const there = Qt.fontFamilies()
        const known = ["Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Twemoji"]
        return known.find(family => there.indexOf(family) >= 0) ?? root.family
    }

    // ---- space: multiples of 4
    readonly property int hair: 1
    readonly property int xs: 4
    readonly property int s: 8
    readonly property int m: 12
    readonly property int l: 16
    readonly property int xl: 24
    readonly property int xxl: 32
    readonly property int xxxl: 48

    // ---- shape
    readonly property int radiusSmall: Math.round(root.radius * 2 / 3)
    readonly property int radiusLarge: Math.round(root.radius * 3 / 2)
    readonly property int focusWidth: 2

    // ---- sizes
    readonly property color paper: "#ffffff" ///< behind a QR code, in every look
    readonly property int touch: Math.round(44 * Math.max(1, root.textScale * 0.9))
    readonly property int icon: 22
    readonly property int iconSmall: 16
    readonly property int avatar: 46
    readonly property int avatarSmall: 36
    readonly property int avatarLarge: 104
    readonly property int header: Math.round(60 * Math.max(1, root.textScale * 0.85))
    readonly property int row: Math.round(72 * Math.max(1, root.textScale * 0.9))
    readonly property int column: 460
    readonly property int bubbleMax: 560
    readonly property int chip: Math.round(28 * Math.max(1, root.textScale * 0.9))
    readonly property int quoteBar: 3
    readonly property real bubbleShare: 0.8
    readonly property int logo: 96
    readonly property int fileBubble: 340
    /// A photo in a conversation is at most so large, and at least so large a square.
    readonly property int photoWidth: 320
    readonly property int photoHeight: 380
    readonly property int photoLeast: 140
    /// The longest side at which a photo is decoded for the whole window.
    readonly property int photoFull: 2560
    readonly property int tile: 120
    readonly property color stage: "#101014"    ///< behind a photo, in every look
    readonly property color stageInk: "#ffffff"
    readonly property int qrCode: 288
    readonly property int padKey: 68
    readonly property real aim: 0.7          ///< of what a camera sees: where a QR code is held
    readonly property int pinDot: 12

    // ---- panes: decided from the width of the window
    readonly property int twoPanesFrom: 600
    readonly property int listMin: 260
    readonly property int listMax: 540
    readonly property int chatMin: 380
    readonly property int windowWidth: 1020
    readonly property int windowHeight: 700
    readonly property int windowMinWidth: 360
    readonly property int windowMinHeight: 480

    // ---- time
    readonly property int quick: root.motion ? 120 : 0
    /// How long what was jumped to stands out.
    readonly property int litTime: 1600
    /// A press that lasts longer, in milliseconds, holds a button down rather than pressing it.
    readonly property int holdTime: 500
    readonly property int calm: root.motion ? 200 : 0

    /// A ground that can be told from what is below it, and on which this ink is as legible as there.
    function veil(ink: color, share: real): color {
        return Qt.rgba(ink.r, ink.g, ink.b, share)
    }

    function avatarColour(tint: int): color {
        return root.colours.avatars[tint % root.colours.avatars.length]
    }
}
