#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""Writes wire.json: one example of every byte format of docs/protocol.md.

Made from the text of protocol.md alone, without Nightjar's own code, so that it can prove that code right.
Fields hold patterns: p(start, length) counts up from `start`.

  wire.py > wire.json
"""
import base64
import hashlib
import json


def p(start, length):
    return bytes((start + i) % 256 for i in range(length))


def u(value, length):
    return value.to_bytes(length, "big")


def varint(value):
    for bits, prefix in ((6, 0), (14, 1), (30, 2), (62, 3)):
        if value < 1 << bits:
            return u(value | prefix << bits, (bits + 2) // 8)
    raise ValueError(value)


def sized(data):
    return varint(len(data)) + data


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


KEY = p(0x40, 32)
HUB_V4 = "nightjar-hub://192.0.2.1:33445/" + b64(KEY)
HUB_V6 = "nightjar-hub://[2001:db8::1]:33445/" + b64(KEY)
HUB_NAME = "nightjar-hub://hub.example.org:33445/" + b64(KEY)
QUEUE_ADDRESS = sized(HUB_NAME.encode()) + p(0x60, 16) + p(0x70, 32)
ADDRESS = b"nightjar:1p/hub.example.org:33445/" + b64(KEY).encode() + b"/" + b64(p(0xE0, 32)).encode()
INVITATION = ("nightjar:1/hub.example.org:33445/" + b64(KEY) + "/" + b64(p(0xE0, 32))).encode()
TIME = 1_700_000_000_123  # ms
NAME = "Zoë".encode()
CANDIDATES = (
    varint(2)
    + b"\x01\x04" + bytes([192, 168, 1, 7]) + u(40001, 2)
    + b"\x02\x10" + bytes.fromhex("20010db8000000000000000000000002") + u(40002, 2)
)


def content(kind, order, fields):
    return bytes([kind]) + varint(order) + u(TIME, 6) + fields


def padded(data, length):
    return data + bytes(length - len(data))


COOKIE = 0x2112A442
STUN_ID = p(0xB0, 12)


def stun(kind, attributes):
    return u(kind, 2) + u(len(attributes), 2) + u(COOKIE, 4) + STUN_ID + attributes


def xored(address, port):
    mask = u(COOKIE, 4) + STUN_ID
    family = 1 if len(address) == 4 else 2
    return u(family, 2) + u(port ^ COOKIE >> 16, 2) + bytes(a ^ b for a, b in zip(address, mask))


def attribute(kind, value):
    return u(kind, 2) + u(len(value), 2) + value


CHANNEL = p(0xC1, 3)
ENVELOPE = p(0, 228)
BLOB_BODY = b"\x01" + p(0x10, 32) + p(0x30, 32) + p(0x50, 1184) + QUEUE_ADDRESS + sized(NAME)

PLACE = u(-338567844 + 900000000, 4) + u(1512152967 + 1800000000, 4) + varint(12)
VECTORS = {
    # section 2
    "stun.request": stun(0x0001, attribute(0x0026, bytes(20))),
    "stun.success.v4": stun(0x0101, attribute(0x0020, xored(bytes([192, 0, 2, 1]), 32853))),
    "stun.success.v6": stun(0x0101, attribute(0x0020, xored(bytes.fromhex("20010db8123456780011223344556677"), 32853))),
    # section 3
    "hub.hello": b"\xc0\x01" + CHANNEL + p(0, 315),
    "hub.cookie": b"\xc2" + CHANNEL + p(0x11, 24) + p(0x31, 32),
    "hub.welcome.v4": b"\xc1" + CHANNEL + p(0, 48 + 17),
    "hub.welcome.v6": b"\xc1" + CHANNEL + p(0, 48 + 29),
    "hub.welcome.payload.v4": p(0xD1, 3) + bytes([198, 51, 100, 9]) + u(40000, 2) + u(TIME, 8),
    "hub.welcome.payload.v6": p(0xD1, 3) + bytes.fromhex("20010db8000000000000000000000002") + u(40000, 2) + u(TIME, 8),
    "channel.unknown": b"\xc5" + CHANNEL,
    # section 4
    "channel.header": b"\xc4" + CHANNEL + u(0x12345 & 0xFFFF, 2),
    "frame.padding": bytes(5),
    "frame.ping": b"\x01",
    # received: 990…1000, 980…985, 7
    "frame.ack": b"\x02" + varint(1000) + varint(25) + varint(2) + varint(10)
    + varint(990 - 985 - 2) + varint(5) + varint(980 - 7 - 2) + varint(0),
    "frame.path_challenge": b"\x03" + p(1, 8),
    "frame.path_response": b"\x04" + p(1, 8),
    "frame.message": b"\x05" + varint(70) + sized(p(0, 100)),
    "frame.part": b"\x06" + varint(71) + varint(17000) + varint(16384) + sized(p(0, 616)),
    "frame.datagram": b"\x07" + sized(p(0, 40)),
    "frame.close": b"\x08\x02",
    # stored: 297…300
    "frame.stored": b"\x0c" + varint(300) + varint(3),
    "frame.ask_stored": b"\x0d" + varint(300),
    "frame.last_message": b"\x0e" + varint(70) + p(0, 100),
    # section 5
    "request.create": bytes([16]) + varint(1) + p(0x60, 16) + p(0x10, 32) + p(0x30, 32),
    "request.attach": bytes([17]) + varint(2) + b"\x02" + p(0x60, 16) + p(0xA0, 16) + varint(0),
    "request.put": bytes([18]) + varint(300) + varint(64) + b"\x01" + ENVELOPE,
    "request.ack": bytes([19]) + varint(64) + varint(70000),
    "request.delete": bytes([20]) + varint(3) + varint(64),
    "request.blob_put": bytes([21]) + varint(4) + p(0x20, 16) + p(0x50, 32) + u(604800, 4) + sized(p(0, 512)),
    "request.blob_take": bytes([22]) + varint(5) + p(0x20, 16) + p(0x80, 16),
    "request.blob_revoke": bytes([23]) + varint(6) + p(0x20, 16) + p(0x90, 16),
    "request.parcel_open": bytes([28]) + varint(7) + varint(64) + p(0xB0, 16) + varint(300),
    "request.parcel_put": bytes([29]) + varint(8) + varint(64) + p(0xB0, 16) + varint(299) + p(0, 512),
    "request.parcel_get": bytes([30]) + varint(9) + varint(65) + p(0xB0, 16) + varint(299),
    "request.parcel_delete": bytes([31]) + varint(10) + varint(65) + p(0xB0, 16),
    "reply.ok": bytes([32]) + varint(1),
    "reply.error": bytes([33]) + varint(2) + bytes([12]),
    "reply.attached": bytes([34]) + varint(3) + varint(64),
    "reply.blob": bytes([35]) + varint(4) + sized(p(0, 512)),
    "reply.deliver": bytes([36]) + varint(64) + varint(70000) + ENVELOPE,
    "request.address_set": bytes([24]) + varint(7) + p(0x20, 16) + p(0x10, 32) + p(0xA0, 16) + varint(10) + varint(50)
    + b"\x12",
    "request.address_stock": bytes([25]) + varint(8) + p(0x20, 16) + p(0xA0, 16) + u(2592000, 4) + sized(p(0, 512)),
    "request.address_delete": bytes([26]) + varint(9) + p(0x20, 16) + p(0xA0, 16),
    "request.address_take": bytes([27]) + varint(10) + p(0x20, 16) + p(0x80, 16) + u(1700000000, 4) + b"\x12"
    + p(0x90, 16) + u(262144, 8),
    "request.address_ask": bytes([43]) + varint(11) + p(0x20, 16),
    "request.attach_all": bytes([46]) + varint(12) + b"\x01" + p(0x60, 16) + p(0xA0, 16) + varint(1_800_000_000),
    "reply.stock": bytes([44]) + varint(5) + varint(16) + varint(300),
    "reply.ticket": bytes([45]) + varint(6) + u(1700000000, 4) + b"\x12" + p(0x90, 16),
    "reply.attached_all": bytes([47]) + varint(7) + varint(64),
    "reply.detached": bytes([49]) + varint(64),
    "reply.parcel": bytes([37]) + varint(7) + varint(11) + bytes([0xFF, 0x05]),
    "reply.parcel_chunk": bytes([38]) + varint(9) + p(0, 512),
    "relay": bytes([48]) + varint(64) + p(0xC4, 30),
    # section 6
    "queue_address": QUEUE_ADDRESS,
    "invitation.plaintext": padded(BLOB_BODY, 1536 - 24 - 16),
    # section 7
    "envelope": ENVELOPE,
    "envelope.id": hashlib.blake2b(ENVELOPE, digest_size=32).digest()[:8],
    "envelope.first": p(0, 24) + p(0x18, 1536 - 24),
    "envelope.first.inside": p(0x10, 32) + p(0x30, 32) + p(0x50, 1088) + p(0, 1536 - 24 - 16 - 64 - 1088),
    "renew.plaintext": padded(b"\x01" + p(0x10, 32) + p(0x30, 1184) + u(7, 8) + u(300, 8) + b"\x02" + p(1, 8) + p(9, 8),
                              1536 - 24 - 16),
    "envelope.padded": padded(u(5, 2) + b"hello", 228 - 74),
    # section 8
    "content.text": content(1, 1, "Привет".encode()),
    "content.text_named": content(30, 1, p(1, 8) + b"\x00" + "Привет".encode()),
    "content.text_answering": content(30, 2, p(1, 8) + b"\x01" + p(9, 8) + "Да".encode()),
    "content.text_forwarded": content(30, 3, bytes(8) + b"\x06" + sized(NAME) + "Да".encode()),
    "content.receipt": content(2, 0, varint(2) + p(1, 8) + p(9, 8)),
    "content.read": content(3, 0, p(1, 8)),
    "content.hello": content(4, 0, sized(NAME) + QUEUE_ADDRESS),
    "content.welcome": content(5, 0, sized(NAME)),
    "content.delete": content(6, 200, p(1, 8)),
    "content.erase": content(7, 0, b""),
    "content.link_offer": content(8, 0, p(1, 8) + p(0x10, 32) + CHANNEL + CANDIDATES),
    "content.link_answer": content(9, 0, p(1, 8) + p(0x10, 32) + CHANNEL + varint(0)),
    "content.call_offer": content(10, 0, p(1, 8) + b"\x01" + p(0x30, 32) + p(0x10, 32)),
    "content.call_ringing": content(11, 0, p(1, 8)),
    "content.call_accept": content(12, 0, p(1, 8) + b"\x01" + p(0x10, 32)),
    "content.call_end": content(13, 0, p(1, 8) + b"\x04"),
    "content.edit": content(14, 201, p(1, 8) + sized("Пока".encode())),
    "content.react": content(15, 202, p(1, 8) + varint(2) + sized("👍".encode()) + sized("👨‍👩‍👧".encode())),
    "content.typing": content(16, 0, b"\x01"),
    "content.privacy": content(17, 203, b"\x00"),
    "content.privacy_keeping": content(17, 204, b"\x03"),
    "content.clear": content(70, 205, varint(300)),
    "content.missing": content(55, 0, varint(70) + varint(3)),
    "content.skip": content(56, 0, varint(70) + varint(300)),
    "content.renewed": content(50, 0, varint(7) + varint(300)),
    "content.life": content(76, 204, varint(3) + b"\x02" + u(3600, 4) + b"\x01" + u(TIME - 4567, 6)),
    # section 18
    "content.member": content(81, 205, p(0x50, 16) + sized(NAME)),
    "content.offer": content(82, 206, p(0x50, 16) + sized(INVITATION)),
    "content.introduce": content(83, 207, p(0x50, 16) + sized(NAME) + sized(INVITATION)),
    "content.leave": content(84, 208, b""),
    "content.removed": content(85, 209, p(0x50, 16)),
    # section 19
    "content.location": content(75, 210, p(1, 8) + PLACE + varint(900) + sized("Опера".encode())),
    "content.moved": content(77, 0, p(1, 8) + varint(300) + b"\x01" + PLACE),
    "content.card": content(78, 211, p(1, 8) + sized(NAME) + sized(ADDRESS)),
    # section 9
    "link.envelope": bytes([64]) + ENVELOPE,
}
TEXTS = {
    "hub_address.v4": HUB_V4,
    "hub_address.v6": HUB_V6,
    "hub_address.name": HUB_NAME,
    "address": "nightjar:1p/hub.example.org:33445/" + b64(KEY) + "/" + b64(p(0xE0, 32)),
    "secret.sent": "nightjar:1s/hub.example.org:33445/" + b64(KEY) + "/" + b64(p(0xE0, 32)) + "/"
    + b64(b"\x00\x01" + u(3600, 4) + bytes(6)),
    "secret.creation": "nightjar:1s/hub.example.org:33445/" + b64(KEY) + "/" + b64(p(0xE0, 32)) + "/"
    + b64(b"\x01\x03" + u(86400, 4) + u(TIME, 6)),
    "invitation": "nightjar:1/hub.example.org:33445/" + b64(KEY) + "/" + b64(p(0xE0, 32)),
}

if __name__ == "__main__":
    print(json.dumps({"bytes": {name: data.hex() for name, data in VECTORS.items()}, "texts": TEXTS}, indent=1))
