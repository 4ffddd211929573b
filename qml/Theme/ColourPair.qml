// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

import QtQuick

/// Two colours of a look that meet: something drawn in `ink` lies on `ground`.
QtObject {
    required property string ink
    required property string ground
    property real needed: 4.5
}
