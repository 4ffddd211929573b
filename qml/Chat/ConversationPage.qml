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

/// One conversation.
T.Pane {
    id: root

    required property ConversationViewModel conversation
    property SecretViewModel secret: null
    /// Where one is, and whom one knows: to be sent.
    required property PlaceViewModel place
    required property CardsModel cards
    property bool canGoBack: true
    property bool enterSends: true
    property SpellingViewModel spelling: null

    readonly property string shownName: root.conversation.name === "" ? qsTr("Nameless") : root.conversation.name
    readonly property bool selecting: root.conversation.selection.active
    /// What is open over the page has the keyboard.
    readonly property bool covered: menu.visible || history.visible || forwardSheet.visible || emoji.visible || desk.busy || attach.visible || linkSheet.visible
        || fetchSheet.visible || placeSheet.visible || cardSheet.visible || cameraViewer.visible

    signal back()
    signal contactWanted()
    signal callWanted()
    signal undoWanted()
    signal chatWanted(string contact)
    /// Somebody whose card was pressed.
    signal writeWanted(string link, string name)

    function takeFocus(): void {
        if (root.covered)
            return
        if (root.selecting)
            view.takeFocus()
        else if (composer.visible)
            composer.takeFocus()
        else if (contactBar.visible && root.conversation.contactState !== "gone")
            contactBar.takeFocus()
        else
            view.takeFocus()
    }

    /// Leaves what is open within the page; false when nothing is.
    function stepBack(): bool {
        if (root.selecting) {
            root.conversation.selection.end()
            return true
        }
        if (root.conversation.find.active) {
            findBar.end()
            return true
        }
        if (root.conversation.composer.purpose !== ComposerViewModel.Writing) {
            root.conversation.composer.dismiss()
            return true
        }
        return false
    }

    function findNow(): void {
        root.conversation.find.active = true
        findBar.takeFocus()
    }

    padding: 0
    background: Rectangle { color: Theme.colours.window }
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Conversation with %1").arg(root.shownName)

    // What arrives counts as read while somebody can see it.
    Binding {
        target: root.conversation
        property: "watched"
        value: root.visible && root.Window.active && view.atEnd
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        SelectionBar {
            Layout.fillWidth: true
            visible: root.selecting
            conversation: root.conversation
            onForwardWanted: {
                root.conversation.beginForwardSelected()
                forwardSheet.open()
            }
        }
        ConversationHeader {
            Layout.fillWidth: true
            visible: !root.selecting
            conversation: root.conversation
            secondsLeft: root.secret && root.secret.active ? root.secret.secondsLeft : 0
            shownName: root.shownName
            canGoBack: root.canGoBack
            onBack: root.back()
            onContactWanted: root.contactWanted()
            onFindWanted: root.findNow()
            onCallWanted: root.callWanted()
        }
        FindBar {
            id: findBar

            Layout.fillWidth: true
            visible: root.conversation.find.active
            find: root.conversation.find
            onClosed: root.takeFocus()
        }
        MessageView {
            id: view

            Layout.fillWidth: true
            Layout.fillHeight: true
            conversation: root.conversation
            sender: root.shownName
            writable: composer.visible
            onMenuWanted: row => menu.show(row)
            onSaveWanted: (message, name) => desk.saveAs(message, name)
            onViewWanted: (message, attachment) => desk.view(message, attachment)
            onLinkPressed: link => linkSheet.show(link)
            onCardWanted: (link, name) => root.writeWanted(link, name)
            onCopyWanted: coordinates => root.place.copy(coordinates)
            onMapWanted: uri => noMap.shown = !root.place.openMap(uri)
            onStopWanted: message => root.place.stop(root.conversation.contact, message)
            onFinished: root.takeFocus()

            EmptyState {
                anchors.centerIn: parent
                width: Math.min(parent.width - 2 * Theme.xl, Theme.column - Theme.xxxl)
                visible: root.conversation.messages.loaded && root.conversation.messages.count === 0
                iconName: root.conversation.contactState === "pending" ? "clock" : "message"
                heading: root.conversation.contactState === "pending" ? qsTr("The invitation is accepted") : qsTr("Say something")
                text: root.conversation.contactState === "pending"
                      ? qsTr("You can write already: it waits until the other side has answered.")
                      : qsTr("Only the two of you can read it. The state of each message is told as a fact: waiting, at the server, delivered, read.")
            }
        }
        Notice {
            Layout.fillWidth: true
            Layout.margins: Theme.s
            objectName: "conversationProblem"
            kind: Notice.Problem
            text: Words.problem(root.conversation.problem)
            actionText: qsTr("Close")
            onAction: root.conversation.dismissProblem()
        }
        Notice {
            Layout.fillWidth: true
            Layout.margins: Theme.s
            objectName: "noteProblem"
            kind: Notice.Problem
            text: Words.problem(root.conversation.notes.problem)
            actionText: qsTr("Close")
            onAction: root.conversation.notes.dismissProblem()
        }
        Notice {
            id: noMap

            property bool shown: false

            Layout.fillWidth: true
            Layout.margins: Theme.s
            objectName: "noMap"
            kind: Notice.Warning
            text: noMap.shown ? qsTr("No program on this device opens maps. The coordinates can be copied.") : ""
            actionText: qsTr("Close")
            onAction: noMap.shown = false
        }
        Composer {
            id: composer

            Layout.fillWidth: true
            visible: !contactBar.visible
            enabled: !root.selecting
            conversation: root.conversation
            otherName: root.shownName
            enterSends: root.enterSends
            spelling: root.spelling
            onUndoWanted: root.undoWanted()
            onAttachWanted: attach.open()
            onEmojiWanted: {
                emoji.message = ""
                emoji.open()
            }
        }
        ContactBar {
            id: contactBar

            Layout.fillWidth: true
            visible: root.conversation.blocked || root.conversation.contactState === "gone" || root.conversation.contactState === "requested"
            conversation: root.conversation
            shownName: root.shownName
        }
    }

    FileDesk {
        id: desk

        anchors.fill: parent
        anchors.topMargin: Theme.header
        attachments: root.conversation.attachments
        takes: composer.visible
        onSettled: root.takeFocus()
    }
    AttachSheet {
        id: attach

        camera: root.conversation.camera
        onFilesWanted: desk.pick()
        onCameraWanted: cameraViewer.takePhoto()
        onPlaceWanted: placeSheet.show(root.conversation.contact)
        onCardWanted: cardSheet.show(root.conversation.contact)
        onClosed: root.takeFocus()
    }
    CameraViewer {
        id: cameraViewer

        camera: root.conversation.camera
        onClosed: root.takeFocus()
    }
    PlaceSheet {
        id: placeSheet

        place: root.place
        onClosed: root.takeFocus()
    }
    CardSheet {
        id: cardSheet

        cards: root.cards
        onClosed: root.takeFocus()
    }
    LinkSheet {
        id: linkSheet

        onClosed: root.takeFocus()
    }
    FetchSheet {
        id: fetchSheet

        attachments: root.conversation.attachments
        onClosed: root.takeFocus()
    }
    MessageMenu {
        id: menu

        conversation: root.conversation
        onSaveWanted: (message, name) => desk.saveAs(message, name)
        onViewWanted: (message, attachment) => desk.view(message, attachment)
        writable: composer.visible
        onHistoryWanted: message => history.show(message)
        onForwardWanted: message => {
            root.conversation.beginForward(message)
            forwardSheet.open()
        }
        onEmojiWanted: message => {
            emoji.message = message
            emoji.open()
        }
        onClosed: root.takeFocus()
    }
    HistorySheet {
        id: history

        history: root.conversation.history
        onClosed: root.takeFocus()
    }
    ForwardSheet {
        id: forwardSheet

        forwarding: root.conversation.forwarding
        onClosed: root.takeFocus()
    }
    EmojiSheet {
        id: emoji

        /// What is reacted to; empty: it goes into what is being written.
        property string message

        onChosen: chosen => {
            if (emoji.message === "")
                composer.insert(chosen)
            else
                root.conversation.react(emoji.message, chosen)
        }
        onClosed: root.takeFocus()
    }

    onSelectingChanged: root.takeFocus()

    Connections {
        target: root.conversation.forwarding

        function onDone(contact: string): void {
            root.conversation.selection.end()
            root.chatWanted(contact)
        }
    }
}
