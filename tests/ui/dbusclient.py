# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""As much of D-Bus as it takes to ask questions: a connection, calls and their answers (D-Bus specification, "Type
System", "Message Protocol" and "Authentication Protocol"). Signals and calls from others are read and dropped."""

import collections
import os
import re
import socket
import struct
import threading

CALL, ANSWER, ERROR, SIGNAL = 1, 2, 3, 4  # message types
PATH, INTERFACE, MEMBER, ERROR_NAME, REPLY_SERIAL, DESTINATION, SENDER, SIGNATURE = 1, 2, 3, 4, 5, 6, 7, 8  # header fields

FIXED = {"y": ("B", 1), "b": ("I", 4), "n": ("h", 2), "q": ("H", 2), "i": ("i", 4), "u": ("I", 4), "x": ("q", 8),
         "t": ("Q", 8), "d": ("d", 8)}
ALIGNMENT = {"s": 4, "o": 4, "g": 1, "a": 4, "(": 8, "{": 8, "v": 1}

Call = collections.namedtuple("Call", "destination path interface member signature arguments")
Message = collections.namedtuple("Message", "kind serial fields values")


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
        elif kind == "as":
            self.put("u", sum(len(item.encode()) + 5 + -(len(item.encode()) + 5) % 4 for item in value[:-1])
                     + (len(value[-1].encode()) + 5 if value else 0))
            for item in value:
                self.put("s", item)
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

    @classmethod
    def _request(cls, call, serial):
        return cls._bytes(CALL, serial, [(PATH, ("o", call.path)), (INTERFACE, ("s", call.interface)),
                                         (MEMBER, ("s", call.member)), (DESTINATION, ("s", call.destination))],
                          call.signature, call.arguments)

    @staticmethod
    def _bytes(kind, serial, fields, signature, arguments):
        body = Writer()
        for part, value in zip(types(signature), arguments):
            body.put(part, value)
        message = Writer()
        for value in (ord("l"), kind, 0, 1):
            message.put("y", value)
        message.put("u", len(body.bytes))
        message.put("u", serial)
        message.put("u", 0)  # the length of the fields, put in below
        if signature:
            fields = fields + [(SIGNATURE, ("g", signature))]
        for field in fields:
            message.put("(yv)", field)
        struct.pack_into("<I", message.bytes, 12, len(message.bytes) - 16)
        message.align(8)
        return message.bytes + body.bytes

    def _message(self):
        """The next message: the serial number of the call it answers (None: it is not an answer), and its content."""
        kind, _, fields, values = self._next()
        if kind == ERROR:
            return fields.get(REPLY_SERIAL), DBusError(fields.get(ERROR_NAME, ""), *values)
        if kind != ANSWER:
            return None, None
        return fields.get(REPLY_SERIAL), values[0] if len(values) == 1 else tuple(values) if values else None

    def _next(self):
        head = self._read(16)
        if head[0] != ord("l"):
            raise DBusError("protocol", "a big-endian message")
        kind = head[1]
        body_length, serial, fields_length = struct.unpack_from("<III", head, 4)
        rest = self._read(fields_length + -fields_length % 8 + body_length)
        # The fields begin at an offset that is a multiple of 8, so that counting may begin anew with them.
        fields, reader = {}, Reader(rest[:fields_length])
        while reader.at < fields_length:
            field, value = reader.get("(yv)")
            fields[field] = value
        body = Reader(rest[fields_length + -fields_length % 8:])
        values = [body.get(part) for part in types(fields.get(SIGNATURE, ""))]
        return Message(kind, serial, fields, values)

    def _read(self, count):
        data = self.stream.read(count)
        if len(data) < count:
            raise DBusError("disconnected", "the bus has closed the connection")
        return data


class Service(Bus):
    """A connection that answers: names on the bus, and a function for each method (by its name, whatever its object and
    interface) that takes the arguments and gives (signature, values). It runs in a thread of its own until close()."""

    def __init__(self, address, names, methods):
        super().__init__(address)
        self.methods = methods
        self.over = False
        self.sending = threading.Lock()
        for name in names:
            self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName", "su", name, 4)
        self.socket.settimeout(None)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        try:
            while True:
                message = self._next()
                if message.kind != CALL:
                    continue
                method = self.methods.get(message.fields[MEMBER])
                answer = method(*message.values) if method else None
                to = [(REPLY_SERIAL, ("u", message.serial)), (DESTINATION, ("s", message.fields[SENDER]))]
                if answer is None:
                    self._send(ERROR, [(ERROR_NAME, ("s", "org.freedesktop.DBus.Error.UnknownMethod"))] + to, "", ())
                else:
                    self._send(ANSWER, to, *answer)
        except (DBusError, OSError, ValueError):
            if not self.over:
                raise

    def _send(self, kind, fields, signature, values):
        with self.sending:
            self.serial += 1
            self.socket.sendall(self._bytes(kind, self.serial, fields, signature, values))

    def signal(self, path, interface, member, signature, *values):
        self._send(SIGNAL, [(PATH, ("o", path)), (INTERFACE, ("s", interface)), (MEMBER, ("s", member))], signature, values)

    def close(self):
        self.over = True
        self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join(10)
        super().close()
