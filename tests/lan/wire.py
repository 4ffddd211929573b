# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""What an observer of the network sees, and where a text may hide in bytes."""

import base64
import socket
import threading

ETH_P_ALL = 3


class Sniffer:
    """Everything that goes over loopback while it runs. Needs the right to open packet sockets (PermissionError)."""

    def __init__(self, interface="lo"):
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self._socket.bind((interface, 0))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self._socket.settimeout(0.2)
        self._stop = False
        self.packets = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        while not self._stop:
            try:
                self.packets.append(self._socket.recv(65536))
            except TimeoutError:
                pass
        self._socket.close()

    def stop(self):
        self._stop = True
        self._thread.join()
        return self.packets


def disguises(text):
    """The byte strings in which a text would be found: encodings a program could have used by mistake."""
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    for offset in range(3):  # base64 depends on where in its groups of three the text begins
        padded = base64.b64encode(b"\0" * offset + plain)
        inner = padded[4 if offset else 0:len(padded) // 4 * 4 - 4]
        if len(inner) >= 12:
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")


def found_in(haystack, texts):
    """Which of the texts are in the bytes, in whatever disguise."""
    return [text for text in texts if any(needle in haystack for needle in disguises(text))]
