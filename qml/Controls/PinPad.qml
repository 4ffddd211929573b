// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Items
import Nightjar.Theme
import Nightjar.ViewModels

/// Where a PIN or a passphrase is typed: with the keyboard, or digit by digit on the pad. What is typed goes straight
/// to the buffer; nothing here ever knows it.
FocusScope {
    id: root

    required property SecretBuffer buffer
    property string label: qsTr("PIN")
    property string submitText: qsTr("OK")
    property bool passphrase: false
    property bool wrong: false
    /// The digits in the order of the keys: nine, then the one below.
    property list<int> digits: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    /// Beyond so many characters the dots stop to grow, and so does what they tell to somebody behind one's back.
    readonly property int mostDots: 16

    signal submitted()

    function takeFocus(): void {
        input.forceActiveFocus(Qt.OtherFocusReason)
    }

    implicitWidth: Math.max(pad.implicitWidth, Theme.padKey * 3 + 2 * Theme.m)
    implicitHeight: layout.implicitHeight

    ColumnLayout {
        id: layout

        width: parent.width
        spacing: Theme.l

        Rectangle {
            Layout.alignment: Qt.AlignHCenter
            Layout.fillWidth: true
            Layout.maximumWidth: root.implicitWidth
            implicitHeight: Theme.touch
            radius: Theme.radius
            color: root.passphrase ? Theme.colours.surface : "transparent"
            border.width: root.passphrase ? Theme.hair : 0
            border.color: input.activeFocus ? Theme.colours.accentText : Theme.colours.outline

            SecretInput {
                id: input

                objectName: "pinInput"
                anchors.fill: parent
                focus: true
                buffer: root.buffer
                allowText: root.passphrase
                enabled: root.enabled
                Accessible.role: Accessible.EditableText
                Accessible.name: root.label
                // Qt 6.4 tells no name of a password input on Linux.
                Accessible.description: root.label
                Accessible.passwordEdit: true
                onSubmitted: root.submitted()
                TapHandler {
                    onTapped: root.takeFocus()
                }
            }
            Row {
                id: dots

                anchors.centerIn: parent
                spacing: Theme.s

                Repeater {
                    model: Math.max(root.passphrase ? 0 : 4, Math.min(root.buffer.count, root.mostDots))

                    Rectangle {
                        required property int index

                        readonly property bool typed: index < root.buffer.count

                        width: Theme.pinDot
                        height: width
                        radius: width / 2
                        color: typed ? (root.wrong ? Theme.colours.danger : Theme.colours.accentText) : "transparent"
                        border.width: typed ? 0 : Theme.focusWidth
                        border.color: root.wrong ? Theme.colours.danger : Theme.colours.outline
                    }
                }
            }
            BodyText {
                anchors.centerIn: parent
                visible: root.passphrase && root.buffer.empty
                text: qsTr("Type with the keyboard")
                muted: true
            }
        }

        GridLayout {
            id: pad

            Layout.alignment: Qt.AlignHCenter
            visible: !root.passphrase
            columns: 3
            columnSpacing: Theme.m
            rowSpacing: Theme.s

            Repeater {
                model: 9

                PadKey {
                    required property int index

                    readonly property int digit: root.digits[index]

                    objectName: "key" + digit
                    text: digit
                    onClicked: root.buffer.digit(digit)
                }
            }
            PadKey {
                objectName: "keyBackspace"
                quiet: true
                iconName: "backspace"
                text: qsTr("Delete the last digit")
                enabled: root.enabled && !root.buffer.empty
                onClicked: root.buffer.backspace()
            }
            PadKey {
                readonly property int digit: root.digits[9]

                objectName: "key" + digit
                text: digit
                onClicked: root.buffer.digit(digit)
            }
            PadKey {
                objectName: "keySubmit"
                accent: true
                iconName: "check"
                text: root.submitText
                enabled: root.enabled && !root.buffer.empty
                onClicked: root.submitted()
            }
        }
        ActionButton {
            Layout.alignment: Qt.AlignHCenter
            Layout.fillWidth: true
            Layout.maximumWidth: implicitWidth
            visible: root.passphrase
            objectName: "passphraseSubmit"
            kind: ActionButton.Primary
            text: root.submitText
            enabled: root.enabled && !root.buffer.empty
            onClicked: root.submitted()
        }
    }

    component PadKey: T.Button {
        id: key

        property string iconName
        property bool quiet: false
        property bool accent: false

        implicitWidth: Theme.padKey + Theme.m
        implicitHeight: Theme.padKey - Theme.s
        // The keyboard types digits; the pad is for fingers, pointers and screen readers.
        focusPolicy: Qt.NoFocus
        Accessible.name: key.text

        contentItem: Item {
            Text {
                anchors.centerIn: parent
                visible: key.iconName === ""
                text: key.text
                color: Theme.colours.text
                font.pixelSize: Theme.digitSize
                Accessible.ignored: true
            }
            Icon {
                anchors.centerIn: parent
                visible: key.iconName !== ""
                name: key.iconName
                colour: !key.enabled ? Theme.colours.outline : key.accent ? Theme.colours.accentInk : Theme.colours.text
                size: Theme.xl
            }
        }
        background: Rectangle {
            radius: Theme.radiusLarge
            color: key.accent && key.enabled ? (key.down || key.hovered ? Theme.colours.accentHover : Theme.colours.accent)
                 : key.down ? Theme.colours.pressed
                 : key.quiet || key.accent ? "transparent"
                 : key.hovered ? Theme.colours.pressed : Theme.colours.raised
        }
    }
}
