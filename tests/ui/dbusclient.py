# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""As much of D-Bus as it takes to ask questions: a connection, calls and their answers (D-Bus specification, "Type
System", "Message Protocol" and "Authentication Protocol"). Signals and calls from others are read and dropped."""

import collections
import os
import re
import socket
import struct

CALL, ANSWER, ERROR = 1, 2, 3  # message types
PATH, INTERFACE, MEMBER, ERROR_NAME, REPLY_SERIAL, DESTINATION, SIGNATURE = 1, 2, 3, 4, 5, 6, 8  # header fields

FIXED = {"y": ("B", 1), "b": ("I", 4), "n": ("h", 2), "q": ("H", 2), "i": ("i", 4), "u": ("I", 4), "x": ("q", 8),
         "t": ("Q", 8), "d": ("d", 8)}
ALIGNMENT = {"s": 4, "o": 4, "g": 1, "a": 4, "(": 8, "{": 8, "v": 1}

Call = collections.namedtuple("Call", "destination path interface member signature arguments")


class DBusError(Exception):
    """An answer that is an error: its name, then what it says."""


def types(signature):
    """The complete types a signature consists of: "sa(so)u" → s, a(so), u."""
    at = 0
    while at < len(signature):
        start = at
        while signature[at] == "a":
            at += 1
        if signature[at] in "({":
            depth = 0
            while True:
                depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(signature[at], 0)
                at += 1
                if depth == 0:
                    break
        else:
            at += 1
        yield signature[start:at]


class Writer:
    def __init__(self):
        self.bytes = bytearray()

    def align(self, to):
        self.bytes += bytes(-len(self.bytes) % to)

    def put(self, kind, value):
        if kind in FIXED:
            code, size = FIXED[kind]
            self.align(size)
            self.bytes += struct.pack("<" + code, value)
        elif kind in "so":
            text = value.encode()
            self.put("u", len(text))
            self.bytes += text + b"\0"
        elif kind == "g":
            self.bytes += struct.pack("B", len(value)) + value.encode() + b"\0"
        elif kind[0] == "(":
            self.align(8)
            for part, item in zip(types(kind[1:-1]), value):
                self.put(part, item)
        elif kind == "v":
            inner, item = value
            self.put("g", inner)
            self.put(inner, item)
        else:
            raise NotImplementedError(f"no request here needs the type {kind}")


class Reader:
    def __init__(self, data, at=0):
        self.data = data
        self.at = at

    def align(self, to):
        self.at += -self.at % to

    def get(self, kind):
        if kind in FIXED:
            code, size = FIXED[kind]
            self.align(size)
            value, = struct.unpack_from("<" + code, self.data, self.at)
            self.at += size
            return value
        if kind in ("s", "o", "g"):
            length = self.get("y" if kind == "g" else "u")
            text = self.data[self.at:self.at + length].decode()
            self.at += length + 1
            return text
        if kind == "v":
            return self.get(self.get("g"))
        if kind[0] in "({":
            self.align(8)
            return tuple(self.get(part) for part in types(kind[1:-1]))
        if kind[0] == "a":
            length = self.get("u")
            inner = kind[1:]
            self.align(FIXED[inner][1] if inner in FIXED else ALIGNMENT[inner[0]])
            end = self.at + length
            items = []
            while self.at < end:
                items.append(self.get(inner))
            return items
        raise DBusError("protocol", f"unknown type {kind}")


class Bus:
    """A connection to the bus at an address such as "unix:path=/tmp/bus,guid=…"."""

    def __init__(self, address, timeout=20):
        place = re.match(r"unix:(?:.*,)?(path|abstract)=([^,;]*)", address)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(("\0" if place[1] == "abstract" else "") + place[2])
        self.stream = self.socket.makefile("rb")
        self.serial = 0
        self._authenticate()
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello")

    def _authenticate(self):
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        answer = self.stream.readline()
        if not answer.startswith(b"OK "):
            raise DBusError("authentication", answer.decode().strip())
        self.socket.sendall(b"BEGIN\r\n")

    def call(self, destination, path, interface, member, signature="", *arguments):
        """The values of the answer: none → None, one → itself, more → a tuple."""
        answer = self.calls([Call(destination, path, interface, member, signature, arguments)])[0]
        if isinstance(answer, DBusError):
            raise answer
        return answer

    def calls(self, calls):
        """All at once; an answer for each, in the order of the calls, and a DBusError where one failed."""
        serials = []
        requests = bytearray()
        for call in calls:
            self.serial += 1
            serials.append(self.serial)
            requests += self._request(call, self.serial)
        self.socket.sendall(requests)
        answers = {}
        waiting = set(serials)
        while waiting:
            serial, answer = self._message()
            if serial in waiting:
                waiting.remove(serial)
                answers[serial] = answer
        return [answers[serial] for serial in serials]

    def close(self):
        self.stream.close()
        self.socket.close()

    @staticmethod
    def _request(call, serial):
        body = Writer()
        for kind, value in zip(types(call.signature), call.arguments):
            body.put(kind, value)
        message = Writer()
        for value in (ord("l"), CALL, 0, 1):
            message.put("y", value)
        message.put("u", len(body.bytes))
        message.put("u", serial)
        message.put("u", 0)  # the length of the fields, put in below
        fields = [(PATH, ("o", call.path)), (INTERFACE, ("s", call.interface)), (MEMBER, ("s", call.member)),
                  (DESTINATION, ("s", call.destination))]
        if call.signature:
            fields.append((SIGNATURE, ("g", call.signature)))
        for field in fields:
            message.put("(yv)", field)
        struct.pack_into("<I", message.bytes, 12, len(message.bytes) - 16)
        message.align(8)
        return message.bytes + body.bytes

    def _message(self):
        """The next message: the serial number of the call it answers (None: it is not an answer), and its content."""
        head = self._read(16)
        if head[0] != ord("l"):
            raise DBusError("protocol", "a big-endian message")
        kind = head[1]
        body_length, _, fields_length = struct.unpack_from("<III", head, 4)
        rest = self._read(fields_length + -fields_length % 8 + body_length)
        # The fields begin at an offset that is a multiple of 8, so that counting may begin anew with them.
        fields, reader = {}, Reader(rest[:fields_length])
        while reader.at < fields_length:
            field, value = reader.get("(yv)")
            fields[field] = value
        body = Reader(rest[fields_length + -fields_length % 8:])
        values = [body.get(part) for part in types(fields.get(SIGNATURE, ""))]
        if kind == ERROR:
            return fields.get(REPLY_SERIAL), DBusError(fields.get(ERROR_NAME, ""), *values)
        if kind != ANSWER:
            return None, None
        return fields.get(REPLY_SERIAL), values[0] if len(values) == 1 else tuple(values) if values else None

    def _read(self, count):
        data = self.stream.read(count)
        if len(data) < count:
            raise DBusError("disconnected", "the bus has closed the connection")
        return data
