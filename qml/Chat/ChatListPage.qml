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

/// All chats.
T.Pane {
    id: root

    required property SessionViewModel session
    required property IdentitiesModel identities
    /// The chat that is open beside the list; empty: none.
    property string openContact

    signal opened(string contact)
    /// A message that the search found.
    signal found(string contact, string message)
    signal inviteWanted()
    signal acceptWanted()
    signal settingsWanted()
    signal callsWanted()
    signal identitiesWanted()
    signal secretWanted()
    signal lockedWanted(string container, string name, bool open)

    function chooseIdentity(): void {
        identitySheet.open()
    }

    function takeFocus(): void {
        if (root.session.chats.count === 0 && root.session.chats.loaded)
            invite.forceActiveFocus(Qt.OtherFocusReason)
        else
            list.focusQuietly()
    }

    function searchNow(): void {
        search.forceActiveFocus(Qt.ShortcutFocusReason)
    }

    /// What is said about the server; nothing while all is well.
    function networkWords(): string {
        switch (root.session.hubState) {
        case "none": return qsTr("No server is set. Messages wait here until there is one.")
        case "unreachable":
            return root.session.hubProblem === "hub-identity-mismatch" ? Words.problem(root.session.hubProblem)
                : qsTr("No connection to the server. Messages wait here and go out by themselves.")
        }
        return ""
    }

    padding: 0
    background: Rectangle { color: Theme.colours.surface }
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Chats")

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            title: root.session.hubState === "connecting" ? qsTr("Connecting…")
                   : root.identities.current !== "" ? root.identities.currentName : qsTr("Chats")
            // From an identity or a locked chat within back to the one around it.
            canGoBack: root.identities.current !== ""
            onBack: root.identities.select("")

            IconButton {
                visible: root.identities.possible && (root.identities.openCount > 1 || root.identities.count > 1)
                objectName: "identities"
                iconName: "person"
                text: root.identities.unreadElsewhere > 0
                      //: %n is a number of unread messages
                      ? qsTr("Identities, %n unread", "", root.identities.unreadElsewhere) : qsTr("Identities")
                onClicked: root.chooseIdentity()

                CountBadge {
                    anchors.right: parent.right
                    anchors.top: parent.top
                    count: root.identities.unreadElsewhere
                }
            }

            IconButton {
                objectName: "addContact"
                iconName: "plus"
                text: qsTr("Invite somebody or accept an invitation")
                onClicked: addSheet.open()
            }
            IconButton {
                objectName: "calls"
                iconName: "phone"
                text: qsTr("Calls")
                onClicked: root.callsWanted()
            }
            IconButton {
                objectName: "settings"
                iconName: "settings"
                text: qsTr("Settings")
                onClicked: root.settingsWanted()
            }
        }
        Notice {
            Layout.fillWidth: true
            Layout.margins: Theme.s
            Layout.bottomMargin: 0
            objectName: "networkNotice"
            kind: Notice.Warning
            iconName: "wifi-off"
            text: root.networkWords()
            actionText: root.session.hubState === "none" ? qsTr("Set") : ""
            onAction: root.settingsWanted()
        }
        Notice {
            Layout.fillWidth: true
            Layout.margins: Theme.s
            Layout.bottomMargin: 0
            objectName: "meterNotice"
            kind: Notice.Warning
            text: root.session.meter.notice === "spent" ? qsTr("The bytes that you allow for this month are spent. Nothing is fetched by itself until it ends.")
                //: %1 is a number
                : root.session.meter.notice === "near" ? qsTr("%1 % of the bytes that you allow for this month are spent.").arg(root.session.meter.percent) : ""
            actionText: qsTr("Close")
            onAction: root.session.meter.dismissNotice()
        }
        SearchField {
            id: search

            Layout.fillWidth: true
            Layout.margins: Theme.s
            visible: root.session.chats.count > 0
            objectName: "search"
            label: qsTr("Search chats and messages")
            text: root.session.search.text
            onTextChanged: root.session.search.text = text
            Keys.onDownPressed: {
                if (results.visible)
                    results.step(1)
                else
                    list.forceActiveFocus(Qt.TabFocusReason)
            }
            Keys.onUpPressed: results.step(-1)
            onAccepted: if (results.visible) results.choose()
        }
        SecretCard {
            Layout.fillWidth: true
            visible: root.session.secret.active
            objectName: "secretCard"
            secret: root.session.secret
            canInvite: root.session.secret.founder && (root.session.secret.group || root.session.chats.count === 0)
            ending: root.identities.working
            onInviteWanted: root.inviteWanted()
            onLeaveWanted: root.identities.select("")
            onEndWanted: root.identities.remove(root.identities.current)
        }
        Repeater {
            model: root.identities.current === "" ? root.identities : null

            SecretRow {
                id: secretRow

                required property string kind

                Layout.fillWidth: true
                visible: secretRow.kind === "secret-chat" && !results.visible
                onClicked: root.identities.select(secretRow.container)
            }
        }
        Repeater {
            model: root.identities.current === "" ? root.identities : null

            LockedRow {
                id: lockedRow

                required property string kind
                required property bool locked

                Layout.fillWidth: true
                visible: lockedRow.locked && lockedRow.kind === "locked-chat" && !results.visible
                onClicked: root.lockedWanted(lockedRow.container, lockedRow.name, lockedRow.open)
            }
        }
        SearchResults {
            id: results

            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: search.visible && root.session.search.text.trim() !== ""
            objectName: "searchResults"
            search: root.session.search
            onChosen: (contact, message) => {
                if (message === "")
                    root.opened(contact)
                else
                    root.found(contact, message)
            }
        }
        ListView {
            id: list

            Layout.fillWidth: true
            Layout.fillHeight: true
            objectName: "chatList"
            clip: true
            visible: !emptyFlick.visible && !results.visible
            model: root.session.chats
            activeFocusOnTab: true
            keyNavigationEnabled: true
            highlightMoveDuration: Theme.quick
            boundsBehavior: Flickable.StopAtBounds
            reuseItems: true
            T.ScrollBar.vertical: ThinScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Chats")

            // The frame around the current row waits until the keyboard is used.
            property bool quiet: false

            function focusQuietly(): void {
                list.forceActiveFocus(Qt.OtherFocusReason)
                list.quiet = true
            }

            onActiveFocusChanged: quiet = false
            Keys.onPressed: event => {
                quiet = false
                event.accepted = false
            }
            Keys.onReturnPressed: root.opened(root.session.chats.contactAt(list.currentIndex))
            Keys.onEnterPressed: root.opened(root.session.chats.contactAt(list.currentIndex))
            Keys.onSpacePressed: root.opened(root.session.chats.contactAt(list.currentIndex))

            delegate: ChatRow {
                current: contact === root.openContact
                framed: ListView.isCurrentItem && list.activeFocus && !list.quiet
                onClicked: {
                    list.currentIndex = index
                    root.opened(contact)
                }
            }
        }
        Flickable {
            id: emptyFlick

            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: root.session.chats.loaded && root.session.chats.count === 0
            clip: true
            contentHeight: Math.max(height, empty.implicitHeight + 2 * Theme.xl)
            boundsBehavior: Flickable.StopAtBounds

            EmptyState {
                id: empty

                x: Math.round((parent.width - width) / 2)
                y: Math.max(Theme.xl, Math.round((emptyFlick.height - implicitHeight) / 2 - Theme.xl))
                width: Math.min(emptyFlick.width - 2 * Theme.l, Theme.column - Theme.xxxl)
                logo: true
                heading: qsTr("Nobody here yet")
                text: qsTr("Two people meet by an invitation: one makes it, the other opens it. It works once.")

                ActionButton {
                    id: invite

                    Layout.fillWidth: true
                    objectName: "invite"
                    kind: ActionButton.Primary
                    iconName: "qr"
                    text: qsTr("Invite somebody")
                    onClicked: root.inviteWanted()
                }
                ActionButton {
                    Layout.fillWidth: true
                    objectName: "accept"
                    visible: !root.session.secret.active
                    iconName: "link"
                    text: qsTr("I have an invitation")
                    onClicked: root.acceptWanted()
                }
            }
        }
    }

    Connections {
        target: root.session.chats

        // Before that it was not known what there is to focus on.
        function onLoadedChanged(): void {
            if (list.activeFocus)
                root.takeFocus()
        }
    }
    Sheet {
        id: identitySheet

        heading: qsTr("Identities")

        Repeater {
            model: root.identities

            SheetAction {
                id: identityRow

                required property string container
                required property string name
                required property string kind
                required property bool open
                required property bool current
                required property bool locked
                required property int unread

                visible: (identityRow.open || !identityRow.locked) && identityRow.kind !== "secret-chat"
                objectName: "sheetIdentity"
                iconName: identityRow.current ? "check" : identityRow.kind === "identity" ? "person" : "lock"
                text: identityRow.name === "" ? qsTr("Nameless") : identityRow.name
                //: %n is a number of unread messages
                detail: !identityRow.open ? qsTr("Closed") : identityRow.unread > 0 ? qsTr("%n unread", "", identityRow.unread) : ""
                focus: identityRow.current
                onClicked: {
                    identitySheet.close()
                    root.identities.select(identityRow.container)
                }
            }
        }
        SheetAction {
            objectName: "sheetIdentities"
            iconName: "settings"
            text: qsTr("Private identities")
            detail: qsTr("Make, open, close or delete one")
            onClicked: {
                identitySheet.close()
                root.identitiesWanted()
            }
        }
    }
    Sheet {
        id: addSheet

        heading: qsTr("A new contact")

        SheetAction {
            objectName: "sheetInvite"
            iconName: "qr"
            text: qsTr("Invite somebody")
            detail: qsTr("A link or a QR code that works once")
            focus: true
            onClicked: {
                addSheet.close()
                root.inviteWanted()
            }
        }
        SheetAction {
            objectName: "sheetSecret"
            visible: root.identities.possible && root.identities.current === ""
            iconName: "flame"
            text: qsTr("New secret chat")
            detail: qsTr("A nickname, keys of its own, and an end for all of it")
            onClicked: {
                addSheet.close()
                root.secretWanted()
            }
        }
        SheetAction {
            objectName: "sheetAccept"
            visible: !root.session.secret.active
            iconName: "link"
            text: qsTr("I have an invitation")
            detail: qsTr("Paste it, or open a picture of it")
            onClicked: {
                addSheet.close()
                root.acceptWanted()
            }
        }
    }
}
