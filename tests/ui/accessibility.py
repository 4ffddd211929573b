# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""What a screen reader knows of a window, over AT-SPI: roles, names, states, texts and places. Whoever drives the app
through this sees no more of it than somebody who cannot see the screen."""

from dbusclient import Bus, Call, DBusError

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"
ROOT = "/org/a11y/atspi/accessible/root"

# Bits of AtspiStateType that are asked for here.
STATES = {1: "active", 4: "checked", 11: "focusable", 12: "focused", 25: "showing", 30: "visible"}

MOST_NODES = 4000  # a page has a few hundred; beyond that something goes round in circles


class Node:
    """One thing in a window, as it was when the tree was read."""

    def __init__(self, bus, owner, path, parent):
        self.bus, self.owner, self.path, self.parent = bus, owner, path, parent
        self.role, self.name, self.states, self.children = "", "", frozenset(), []

    @property
    def shown(self):
        return "showing" in self.states and "visible" in self.states

    def walk(self):
        """The node and everything below it, from the top down, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def place(self):
        """Left, top, width and height on the screen."""
        return self._ask(COMPONENT, "GetExtents", "u", 0)

    def text(self):
        """What is written in it; for an input."""
        return self._ask(TEXT, "GetText", "ii", 0, -1)

    def _ask(self, interface, member, signature="", *arguments):
        return self.bus.call(self.owner, self.path, interface, member, signature, *arguments)

    def __repr__(self):
        return f"{self.role} “{self.name}”"


class Accessibility:
    """The bus on which applications describe themselves to assistive programs."""

    def __init__(self, session_address):
        session = Bus(session_address)
        address = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        session.close()
        self.bus = Bus(address)

    def application(self, pid):
        """The name under which the process is on the bus, or None while it is not."""
        daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        names = [name for name in self.bus.call(*daemon, "ListNames") if name.startswith(":")]
        pids = self.bus.calls([Call(*daemon, "GetConnectionUnixProcessID", "s", (name,)) for name in names])
        for name, owner in zip(names, pids):
            if owner == pid and self._answers(name):
                return name
        return None

    def _answers(self, name):
        try:
            self.bus.call(name, ROOT, ACCESSIBLE, "GetRole")
            return True
        except DBusError:
            return False

    def tree(self, owner):
        """The whole tree of an application; what vanishes while it is read is left out."""
        root = Node(self.bus, owner, ROOT, None)
        level, count = [root], 0
        while level and count < MOST_NODES:
            count += len(level)
            answers = iter(self.bus.calls([call for node in level for call in self._questions(node)]))
            below = []
            for node in level:
                role, name, description, states, children = (next(answers) for _ in range(5))
                if any(isinstance(answer, DBusError) for answer in (role, name, description, states, children)):
                    continue
                # Qt 6.4 keeps the name of a password input to itself, but not what describes it.
                node.role, node.name = role, name or description
                bits = states[0] | states[1] << 32
                node.states = frozenset(word for bit, word in STATES.items() if bits >> bit & 1)
                if node.parent:
                    node.parent.children.append(node)
                below += [Node(self.bus, *child, node) for child in children]
            level = below
        return root

    @staticmethod
    def _questions(node):
        yield Call(node.owner, node.path, ACCESSIBLE, "GetRoleName", "", ())
        yield Call(node.owner, node.path, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Name"))
        yield Call(node.owner, node.path, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Description"))
        yield Call(node.owner, node.path, ACCESSIBLE, "GetState", "", ())
        yield Call(node.owner, node.path, ACCESSIBLE, "GetChildren", "", ())

    def close(self):
        self.bus.close()
