// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

// Not bound: a Loader of Qt 6.4 refuses to make bound components.
// qmllint disable unqualified
import QtQuick
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// One line of a conversation: what goes above it (day, unread border), and a bubble, a call or a notice.
Item {
    id: root

    required property int index
    required property string message
    required property string text
    required property bool mine
    required property date time
    required property string stage
    required property string reason
    required property string kind
    required property int callSeconds
    required property string quoted
    required property string quoteState
    required property bool quoteMine
    required property string quoteKind
    required property string quotePreview
    required property bool forwarded
    required property string origin
    required property bool edited
    required property list<string> reactions
    required property list<string> ownReactions
    required property list<string> sharedReactions
    required property bool dayStart
    required property bool groupStart
    required property bool groupEnd
    required property bool unreadFromHere
    required property bool leaving
    required property attachmentFacts attachment
    required property bool selected
    required property noteFacts note
    required property string author
    required property int authorTint
    required property string quoteAuthor
    required property string lifeFrom
    required property int lifeSeconds
    required property placeFacts spot
    required property string cardLink

    property string sender
    property AttachmentsViewModel attachments
    property VoiceNotesViewModel notes
    /// Words that are searched for.
    property string words
    /// It was just jumped to.
    property bool lit: false
    property bool expanded: false
    property bool current: false
    /// A press marks it rather than opening something.
    property bool selecting: false
    /// It can be replied to, by pulling it aside with a finger.
    property bool pullable: true
    property real pulled: 0

    signal menuWanted()
    signal pressed()
    signal quotePressed()
    signal reactionPressed(string emoji)
    signal answerWanted()
    signal saveWanted()
    signal viewWanted()
    signal linkPressed(string link)
    signal cardWanted()
    signal copyWanted()
    signal mapWanted()
    signal stopWanted()

    readonly property string clock: Words.time(root.time)
    readonly property bool endsItself: root.lifeFrom !== "never" && !root.isNotice
    /// The time, and how long it lives.
    readonly property string foot: root.endsItself ? Words.joined(root.clock, Words.lifeMark(root.lifeSeconds), " · ") : root.clock
    readonly property string noticeLine: root.text === "life-changed" ? Words.lifeNotice(root.lifeFrom, root.lifeSeconds, root.mine)
        : Words.notice(root.text, root.author)
    readonly property MessageBubble bubble: body
    readonly property bool rightHand: root.mine !== Theme.mirrored
    readonly property bool isNotice: root.kind === "notice"
    readonly property bool isNote: root.kind === "note"
    readonly property bool isFile: root.attachment.kind !== "" && !root.isNote
    readonly property bool isPlace: root.kind === "location"
    readonly property bool isCard: root.kind === "card"
    readonly property bool isBubble: root.kind !== "call" && !root.isNotice && !root.isFile && !root.isNote && !root.isPlace && !root.isCard
    readonly property real most: Math.min(Theme.bubbleMax, root.width * Theme.bubbleShare)
    readonly property string content: root.isNote ? Words.voiceNote(Math.round(root.note.seconds), root.mine || root.note.heard)
        : root.isPlace ? Words.joined(Words.messageLine(root.kind, root.text, root.mine),
            Words.joined(Words.place(root.spot.latitude, root.spot.longitude, root.spot.uncertainty),
                root.spot.wasLive ? Words.placeLife(root.spot.live, root.spot.measured, root.spot.until) : "", ", "), ", ")
        : !root.isFile ? Words.messageLine(root.kind, root.text, root.mine)
        : Words.joined(Words.joined(Words.attachment(root.attachment.kind, root.attachment.name), root.text, ", "),
                       Words.transfer(root.attachment.state, root.attachment.reason, root.mine, root.attachment.done, root.attachment.size, 0), ", ")
    readonly property string quoteLine: root.quoted === "" ? ""
        : Words.quoteLine(root.quoteState, root.quoteKind, root.quotePreview, root.quoteMine)
    readonly property string forwardedLine: !root.forwarded ? ""
        //: %1 is a name
        : root.origin !== "" ? qsTr("Forwarded from %1").arg(root.origin) : qsTr("Forwarded")

    /// The side of the window that it stands at, for something so wide.
    function place(wide: real): real {
        return (root.rightHand ? holder.width - wide - Theme.l : Theme.l) + root.pulled
    }

    /// `author`: in a group, who of them.
    function nameOf(mine: bool, author: string): string {
        return mine ? qsTr("You") : author !== "" ? author : root.sender
    }

    function listed(emoji: list<string>): string {
        let out = ""
        for (let i = 0; i < emoji.length; ++i)
            out += (i > 0 ? " " : "") + emoji[i]
        return out
    }

    /// Who, what, when, and what is known about it, as a screen reader says it.
    function spoken(): string {
        if (root.kind === "call")
            return Words.callRecord(root.text, root.mine, root.callSeconds) + ", " + root.clock
        if (root.isNotice)
            return root.noticeLine + ", " + root.clock
        let said = root.nameOf(root.mine, root.author) + ", " + root.content + ", " + root.clock
        said = Words.joined(said, root.mine ? Words.messageState(root.stage, root.reason) : "", ", ")
        said = Words.joined(said, root.edited ? qsTr("edited") : "", ", ")
        //: %1 is a length of time, a message is meant
        said = Words.joined(said, root.endsItself ? qsTr("deletes itself after %1").arg(Words.lifeSpan(root.lifeSeconds)) : "", ", ")
        said = Words.joined(said, root.forwardedLine, ", ")
        said = Words.joined(said, root.quoteLine === "" ? "" : qsTr("in reply to: %1").arg(root.quoteLine), ", ")
        said = Words.joined(said, root.reactions.length === 0 ? "" : qsTr("reactions: %1").arg(root.listed(root.reactions)), ", ")
        return Words.joined(said, !root.selecting ? "" : root.selected ? qsTr("selected") : qsTr("not selected"), ", ")
    }

    width: ListView.view ? ListView.view.width : 0
    implicitHeight: root.leaving ? 0 : holder.implicitHeight
    height: implicitHeight
    visible: !root.leaving
    objectName: "messageRow"

    Accessible.role: Accessible.ListItem
    Accessible.name: root.spoken()
    Accessible.selectable: root.selecting
    Accessible.selected: root.selected
    Accessible.onPressAction: root.selecting ? root.pressed() : root.menuWanted()

    Rectangle {
        y: holder.height - height
        width: parent.width
        height: (root.isFile ? file.height : root.isNote ? voice.height : root.isPlace || root.isCard ? special.height : body.height) + reactionBar.height + 2 * Theme.xs
        color: Theme.colours.selected
        opacity: root.lit || root.selected ? 1 : 0

        Behavior on opacity {
            NumberAnimation { duration: Theme.calm }
        }
    }
    DragHandler {
        acceptedDevices: PointerDevice.TouchScreen
        enabled: root.pullable && root.kind !== "call" && !root.isNotice && !root.selecting
        target: null
        yAxis.enabled: false
        onTranslationChanged: if (active) root.pulled = Math.max(0, Math.min(translation.x, 2 * Theme.touch))
        onActiveChanged: if (!active) {
            if (root.pulled > Theme.touch)
                root.answerWanted()
            root.pulled = 0
        }
    }
    Icon {
        anchors.verticalCenter: holder.bottom
        anchors.verticalCenterOffset: -body.height / 2
        x: Theme.l
        visible: root.pulled > 0
        opacity: Math.min(1, root.pulled / Theme.touch)
        name: "reply"
        colour: Theme.colours.accentText
    }
    Column {
        id: holder

        width: parent.width

        Loader {
            width: parent.width
            active: root.dayStart
            visible: active
            sourceComponent: DateChip { text: Words.day(root.time) }
        }
        Loader {
            width: parent.width
            active: root.unreadFromHere
            visible: active
            sourceComponent: DateChip {
                strong: true
                text: qsTr("Unread")
            }
        }
        Item {
            width: Theme.hair
            height: root.groupStart ? Theme.s : Theme.focusWidth
        }
        Loader {
            x: root.place(width)
            active: root.author !== "" && root.groupStart && !root.isNotice
            visible: active
            sourceComponent: Row {
                leftPadding: Theme.xs
                bottomPadding: Theme.xs
                spacing: Theme.xs

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.m
                    height: Theme.m
                    radius: width / 2
                    color: Theme.avatarColour(root.authorTint)
                }
                BodyText {
                    width: Math.min(implicitWidth, root.most)
                    text: root.author
                    font.pixelSize: Theme.captionSize
                    font.weight: Font.DemiBold
                    wrapMode: Text.NoWrap
                    elide: Text.ElideRight
                    Accessible.ignored: true
                }
            }
        }
        MessageBubble {
            id: body

            x: root.place(width)
            visible: root.isBubble
            text: root.isBubble ? Words.messageLine(root.kind, root.text, root.mine) : ""
            mine: root.mine
            time: root.foot
            stage: root.stage
            reason: root.reason
            words: root.words
            most: root.most
            rightHand: root.rightHand
            tail: root.groupEnd && root.reactions.length === 0
            expanded: root.expanded || root.stage === "failed"
            edited: root.edited
            forwardedLine: root.forwardedLine
            quoteName: root.quoted === "" || root.quoteState !== "present" ? "" : root.nameOf(root.quoteMine, root.quoteAuthor)
            quoteLine: root.quoteLine
            onLinkPressed: link => root.selecting ? root.pressed() : root.linkPressed(link)

            FocusFrame {
                control: root
                radius: Theme.radiusLarge + gap
                visible: root.current
            }
            TapHandler {
                acceptedButtons: Qt.LeftButton
                onTapped: eventPoint => {
                    if (body.isQuoteAt(eventPoint.position.y) && !root.selecting)
                        root.quotePressed()
                    else
                        root.pressed()
                }
                onLongPressed: root.menuWanted()
            }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: root.menuWanted()
            }
        }
        Loader {
            id: file

            x: root.place(width)
            active: root.isFile
            visible: active
            sourceComponent: AttachmentBubble {
                message: root.message
                attachment: root.attachment
                text: root.text
                mine: root.mine
                time: root.foot
                stage: root.stage
                reason: root.reason
                words: root.words
                most: root.most
                attachments: root.attachments
                expanded: root.expanded || root.stage === "failed"
                onSaveWanted: root.saveWanted()
                onViewWanted: if (!root.selecting) root.viewWanted()
                onLinkPressed: link => root.selecting ? root.pressed() : root.linkPressed(link)

                FocusFrame {
                    control: root
                    radius: Theme.radiusLarge + gap
                    visible: root.current
                }
                TapHandler {
                    acceptedButtons: Qt.LeftButton
                    onTapped: if (root.selecting) root.pressed()
                    onLongPressed: root.menuWanted()
                }
                TapHandler {
                    acceptedButtons: Qt.RightButton
                    onTapped: root.menuWanted()
                }
            }
        }
        Loader {
            id: voice

            x: root.place(width)
            active: root.isNote
            visible: active
            sourceComponent: NoteBubble {
                message: root.message
                note: root.note
                attachment: root.attachment
                mine: root.mine
                time: root.foot
                stage: root.stage
                reason: root.reason
                most: root.most
                notes: root.notes
                attachments: root.attachments
                expanded: root.expanded || root.stage === "failed"

                FocusFrame {
                    control: root
                    radius: Theme.radiusLarge + gap
                    visible: root.current
                }
                TapHandler {
                    acceptedButtons: Qt.LeftButton
                    onTapped: if (root.selecting) root.pressed()
                    onLongPressed: root.menuWanted()
                }
                TapHandler {
                    acceptedButtons: Qt.RightButton
                    onTapped: root.menuWanted()
                }
            }
        }
        Loader {
            id: special

            x: root.place(width)
            active: root.isPlace || root.isCard
            visible: active
            sourceComponent: root.isPlace ? spotBubble : cardBubble

            FocusFrame {
                z: 1
                control: root
                radius: Theme.radiusLarge + gap
                visible: root.current
            }
            TapHandler {
                acceptedButtons: Qt.LeftButton
                onTapped: if (root.selecting) root.pressed()
                onLongPressed: root.menuWanted()
            }
            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: root.menuWanted()
            }
        }
        Component {
            id: spotBubble

            PlaceBubble {
                spot: root.spot
                text: root.text
                mine: root.mine
                time: root.foot
                stage: root.stage
                reason: root.reason
                most: root.most
                expanded: root.expanded || root.stage === "failed"
                onCopyWanted: root.copyWanted()
                onMapWanted: root.mapWanted()
                onStopWanted: root.stopWanted()
            }
        }
        Component {
            id: cardBubble

            CardBubble {
                text: root.text
                mine: root.mine
                time: root.foot
                stage: root.stage
                reason: root.reason
                most: root.most
                expanded: root.expanded || root.stage === "failed"
                onWriteWanted: root.cardWanted()
            }
        }
        Loader {
            id: reactionBar

            x: root.place(width)
            active: root.kind !== "call" && !root.isNotice && root.reactions.length > 0
            visible: active
            sourceComponent: ReactionBar {
                emoji: root.reactions
                ours: root.ownReactions
                shared: root.sharedReactions
                most: body.most
                toTheRight: root.mine
                onPressed: emoji => root.reactionPressed(emoji)
            }
        }
        Loader {
            anchors.horizontalCenter: parent.horizontalCenter
            active: root.kind === "call"
            visible: active
            sourceComponent: CallRecord {
                outcome: root.text
                mine: root.mine
                seconds: root.callSeconds
                most: root.width - 2 * Theme.l
                time: root.clock

                FocusFrame {
                    control: root
                    radius: height / 2
                    visible: root.current
                }
                TapHandler {
                    acceptedButtons: Qt.LeftButton | Qt.RightButton
                    onTapped: root.selecting ? root.pressed() : root.menuWanted()
                }
            }
        }
        Loader {
            anchors.horizontalCenter: parent.horizontalCenter
            active: root.isNotice
            visible: active
            sourceComponent: NoticeRow {
                text: root.noticeLine
                most: Math.min(Theme.bubbleMax, root.width - 2 * Theme.l)

                FocusFrame {
                    control: root
                    visible: root.current
                }
                TapHandler {
                    acceptedButtons: Qt.LeftButton | Qt.RightButton
                    onTapped: root.menuWanted()
                }
            }
        }
        Item {
            width: Theme.hair
            height: root.index === 0 ? Theme.m : 0
        }
    }
}
