// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// A call, from the first ring to why it ended, over everything else. Night in every look.
T.Pane {
    id: root

    required property CallViewModel call

    readonly property bool incoming: root.call.state === CallViewModel.Incoming
    readonly property bool over: root.call.state === CallViewModel.Ended
    readonly property bool stalled: root.call.state === CallViewModel.Stalled
    readonly property bool talking: root.call.state === CallViewModel.Active || root.call.state === CallViewModel.Reconnecting || root.stalled
    /// One is heard only while a key is held.
    readonly property bool byKey: root.stalled || root.call.pushToTalk && root.talking
    readonly property string shownName: root.call.name === "" ? qsTr("Nameless") : root.call.name

    signal minimised()

    function takeFocus(): void {
        (root.incoming ? accept : root.over ? done : root.byKey ? talk : hangUp).forceActiveFocus(Qt.OtherFocusReason)
    }

    function stateWords(): string {
        switch (root.call.state) {
        case CallViewModel.Starting: return qsTr("Calling…")
        case CallViewModel.Ringing: return qsTr("Ringing at theirs…")
        case CallViewModel.Incoming: return qsTr("is calling you")
        case CallViewModel.Connecting: return root.call.path === "relayed" ? qsTr("Connecting through the server…") : qsTr("Connecting…")
        case CallViewModel.Active: return root.call.held ? qsTr("On hold") : root.call.heldByThem ? qsTr("They put you on hold") : Words.duration(root.call.seconds)
        case CallViewModel.Reconnecting: return qsTr("The link is gone. Holding the line…")
        case CallViewModel.Stalled: return qsTr("The link stays away. Hold the key and speak: it is delivered later, as a voice message.")
        case CallViewModel.Ended: return root.call.problem !== "" ? Words.problem(root.call.problem) : Words.callEnd(root.call.end)
        }
        return ""
    }

    /// What a person may want to know about the link, in one line.
    function linkWords(): string {
        if (root.call.state === CallViewModel.Reconnecting || !root.talking)
            return ""
        const way = root.call.path === "direct" ? qsTr("Direct link") : root.call.path === "relayed" ? qsTr("Through the server") : ""
        const rate = root.call.kbitUp + root.call.kbitDown > 0
            //: %1 is a data rate in kbit/s
            ? qsTr("%1 kbit/s").arg(Words.decimal(root.call.kbitUp + root.call.kbitDown, 1)) : ""
        return Words.joined(Words.joined(way, rate, " · "), Words.bytes(root.call.bytes), " · ")
    }

    /// Why it is not better than it is, and what the other side cannot know.
    function causeWords(): string {
        let cause = ""
        if (root.call.state === CallViewModel.Active && !root.call.held && !root.call.heldByThem)
            cause = Words.callCause(root.call.cause)
        const hidden = root.talking && root.call.addressHidden ? qsTr("Your address is hidden from them.") : ""
        return Words.joined(cause, hidden, " ")
    }

    function deviceWords(): string {
        if (root.over)
            return ""
        if (root.call.noMicrophone && root.call.noLoudspeaker)
            return qsTr("This machine has no microphone and no loudspeaker: the call is silent on your side.")
        if (root.call.noMicrophone)
            return qsTr("This machine has no microphone: they cannot hear you.")
        if (root.call.noLoudspeaker)
            return qsTr("This machine has no loudspeaker: you cannot hear them.")
        return ""
    }

    padding: 0
    objectName: "callPage"
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Call with %1").arg(root.shownName)

    background: Rectangle {
        gradient: Gradient {
            GradientStop { position: 0; color: Theme.colours.nightTop }
            GradientStop { position: 1; color: Theme.colours.nightBottom }
        }

        // Nothing below gets a click.
        MouseArea {
            anchors.fill: parent
            hoverEnabled: true
        }
    }

    IconButton {
        x: Theme.s
        y: Theme.s
        visible: root.talking || root.call.state === CallViewModel.Ringing || root.call.state === CallViewModel.Connecting
        objectName: "minimise"
        iconName: "message"
        ink: Theme.colours.nightInk
        text: qsTr("Back to the conversations")
        onClicked: root.minimised()
    }

    // Scrolls where letters are so large that it does not fit above the buttons.
    Flickable {
        id: facts

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: Theme.header
        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.s
        clip: true
        contentHeight: column.y + column.height
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height

        ColumnLayout {
            id: column

            x: Math.round((facts.width - width) / 2)
            y: Math.max(Theme.l, Math.min(Math.round(root.height * 0.16) - Theme.header, facts.height - column.height))
            width: Math.min(root.width - 2 * Theme.l, Theme.column)
            spacing: Theme.m

            Item {
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: Theme.avatarLarge + 2 * Theme.xl
                implicitHeight: implicitWidth

                // Rings while it rings; breathes with the voice of the other side while they talk.
                Repeater {
                    model: 2

                    Rectangle {
                        required property int index

                        readonly property bool rings: root.incoming || root.call.state === CallViewModel.Ringing || root.call.state === CallViewModel.Starting

                        anchors.centerIn: parent
                        width: Theme.avatarLarge + (index + 1) * Theme.l + (root.talking ? root.call.levelOut * Theme.l : 0)
                        height: width
                        radius: width / 2
                        color: Theme.colours.nightInk
                        opacity: rings || root.talking ? 0.14 - index * 0.06 : 0
                    }
                }
                Avatar {
                    anchors.centerIn: parent
                    initials: root.call.initials
                    tint: root.call.tint
                    size: Theme.avatarLarge
                }
            }
            BodyText {
                Layout.fillWidth: true
                text: root.shownName
                color: Theme.colours.nightInk
                font.pixelSize: Theme.displaySize
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                maximumLineCount: 2
                elide: Text.ElideRight
                Accessible.role: Accessible.Heading
            }
            BodyText {
                Layout.fillWidth: true
                objectName: "callState"
                text: root.stateWords()
                color: Theme.colours.nightInkMuted
                font.pixelSize: Theme.leadSize
                horizontalAlignment: Text.AlignHCenter
                Accessible.role: Accessible.AlertMessage
            }
            RowLayout {
                Layout.alignment: Qt.AlignHCenter
                Layout.fillWidth: true
                Layout.maximumWidth: implicitWidth
                Layout.topMargin: Theme.s
                visible: root.linkWords() !== ""
                spacing: Theme.m

                QualityBars {
                    quality: root.call.quality
                }
                BodyText {
                    Layout.fillWidth: true
                    text: root.linkWords()
                    color: Theme.colours.nightInkMuted
                    font.pixelSize: Theme.smallSize
                }
            }
            BodyText {
                Layout.fillWidth: true
                visible: text !== ""
                objectName: "causeWords"
                text: root.causeWords()
                color: Theme.colours.nightInkMuted
                font.pixelSize: Theme.smallSize
                horizontalAlignment: Text.AlignHCenter
            }
            BodyText {
                Layout.fillWidth: true
                visible: text !== ""
                objectName: "deviceWords"
                text: root.deviceWords()
                color: Theme.colours.nightInkMuted
                font.pixelSize: Theme.smallSize
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }

    ColumnLayout {
        id: buttons

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Math.max(Theme.l, Math.round(root.height * 0.05))
        width: Math.min(root.width - 2 * Theme.s, Theme.column)
        spacing: Theme.l

        OtherCall {
            Layout.fillWidth: true
            call: root.call
        }
        CallButton {
            id: talk

            Layout.alignment: Qt.AlignHCenter
            visible: root.byKey
            objectName: "talk"
            kind: CallButton.Accept
            iconName: "mic"
            text: talk.pressed ? qsTr("You are heard") : qsTr("Hold to talk")
            Accessible.name: qsTr("Hold to talk, with the space bar too")
            onPressedChanged: root.call.talk(talk.pressed)
        }
        ButtonFlow {
            visible: !root.incoming && !root.over
            spacing: Theme.m

            CallButton {
                objectName: "mute"
                iconName: root.call.muted ? "mic-off" : "mic"
                checked: root.call.muted
                enabled: !root.byKey
                text: root.call.muted ? qsTr("Muted") : qsTr("Mute")
                onClicked: root.call.muted = !root.call.muted
            }
            CallButton {
                visible: root.talking
                objectName: "hold"
                iconName: root.call.held ? "play" : "pause"
                checked: root.call.held
                text: root.call.held ? qsTr("Go on") : qsTr("Hold")
                onClicked: root.call.held = !root.call.held
            }
            CallButton {
                visible: root.talking
                objectName: "pushToTalk"
                iconName: "signal"
                checked: root.call.pushToTalk
                text: qsTr("By key")
                Accessible.name: root.call.pushToTalk ? qsTr("Talk freely again") : qsTr("Push to talk: for the narrowest links")
                onClicked: {
                    root.call.pushToTalk = !root.call.pushToTalk
                    root.takeFocus()
                }
            }
        }
        ButtonFlow {
            spacing: root.incoming ? Theme.l : Theme.xxl

            CallButton {
                visible: root.incoming
                objectName: "decline"
                kind: CallButton.End
                iconName: "phone-down"
                text: qsTr("Decline")
                onClicked: root.call.hangUp()
            }
            CallButton {
                visible: root.incoming
                objectName: "declineWith"
                iconName: "message"
                text: qsTr("Message")
                Accessible.name: qsTr("Decline with a message")
                onClicked: declineSheet.open()
            }
            CallButton {
                id: accept

                visible: root.incoming
                objectName: "acceptCall"
                kind: CallButton.Accept
                iconName: "phone"
                text: qsTr("Accept")
                onClicked: root.call.accept()
            }
            CallButton {
                id: hangUp

                visible: !root.incoming && !root.over
                objectName: "hangUp"
                kind: CallButton.End
                iconName: "phone-down"
                text: qsTr("Hang up")
                onClicked: root.call.hangUp()
            }
            CallButton {
                visible: root.over
                objectName: "callAgain"
                kind: CallButton.Accept
                iconName: "phone"
                text: qsTr("Call again")
                onClicked: root.call.start(root.call.contact)
            }
            CallButton {
                id: done

                visible: root.over
                objectName: "callDone"
                iconName: "close"
                text: qsTr("Close")
                onClicked: root.call.dismiss()
            }
        }
    }
    DeclineSheet {
        id: declineSheet

        onChosen: text => root.call.declineWith(text)
    }

    // A call that nobody rings any more asks nothing.
    onIncomingChanged: if (!root.incoming) declineSheet.close()
    onByKeyChanged: if (root.visible && root.byKey) root.takeFocus()

    Connections {
        target: root.call

        property int known: -1

        function onChanged(): void {
            if (known !== root.call.state) {
                known = root.call.state
                // A call in the background, or one that is over, takes the keyboard from nobody.
                if (root.visible && known !== CallViewModel.Idle)
                    root.takeFocus()
            }
        }
    }
}
