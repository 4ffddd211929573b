// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels

/// Who is in a group besides us; its founder takes people out here.
SectionCard {
    id: root

    required property ContactViewModel contact
    /// Who is asked about before they are taken out.
    property string doubted

    heading: qsTr("Members")

    BodyText {
        Layout.fillWidth: true
        visible: root.contact.members.length === 0
        text: qsTr("Nobody but you is in it.")
        muted: true
        font.pixelSize: Theme.smallSize
    }
    Repeater {
        model: root.contact.members

        ColumnLayout {
            id: entry

            required property var modelData
            readonly property bool doubted: root.doubted === entry.modelData.name

            Layout.fillWidth: true
            spacing: Theme.xs

            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.m

                Avatar {
                    initials: entry.modelData.initials
                    tint: entry.modelData.tint
                    size: Theme.avatarSmall
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0

                    BodyText {
                        Layout.fillWidth: true
                        text: entry.modelData.name
                        wrapMode: Text.NoWrap
                        elide: Text.ElideRight
                    }
                    BodyText {
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: !entry.modelData.joined ? qsTr("On their way in: what you write reaches them later")
                            : entry.modelData.founder ? qsTr("Made this group") : ""
                        muted: true
                        font.pixelSize: Theme.captionSize
                    }
                }
                IconButton {
                    objectName: "removeMember"
                    visible: root.contact.founder
                    iconName: "close"
                    //: %1 is a name
                    text: qsTr("Remove %1").arg(entry.modelData.name)
                    onClicked: root.doubted = entry.doubted ? "" : entry.modelData.name
                }
            }
            ActionButton {
                Layout.fillWidth: true
                objectName: "removeMemberSurely"
                visible: entry.doubted
                kind: ActionButton.Danger
                iconName: "trash"
                text: qsTr("Remove %1 for everybody").arg(entry.modelData.name)
                onClicked: {
                    root.doubted = ""
                    root.contact.removeMember(entry.modelData.name)
                }
            }
        }
    }
}
