// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

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
    property bool isCall
    property string stage
    property string reason
    property date time
    property attachmentFacts attachment

    signal saveWanted(string message, string name)
    signal photoWanted(string message)

    heading: root.isCall ? qsTr("Call") : root.mine ? qsTr("Your message") : qsTr("Message")
    text: Words.joined(root.mine && !root.isCall ? Words.messageState(root.stage, root.reason) : "", Words.moment(root.time), " · ")
    onOpened: if (!files.takeFocus()) (again.visible ? again : copy.visible ? copy : remove).forceActiveFocus(Qt.TabFocusReason)

    AttachmentActions {
        id: files

        message: root.message
        attachment: root.attachment
        attachments: root.conversation.attachments
        onChosen: root.close()
        onSaveWanted: (message, name) => root.saveWanted(message, name)
        onPhotoWanted: message => root.photoWanted(message)
    }
    SheetAction {
        id: again

        visible: root.stage === "failed"
        objectName: "menuRetry"
        iconName: "send"
        text: qsTr("Send it again")
        onClicked: {
            root.close()
            root.conversation.resend(root.message)
        }
    }
    SheetAction {
        id: copy

        visible: !root.isCall
        objectName: "menuCopy"
        iconName: "copy"
        text: qsTr("Copy the text")
        onClicked: {
            root.close()
            root.conversation.copy(root.message)
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
        visible: root.mine && !root.isCall
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
