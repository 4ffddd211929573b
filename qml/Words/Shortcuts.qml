// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma Singleton

import QtQml

/// Every shortcut there is: those who act on them take their keys from here, and so does the page that lists them. Of
/// what is a key of a single field (the last ones of "chat") only the words are here.
QtObject {
    id: root

    readonly property list<QtObject> all: [
        ShortcutEntry { name: "quick"; keys: ["Ctrl+K"]; words: qsTr("Go to a chat or a message") },
        ShortcutEntry { name: "search"; keys: ["Ctrl+F"]; words: qsTr("Search, in the open chat or in all") },
        ShortcutEntry { name: "next"; keys: ["Alt+Down", "Ctrl+PgDown"]; words: qsTr("To the next chat") },
        ShortcutEntry { name: "previous"; keys: ["Alt+Up", "Ctrl+PgUp"]; words: qsTr("To the chat before") },
        ShortcutEntry { name: "back"; keys: ["Escape", "Back"]; words: qsTr("Back") },
        ShortcutEntry { name: "invite"; keys: ["Ctrl+N"]; words: qsTr("Invite somebody") },
        ShortcutEntry { name: "accept"; keys: ["Ctrl+I"]; words: qsTr("Take an invitation") },
        ShortcutEntry { name: "calls"; keys: ["Ctrl+Shift+L"]; words: qsTr("All calls") },
        ShortcutEntry { name: "identity"; keys: ["Ctrl+Shift+I"]; words: qsTr("Another identity") },
        ShortcutEntry { name: "settings"; keys: ["Ctrl+,"]; words: qsTr("Settings") },
        ShortcutEntry { name: "shortcuts"; keys: ["F1", "Ctrl+/"]; words: qsTr("These shortcuts") },
        ShortcutEntry { name: "undo"; keys: ["Ctrl+Z"]; words: qsTr("Undo what was deleted") },
        ShortcutEntry { name: "lock"; keys: ["Ctrl+L"]; words: qsTr("Lock now") },
        ShortcutEntry { name: "details"; keys: ["Ctrl+D"]; words: qsTr("About the contact"); place: "chat" },
        ShortcutEntry { name: "call"; keys: ["Ctrl+Shift+C"]; words: qsTr("Call them"); place: "chat" },
        ShortcutEntry { name: "send"; keys: ["Ctrl+Enter"]; words: qsTr("Send; Enter alone, if it is set so"); place: "chat" },
        ShortcutEntry { name: "line"; keys: ["Shift+Enter"]; words: qsTr("A new line"); place: "chat" },
        ShortcutEntry { name: "edit"; keys: ["Up"]; words: qsTr("In the empty field: change your last message"); place: "chat" },
        ShortcutEntry { name: "mute"; keys: ["Ctrl+M"]; words: qsTr("Microphone off and on"); place: "call" },
        ShortcutEntry { name: "dismiss"; keys: ["Escape"]; words: qsTr("Close the page of a call that is over"); place: "call" }
    ]

    function keys(name: string): list<string> {
        for (let i = 0; i < root.all.length; ++i) {
            const entry = root.all[i] as ShortcutEntry
            if (entry.name === name)
                return entry.keys
        }
        return []
    }
}
