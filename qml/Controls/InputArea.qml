// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick
import QtQuick.Templates as T
import Nightjar.Theme

/// A few lines to write in; grows with the text up to `mostLines`, then scrolls.
FocusScope {
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

    implicitHeight: Math.max(Theme.touch, Math.min(area.contentHeight, metrics.height * root.mostLines) + area.topPadding + area.bottomPadding)

    FontMetrics {
        id: metrics

        font: area.font
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.colours.surface
        border.width: area.activeFocus ? Theme.focusWidth : Theme.hair
        border.color: root.wrong ? Theme.colours.danger
            : area.activeFocus ? Theme.colours.accentText
            : root.framed ? Theme.colours.outline : Theme.colours.border
    }
    Flickable {
        id: flick

        anchors.fill: parent
        anchors.margins: Theme.focusWidth
        clip: true
        contentHeight: area.height
        boundsBehavior: Flickable.StopAtBounds
        // Not for a part of a pixel.
        interactive: contentHeight > height + Theme.hair
        T.ScrollBar.vertical: ThinScrollBar { policy: flick.interactive ? T.ScrollBar.AsNeeded : T.ScrollBar.AlwaysOff }

        T.TextArea {
            id: area

            width: flick.width
            height: Math.max(flick.height, contentHeight + topPadding + bottomPadding)
            focus: true
            leftPadding: Theme.m
            rightPadding: Theme.m
            topPadding: Math.max(Theme.s, (Theme.touch - metrics.height) / 2) - Theme.focusWidth
            bottomPadding: topPadding
            color: Theme.colours.text
            selectionColor: Theme.colours.accent
            selectedTextColor: Theme.colours.accentInk
            font.pixelSize: root.monospace ? Theme.smallSize : Theme.bodySize
            font.family: root.monospace ? Theme.monospace : Theme.family
            wrapMode: TextEdit.Wrap
            textFormat: TextEdit.PlainText
            selectByMouse: true
            activeFocusOnTab: true
            objectName: root.objectName === "" ? "" : root.objectName + ".area"

            Accessible.name: root.label
            Accessible.multiLine: true

            // Tab goes on to the next control; nobody writes tables here.
            Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)

            // The line that is written stays in view.
            onCursorRectangleChanged: {
                const line = area.cursorRectangle
                if (line.y < flick.contentY)
                    flick.contentY = Math.max(0, line.y - topPadding)
                else if (line.y + line.height > flick.contentY + flick.height)
                    flick.contentY = line.y + line.height + bottomPadding - flick.height
            }

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
    }
}
