// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// What can be done with one message, and what is known about it.
Sheet {
    id: root

    required property ConversationViewModel conversation
    property string message
    property bool mine
    property string kind: "text"
    property string stage
    property string reason
    property date time
    property attachmentFacts attachment
    property bool edited
    property bool quoting
    property list<string> ownReactions
    /// Something can be written to them, so that there is somebody to answer and to react for.
    property bool writable: true

    readonly property bool said: root.kind !== "call" && root.kind !== "notice"
    /// All of it is on this device. Of a voice note its small form always comes along.
    readonly property bool here: (root.kind !== "file" && root.kind !== "photo") || root.attachment.readable

    signal saveWanted(string message, string name)
    signal viewWanted(string message, attachmentFacts attachment)
    signal historyWanted(string message)
    signal forwardWanted(string message)
    signal emojiWanted(string message)

    /// Opens the menu of that row.
    function show(row: MessageRow): void {
        root.message = row.message
        root.mine = row.mine
        root.kind = row.kind
        root.stage = row.stage
        root.reason = row.reason
        root.time = row.time
        root.attachment = row.attachment
        root.edited = row.edited
        root.quoting = row.quoted !== "" && row.quoteState === "present"
        root.ownReactions = row.ownReactions
        root.open()
    }

    heading: root.kind === "call" ? qsTr("Call") : root.kind === "notice" ? qsTr("Notice") : root.mine ? qsTr("Your message") : qsTr("Message")
    text: Words.joined(root.mine && root.said ? Words.messageState(root.stage, root.reason) : "", Words.moment(root.time), " · ")
    onOpened: {
        if (files.takeFocus())
            return
        for (const action of [again, answer, copy, remove]) {
            if (action.visible) {
                action.forceActiveFocus(Qt.TabFocusReason)
                return
            }
        }
    }

    QuickReactions {
        Layout.fillWidth: true
        Layout.bottomMargin: Theme.xs
        visible: root.said && root.writable
        ours: root.ownReactions
        onChosen: emoji => {
            root.close()
            root.conversation.react(root.message, emoji)
        }
        onMoreWanted: {
            root.close()
            root.emojiWanted(root.message)
        }
    }
    AttachmentActions {
        id: files

        message: root.message
        attachment: root.attachment
        attachments: root.conversation.attachments
        onChosen: root.close()
        onSaveWanted: (message, name) => root.saveWanted(message, name)
        onViewWanted: message => root.viewWanted(message, root.attachment)
    }
    SheetAction {
        id: again

        visible: root.mine && root.stage === "failed"
        objectName: "menuRetry"
        iconName: "send"
        text: qsTr("Send it again")
        onClicked: {
            root.close()
            root.conversation.resend(root.message)
        }
    }
    SheetAction {
        id: answer

        visible: root.said && root.writable
        objectName: "menuAnswer"
        iconName: "reply"
        text: qsTr("Reply")
        onClicked: {
            root.close()
            root.conversation.composer.answer(root.message)
        }
    }
    SheetAction {
        visible: root.mine && root.kind === "text" && root.writable
        objectName: "menuEdit"
        iconName: "pencil"
        text: qsTr("Edit")
        onClicked: {
            root.close()
            root.conversation.composer.edit(root.message)
        }
    }
    SheetAction {
        id: copy

        visible: root.kind === "text"
        objectName: "menuCopy"
        iconName: "copy"
        text: qsTr("Copy the text")
        onClicked: {
            root.close()
            root.conversation.copy(root.message)
        }
    }
    SheetAction {
        visible: root.said && root.here
        objectName: "menuForward"
        iconName: "forward"
        text: qsTr("Forward")
        onClicked: {
            root.close()
            root.forwardWanted(root.message)
        }
    }
    SheetAction {
        visible: root.quoting
        objectName: "menuQuoted"
        iconName: "arrow-up"
        text: qsTr("Go to the message it replies to")
        onClicked: {
            root.close()
            root.conversation.followQuote(root.message)
        }
    }
    SheetAction {
        visible: root.edited
        objectName: "menuHistory"
        iconName: "history"
        text: qsTr("Earlier texts")
        onClicked: {
            root.close()
            root.historyWanted(root.message)
        }
    }
    SheetAction {
        objectName: "menuSelect"
        iconName: "select"
        text: qsTr("Select")
        onClicked: {
            root.close()
            root.conversation.selection.begin(root.message)
        }
    }
    SheetAction {
        id: remove

        objectName: "menuDelete"
        iconName: "trash"
        text: qsTr("Delete here")
        onClicked: {
            root.close()
            root.conversation.remove(root.message, false)
        }
    }
    SheetAction {
        visible: root.mine && root.said && root.conversation.theyMayErase
        objectName: "menuDeleteBoth"
        iconName: "trash"
        dangerous: true
        text: qsTr("Delete for both")
        detail: qsTr("Their Nightjar will delete it, too; a modified program could keep it.")
        onClicked: {
            root.close()
            root.conversation.remove(root.message, true)
        }
    }
}
