// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nightjar.Controls
import Nightjar.Theme
import Nightjar.ViewModels
import Nightjar.Words

/// How this identity is connected, as facts; and who may learn its address.
PageFrame {
    id: root

    required property SettingsViewModel settings
    required property MeterViewModel meter

    function takeFocus(): void {
        root.focusHeader()
    }

    heading: qsTr("Connection")

    Notice {
        Layout.fillWidth: true
        kind: Notice.Problem
        text: Words.problem(root.settings.problem)
    }
    SectionCard {
        heading: qsTr("Server")

        FactRow {
            label: qsTr("State")
            value: root.settings.hubProblem !== "" && root.settings.hubState !== "online"
                   ? Words.problem(root.settings.hubProblem) : Words.hubState(root.settings.hubState)
        }
        FactRow {
            label: qsTr("Round trip")
            //: %1 is a number of milliseconds
            value: root.settings.rttMs > 0 ? qsTr("%1 ms").arg(Math.round(root.settings.rttMs)) : qsTr("Not measured yet")
        }
        FactRow {
            label: qsTr("Kind of link")
            value: Words.linkClass(root.settings.linkClass)
        }
        FactRow {
            visible: root.settings.hubState === "online"
            label: qsTr("Way to the server")
            value: Words.hubWay(root.settings.hubWay)
        }
        FactRow {
            label: qsTr("Sent since the start")
            value: Words.bytes(root.settings.bytesSent)
        }
        FactRow {
            label: qsTr("Received since the start")
            value: Words.bytes(root.settings.bytesReceived)
        }
        FactRow {
            objectName: "bytesPerHour"
            label: qsTr("At present, per hour")
            value: root.settings.bytesPerHour < 0 ? qsTr("Known after a minute") : Words.bytes(root.settings.bytesPerHour)
        }
        FactRow {
            objectName: "idleBytesPerHour"
            visible: root.settings.hubState === "online" && root.settings.idleBytesPerHour > 0
            label: qsTr("To stay reachable, per hour")
            value: Words.bytes(root.settings.idleBytesPerHour)
        }
        FactRow {
            objectName: "keepAlive"
            visible: root.settings.hubState === "online" && root.settings.hubWay === "udp"
            label: qsTr("Silence your router bears")
            value: Words.seconds(root.settings.keepAliveSeconds)
        }
        FactRow {
            visible: root.settings.waiting > 0
            label: qsTr("Waiting to be sent")
            //: %n is a number of messages
            value: qsTr("%n message(s)", "", root.settings.waiting)
        }
    }
    MeterCard { meter: root.meter }
    SectionCard {
        heading: qsTr("Your network")

        FactRow {
            objectName: "natType"
            label: qsTr("Your router")
            value: Words.natType(root.settings.natType)
        }
        FactRow {
            visible: Words.natMapping(root.settings.natMapping) !== ""
            objectName: "natMapping"
            label: qsTr("How it maps ports")
            value: Words.natMapping(root.settings.natMapping)
        }
        FactRow {
            visible: Words.natFiltering(root.settings.natType) !== ""
            objectName: "natFiltering"
            label: qsTr("Whom it lets in")
            value: Words.natFiltering(root.settings.natType)
        }
        FactRow {
            visible: root.settings.publicAddress !== ""
            label: qsTr("Your address as seen from outside")
            value: root.settings.publicAddress
            monospace: true
        }
        FactRow {
            visible: root.settings.portMapping !== ""
            //: %1 is PCP, NAT-PMP or UPNP
            label: qsTr("Opened by the router (%1)").arg(root.settings.portMapping.toUpperCase())
            value: root.settings.mappedAddress
            monospace: true
        }
    }
    SectionCard {
        heading: qsTr("Privacy")

        ToggleRow {
            objectName: "invisible"
            text: qsTr("Invisible")
            detail: qsTr("Everything goes through the server, and nobody you talk to learns your address. Calls and files may be slower.")
            on: root.settings.invisible
            onWanted: on => root.settings.invisible = on
        }
    }
    TurnCard {
        Layout.fillWidth: true
        settings: root.settings
    }
    BodyText {
        Layout.fillWidth: true
        text: qsTr("The link to one contact is on the page of that contact.")
        muted: true
        font.pixelSize: Theme.smallSize
    }

    Timer {
        interval: 2000
        running: root.visible
        repeat: true
        triggeredOnStart: true
        onTriggered: {
            root.settings.refresh()
            root.meter.refresh()
        }
    }
}
