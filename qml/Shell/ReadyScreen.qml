// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import Nightjar.Calls
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// An open identity: the panes, and a call over them when there is one.
AppScreen {
    id: root

    readonly property SessionViewModel session: root.app.session
    readonly property IdentitiesModel identities: root.app.identities
    property bool callMinimised: false

    readonly property bool calling: root.session.call.state !== CallViewModel.Idle
    readonly property bool callShown: root.calling && !root.callMinimised

    objectName: "readyScreen"

    function takeFocus(): void {
        if (root.callShown)
            callScene.takeFocus()
        else
            panes.takeFocus()
    }

    function undo(): void {
        root.session.undo.undo()
        panes.takeFocus()
    }

    function undoWords(): string {
        const undo = root.session.undo
        if (!undo.possible)
            return ""
        if (undo.what === "contact")
            return undo.name === "" ? qsTr("The contact is removed.") : qsTr("%1 is removed.").arg(undo.name)
        if (undo.what === "chat")
            return qsTr("The conversation is deleted.")
        if (undo.what === "storage")
            return qsTr("They are deleted from this device.")
        //: %n is a number of messages
        return qsTr("%n message(s) deleted.", "", undo.count)
    }

    CallBar {
        id: bar

        width: parent.width
        visible: root.calling && root.callMinimised
        call: root.session.call
        onClicked: root.callMinimised = false
    }
    Notice {
        id: problem

        z: 1
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.xl
        width: Math.min(parent.width - 2 * Theme.l, Theme.column)
        objectName: "problemNotice"
        kind: Notice.Problem
        text: Words.problem(root.session.problem)
        actionText: qsTr("Close")
        onAction: root.session.dismissProblem()
    }
    Notice {
        id: undoNotice

        z: 1
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: problem.visible ? problem.top : parent.bottom
        // Above the line where one writes.
        anchors.bottomMargin: problem.visible ? Theme.s : Theme.header + Theme.s
        width: Math.min(parent.width - 2 * Theme.l, Theme.column)
        objectName: "undoNotice"
        iconName: "trash"
        text: root.undoWords()
        actionText: qsTr("Undo")
        onAction: root.undo()
    }
    Notice {
        id: visit

        y: bar.visible ? bar.height : 0
        width: parent.width
        objectName: "visitNotice"
        text: root.app.visiting ? qsTr("This is your decoy: what is left to be seen after a wipe. Fill it with harmless chats.") : ""
        actionText: qsTr("Go back")
        onAction: root.app.leaveDecoy()
    }
    Panes {
        id: panes

        anchors.fill: parent
        anchors.topMargin: (bar.visible ? bar.height : 0) + (visit.visible ? visit.height : 0)
        app: root.app
        session: root.session
        identities: root.identities
        enabled: !root.callShown
        onUndoWanted: root.undo()
        // Only now can it take the keyboard back from the call.
        onEnabledChanged: if (enabled) root.takeFocus()
    }
    ScreenLoader {
        id: callScene

        app: root.app
        file: "CallScene.qml"
        wanted: root.calling
        visible: root.callShown
        onLeaveWanted: root.callMinimised = true
    }
    QuickSwitch {
        id: quickSwitch

        search: root.session.quickSearch
        onChosen: (contact, message) => panes.stack.openFound(contact, message, root.session.quickSearch.text)
        onClosed: panes.takeFocus()
    }

    onCallShownChanged: if (root.callShown) root.takeFocus()

    Connections {
        target: root.session.call

        function onChanged(): void {
            // What rings, and why it ended, is told over everything.
            if (root.session.call.state === CallViewModel.Incoming || root.session.call.state === CallViewModel.Ended
                    || root.session.call.state === CallViewModel.Starting)
                root.callMinimised = false
        }
    }

    Shortcut {
        sequences: Shortcuts.keys("back")
        enabled: !root.callShown
        onActivated: panes.back()
    }
    Shortcut {
        sequences: Shortcuts.keys("dismiss")
        enabled: root.callShown && root.session.call.state === CallViewModel.Ended
        onActivated: root.session.call.dismiss()
    }
    Shortcut {
        sequences: Shortcuts.keys("invite")
        enabled: !root.callShown
        onActivated: panes.stack.openInvite()
    }
    Shortcut {
        sequences: Shortcuts.keys("accept")
        enabled: !root.callShown
        onActivated: panes.stack.openAccept()
    }
    Shortcut {
        sequences: Shortcuts.keys("settings")
        enabled: !root.callShown
        onActivated: panes.stack.openSettings()
    }
    Shortcut {
        sequences: Shortcuts.keys("shortcuts")
        enabled: !root.callShown
        onActivated: panes.stack.openShortcuts()
    }
    Shortcut {
        sequences: Shortcuts.keys("search")
        enabled: !root.callShown
        onActivated: panes.search()
    }
    Shortcut {
        sequences: Shortcuts.keys("quick")
        enabled: !root.callShown
        onActivated: quickSwitch.open()
    }
    CapSheet {
        call: root.session.call
    }
    Shortcut {
        sequences: Shortcuts.keys("undo")
        enabled: root.session.undo.possible
        onActivated: root.undo()
    }
    Shortcut {
        sequences: Shortcuts.keys("calls")
        enabled: !root.callShown
        onActivated: panes.stack.openCalls()
    }
    Shortcut {
        sequences: Shortcuts.keys("details")
        enabled: !root.callShown && panes.stack.openContact !== ""
        onActivated: panes.stack.openContactDetails()
    }
    Shortcut {
        sequences: Shortcuts.keys("call")
        enabled: !root.callShown && panes.stack.openContact !== ""
        onActivated: root.session.call.start(panes.stack.openContact)
    }
    Shortcut {
        sequences: Shortcuts.keys("mute")
        enabled: root.calling
        onActivated: root.session.call.muted = !root.session.call.muted
    }
    Shortcut {
        sequences: Shortcuts.keys("next")
        enabled: !root.callShown
        onActivated: panes.step(1)
    }
    Shortcut {
        sequences: Shortcuts.keys("previous")
        enabled: !root.callShown
        onActivated: panes.step(-1)
    }
    Shortcut {
        sequences: Shortcuts.keys("identity")
        enabled: !root.callShown && root.identities.possible
        onActivated: panes.chooseIdentity()
    }
    Shortcut {
        sequences: Shortcuts.keys("lock")
        onActivated: root.app.lock()
    }
}
