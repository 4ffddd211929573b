// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQml

/// What some keys do, where.
QtObject {
    required property string name
    /// Each of them does it. As Qt writes them: "Ctrl+K".
    required property list<string> keys
    required property string words
    /// "everywhere", "chat" or "call".
    property string place: "everywhere"
}
