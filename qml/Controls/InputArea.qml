// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// A few lines to write in; grows with the text up to `mostLines`, then scrolls.
T.ScrollView {
    id: root

    required property string label
    property string hint
    property alias text: area.text
    property alias area: area
    property int mostLines: 6
    property bool wrong: false
    property bool framed: true
    property bool monospace: false

    function takeFocus(): void {
        area.forceActiveFocus(Qt.OtherFocusReason)
    }

    implicitHeight: Math.max(Theme.touch, Math.min(area.implicitHeight, metrics.height * root.mostLines + 2 * Theme.m))
    contentWidth: availableWidth

    FontMetrics {
        id: metrics

        font: area.font
    }

    T.TextArea {
        id: area

        width: root.availableWidth
        implicitHeight: Math.max(Theme.touch, contentHeight + topPadding + bottomPadding)
        leftPadding: Theme.m
        rightPadding: Theme.m
        topPadding: Math.max(Theme.s, (Theme.touch - metrics.height) / 2)
        bottomPadding: topPadding
        color: Theme.colours.text
        selectionColor: Theme.colours.accent
        selectedTextColor: Theme.colours.accentInk
        font.pixelSize: root.monospace ? Theme.smallSize : Theme.bodySize
        font.family: root.monospace ? Theme.monospace : Theme.family
        wrapMode: TextEdit.Wrap
        textFormat: TextEdit.PlainText
        selectByMouse: true
        objectName: root.objectName === "" ? "" : root.objectName + ".area"

        Accessible.name: root.label
        Accessible.multiLine: true

        // Tab goes on to the next control; nobody writes tables here.
        Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
        Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)

        Text {
            anchors.fill: parent
            anchors.leftMargin: area.leftPadding
            anchors.rightMargin: area.rightPadding
            anchors.topMargin: area.topPadding
            visible: area.length === 0 && area.preeditText === ""
            text: root.hint
            color: Theme.colours.muted
            font: area.font
            elide: Text.ElideRight
            Accessible.ignored: true
        }
    }

    background: Rectangle {
        radius: Theme.radius
        color: Theme.colours.surface
        border.width: area.activeFocus ? Theme.focusWidth : Theme.hair
        border.color: root.wrong ? Theme.colours.danger
            : area.activeFocus ? Theme.colours.accentText
            : root.framed ? Theme.colours.outline : Theme.colours.border
    }
}
