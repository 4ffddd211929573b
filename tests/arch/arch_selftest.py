#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Feeds arch.py samples that break each rule, and samples that only look like it."""

import unittest

import arch

SPDX = "// SPDX-" + "FileCopyrightText: x\n// SPDX-" + "License-Identifier: x\n"
HEADER = SPDX + "#pragma once\n"
HEADERS = [
    "core/engine.h", "core/events.h",
    "core/base/bytes.h", "core/crypto/ratchet.h", "core/wire/stun.h", "core/store/database.h",
    "core/store/messages.h", "core/vault/vault.h", "core/channel/channel.h", "core/link/peerlink.h", "core/chat/outbox.h",
    "core/voice/codec.h", "core/hub/hub.h", "core/runtime/node.h", "app/messenger/viewmodels/list.h"]


def messages(path, body, head=SPDX):
    """What arch.py finds in one file of a tree that has all HEADERS."""
    tree = {header: HEADER for header in HEADERS}
    tree[path] = head + body
    return [message for found, _, message in arch.findings(tree) if found == path]


class Includes(unittest.TestCase):
    def check(self, path, header, allowed):
        with self.subTest(path=path, header=header):
            found = [m for m in messages(path, f'#include "{header}"\n') if "may not include" in m]
            self.assertEqual(found == [], allowed, found)

    def test_downwards_is_allowed(self):
        for path, header in [
                ("core/crypto/x.cpp", "base/bytes.h"), ("core/channel/x.cpp", "crypto/ratchet.h"), ("core/link/x.cpp", "channel/channel.h"),
                ("core/hub/x.cpp", "channel/channel.h"), ("core/chat/x.cpp", "store/messages.h"), ("core/chat/x.cpp", "chat/outbox.h"),
                ("core/engine.cpp", "voice/codec.h"), ("core/engine/calls.cpp", "link/peerlink.h"), ("core/engine.h", "events.h"),
                ("core/runtime/x.cpp", "vault/vault.h"), ("app/messenger/x.cpp", "runtime/node.h"), ("app/cli/x.cpp", "events.h"),
                ("app/signald/x.cpp", "hub/hub.h"), ("app/signald/x.cpp", "store/database.h"), ("app/messenger/x.cpp", "viewmodels/list.h"),
                ("tests/unit/x.cpp", "hub/hub.h"), ("core/voice/x.cpp", "config.h")]:
            self.check(path, header, allowed=True)

    def test_upwards_and_sideways_is_found(self):
        for path, header in [
                ("core/base/x.cpp", "crypto/ratchet.h"), ("core/wire/x.cpp", "crypto/ratchet.h"), ("core/crypto/x.cpp", "wire/stun.h"),
                ("core/link/x.cpp", "chat/outbox.h"), ("core/chat/x.cpp", "voice/codec.h"), ("core/voice/x.cpp", "link/peerlink.h"),
                ("core/voice/x.cpp", "../link/peerlink.h"), ("core/store/x.cpp", "vault/vault.h"), ("core/vault/x.cpp", "store/database.h"),
                ("core/channel/x.cpp", "link/peerlink.h"), ("core/hub/x.cpp", "store/database.h"), ("core/engine.cpp", "hub/hub.h"),
                ("core/engine.cpp", "vault/vault.h"), ("core/events.h", "engine.h"), ("core/link/x.cpp", "engine.h"),
                ("app/messenger/x.cpp", "chat/outbox.h"), ("app/messenger/x.cpp", "engine.h"), ("app/cli/x.cpp", "hub/hub.h"),
                ("app/signald/x.cpp", "store/messages.h")]:
            self.check(path, header, allowed=False)

    def test_angle_brackets_hide_nothing(self):
        self.assertTrue(messages("core/voice/x.cpp", "#include <link/peerlink.h>\n"))

    def test_a_new_folder_needs_a_rule(self):
        self.assertTrue(messages("core/shiny/x.cpp", ""))


class World(unittest.TestCase):
    def test_the_core_knows_no_world(self):
        for body in ["#include <thread>\n", "#include <sys/socket.h>\n", "#include <QTimer>\n", "#include <QtCore/QThread>\n",
                     "auto t = std::chrono::steady_clock::now();\n", "std::random_device device;\n", "std::mt19937 generator;\n",
                     "class X : public QObject {};\n", 'printf("x");\n', 'qDebug() << "x";\n', 'std::cerr << "x";\n']:
            with self.subTest(body=body):
                self.assertTrue(messages("core/link/x.cpp", body))
                self.assertFalse(messages("tests/unit/x.cpp", body))

    def test_values_and_comments_are_no_world(self):
        for body in ["#include <QByteArray>\n", "#include <QCborMap>\n", "#include <chrono>\n", "// unlike std::thread\n",
                     "int x = 0;  // no QObject here\n", "snprintf(buffer, 3, text);\n", "operand(x);\n"]:
            with self.subTest(body=body):
                self.assertEqual(messages("core/link/x.cpp", body), [])

    def test_the_runtime_has_no_screen(self):
        self.assertFalse(messages("core/runtime/x.cpp", "#include <QTimer>\n#include <thread>\n"))
        self.assertTrue(messages("core/runtime/x.cpp", "#include <QImage>\n"))


class Files(unittest.TestCase):
    def test_headers(self):
        self.assertEqual(messages("core/base/x.h", "#pragma once\nusing namespace std::chrono_literals;\n"), [])
        self.assertTrue(messages("core/base/x.h", ""))
        self.assertTrue(messages("core/base/x.h", "#pragma once\nusing namespace std;\n"))

    def test_standard_headers(self):
        self.assertTrue(messages("core/base/x.cpp", "std::function<void()> f;\n"))
        self.assertFalse(messages("core/base/x.cpp", "#include <functional>\nstd::function<void()> f;\n"))

    def test_standard_headers_may_come_through_a_header(self):
        tree = {"core/base/a.h": HEADER + '#include "base/b.h"\nstd::function<void()> f;\n',
                "core/base/b.h": HEADER + "#include <functional>\n"}
        self.assertEqual(list(arch.findings(tree)), [])

    def test_licence_lines(self):
        self.assertTrue(messages("core/base/x.cpp", "", head=""))
        self.assertTrue(messages("dev", "", head="#!/bin/bash\n"))
        self.assertFalse(messages("resources/x.png", "", head=""))

    def test_registries(self):
        for host in ["registry.npm" + "js.org", "py" + "pi.org", "deb.deb" + "ian.org", "archive.ubu" + "ntu.com"]:
            with self.subTest(host=host):
                self.assertTrue(messages("docs/x.md", f"https://{host}/debian\n"))
        self.assertFalse(messages("docs/x.md", "https://www.debian.org/releases/\n"))


class Qml(unittest.TestCase):
    def test_found(self):
        for body in ['import "../Chat"\n', "import org.kde.kirigami\n", 'color: "#ff0000"\n', 'color: "red"\n', "color: Qt.rgba(1, 0, 0, 1)\n",
                     "width: 300\n", "Layout.preferredHeight: 12\n", "anchors.leftMargin: 8\n", "font.pixelSize: 14\n", "radius: 4; z: 1\n"]:
            with self.subTest(body=body):
                self.assertTrue(messages("qml/Chat/X.qml", body))

    def test_not_found(self):
        for body in ["import QtQuick\n", "import QtQuick.Controls.Basic as Basic\n", "import Nightjar.Theme\n", 'color: "transparent"\n',
                     "width: parent.width\n", "width: Theme.space * 2\n", "opacity: 0.5\n", "radius: 0\n", "// width: 300\n"]:
            with self.subTest(body=body):
                self.assertEqual(messages("qml/Chat/X.qml", body), [])

    def test_the_theme_has_the_numbers(self):
        self.assertFalse(messages("qml/Theme/Theme.qml", 'property color ink: "#101418"\nwidth: 3\n'))


if __name__ == "__main__":
    unittest.main()
