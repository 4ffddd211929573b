#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A home router's port mapping for the laboratory: PCP (RFC 6887), NAT-PMP (RFC 6886) or UPnP-IGD, one at a time.

  portmapd.py pcp|nat-pmp|upnp|hostile LAN_ADDRESS OUTER_ADDRESS STATE_FILE

Runs in the router's namespace; mappings go into the nftables map `m` of the table `ip portmap`. What it was asked and what
is mapped stands in STATE_FILE as JSON. "hostile" answers PCP with everything but what it should.
"""

import json
import os
import re
import select
import socket
import struct
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

UDP = 17
MOST_LIFE = 7200
SERVICE = "urn:schemas-upnp-org:service:WANIPConnection:1"
COMMON = "urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1"
DEVICES = ("InternetGatewayDevice", "WANDevice", "WANConnectionDevice")


class Mappings:
    """What the router has promised; the kernel does the work."""

    def __init__(self, outer, file):
        self.outer = outer
        self.file = file
        self.ports = {}  # outer port: (host, port)
        self.asked = []
        self.started = time.monotonic()
        self.write()

    def epoch(self):
        return int(time.monotonic() - self.started) + 1

    def note(self, what):
        self.asked.append(what)
        self.write()

    def write(self):
        with open(self.file + ".new", "w", encoding="ascii") as out:
            json.dump({"asked": self.asked, "ports": {str(port): list(to) for port, to in self.ports.items()}}, out)
        os.replace(self.file + ".new", self.file)

    def kernel(self, verb, element):
        subprocess.run(["nft", verb, "element", "ip", "portmap", "m", "{ " + element + " }"], capture_output=True,
                       check=False)

    def remove(self, port):
        self.kernel("delete", f"udp . {port}")
        del self.ports[port]
        self.write()

    def give(self, host, inner, wanted, life):
        """→ the outer port; 0 when the mapping was deleted."""
        for port, owner in list(self.ports.items()):
            if owner == (host, inner):
                self.remove(port)
                wanted = port
        if life == 0:
            return 0
        port = wanted or inner
        while port in self.ports or port < 1024:
            port = 1024 + (port + 4099) % 60000
        self.ports[port] = (host, inner)
        self.kernel("add", f"udp . {port} timeout {life}s : {host} . {inner}")
        self.write()
        return port


def mapped(address):
    return b"\0" * 10 + b"\xff\xff" + socket.inet_aton(address)


def nat_pmp(table, data, source):
    if data[1] == 0:
        table.note("nat-pmp address")
        return struct.pack("!BBHI", 0, 128, 0, table.epoch()) + socket.inet_aton(table.outer)
    if data[1] != 1 or len(data) != 12:
        return struct.pack("!BBHI", 0, 128 | data[1], 5, table.epoch())
    inner, wanted, life = struct.unpack("!HHI", data[4:])
    life = min(life, MOST_LIFE)
    port = table.give(source[0], inner, wanted, life)
    table.note(f"nat-pmp map {life}")
    return struct.pack("!BBHIHHI", 0, 129, 0, table.epoch(), inner, port, life)


def pcp(table, data, source):
    opcode, life = data[1] & 127, struct.unpack("!I", data[4:8])[0]

    def head(result, granted):
        return struct.pack("!BBBBII12x", 2, 128 | opcode, 0, result, granted, table.epoch())

    if data[8:24] != mapped(source[0]):
        return head(12, 30) + data[24:]  # ADDRESS_MISMATCH
    if opcode != 1 or len(data) < 60 or data[36] != UDP:
        return head(4, 30) + data[24:]  # UNSUPP_OPCODE
    life = min(life, MOST_LIFE)
    inner, wanted = struct.unpack("!HH", data[40:44])
    port = table.give(source[0], inner, wanted, life)
    table.note(f"pcp map {life}")
    return head(0, life) + data[24:40] + struct.pack("!HH", inner, port) + mapped(table.outer)


def lies(table, data, source):
    """Everything that a client has to drop: cut, changed, of somebody else's question, of another version."""
    table.note("hostile")
    good = pcp(table, data, source)
    yield good[:23]
    yield good[:59]
    yield good + b"\0"
    yield b"\1" + good[1:]
    yield good[:1] + b"\1" + good[2:]
    yield good[:24] + bytes(12) + good[36:]
    yield good[:40] + b"\0\1" + good[42:]
    yield os.urandom(60)
    yield b""
    yield os.urandom(1200)


def serve_port_control(kind, lan, table):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        s.bind((lan, 5351))
        other.bind((lan, 0))
        print("up", flush=True)
        while True:
            data, source = s.recvfrom(1100)
            if len(data) < 2:
                continue
            if kind == "hostile" and data[0] == 2 and len(data) == 60:
                for lie in lies(table, data, source):
                    s.sendto(lie, source)
                other.sendto(pcp(table, data, source), source)  # the right answer from the wrong port
            elif kind == "pcp" and data[0] == 2 and len(data) >= 24:
                s.sendto(pcp(table, data, source), source)
            elif kind == "nat-pmp" and data[0] == 0:
                s.sendto(nat_pmp(table, data, source), source)
            elif kind == "nat-pmp":
                s.sendto(struct.pack("!BBHI", 0, 128 | data[1], 1, table.epoch()), source)


def service(kind):
    return (f"<serviceList><service><serviceType>{kind}</serviceType><serviceId>urn:upnp-org:serviceId:1</serviceId>"
            "<controlURL>/control</controlURL><eventSubURL>/events</eventSubURL><SCPDURL>/scpd.xml</SCPDURL></service>"
            "</serviceList>")


def description():
    inner = service(SERVICE)
    for name in reversed(DEVICES):
        if name == "WANDevice":
            inner = service(COMMON) + inner  # clients know a router by it
        inner = f"""<device><deviceType>urn:schemas-upnp-org:device:{name}:1</deviceType><friendlyName>lab</friendlyName>
<UDN>uuid:00000000-0000-0000-0000-00000000000{DEVICES.index(name)}</UDN>{inner}</device>"""
        if name != DEVICES[0]:
            inner = f"<deviceList>{inner}</deviceList>"
    return ('<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor>'
            f"</specVersion>{inner}</root>")


def control(table):
    class Control(BaseHTTPRequestHandler):
        def answer(self, text, code=200):
            body = text.encode()
            self.send_response(code)
            self.send_header("Content-Type", 'text/xml; charset="utf-8"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.answer(description())

        def do_POST(self):
            asked = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
            action = self.headers.get("SOAPAction", "").strip('"').rpartition("#")[2]

            def field(name):
                found = re.search(f"<{name}[^>]*>([^<]*)</{name}>", asked)
                return found.group(1) if found else ""

            said = ""
            if action == "GetExternalIPAddress":
                said = f"<NewExternalIPAddress>{table.outer}</NewExternalIPAddress>"
            elif action == "GetStatusInfo":
                said = ("<NewConnectionStatus>Connected</NewConnectionStatus><NewLastConnectionError>ERROR_NONE"
                        "</NewLastConnectionError><NewUptime>1</NewUptime>")
            elif action == "AddPortMapping":
                life = int(field("NewLeaseDuration"))
                table.give(field("NewInternalClient"), int(field("NewInternalPort")), int(field("NewExternalPort")), life)
                table.note(f"upnp map {life}")
            elif action == "DeletePortMapping" and int(field("NewExternalPort")) in table.ports:
                table.remove(int(field("NewExternalPort")))
                table.note("upnp map 0")
            else:
                self.answer("<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                            "<s:Fault><detail><UPnPError><errorCode>401</errorCode></UPnPError></detail></s:Fault></s:Body>"
                            "</s:Envelope>", 500)
                return
            self.answer("<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                        f"<u:{action}Response xmlns:u=\"{SERVICE}\">{said}</u:{action}Response></s:Body></s:Envelope>")

        def log_message(self, *_):
            pass

    return Control


def serve_upnp(lan, table):
    web = HTTPServer((lan, 5000), control(table))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("", 1900))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                     socket.inet_aton("239.255.255.250") + socket.inet_aton(lan))
        print("up", flush=True)
        while True:
            ready, _, _ = select.select([s, web], [], [])
            if web in ready:
                web.handle_request()
            if s in ready:
                data, source = s.recvfrom(2000)
                wanted = re.search(rb"(?im)^ST: *(\S+)", data)
                if data.startswith(b"M-SEARCH") and wanted and wanted.group(1).decode() in (
                        f"urn:schemas-upnp-org:device:{DEVICES[0]}:1", SERVICE, "upnp:rootdevice", "ssdp:all"):
                    s.sendto(("HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nEXT:\r\n"
                              f"ST: {wanted.group(1).decode()}\r\nUSN: uuid:lab::{wanted.group(1).decode()}\r\n"
                              f"LOCATION: http://{lan}:5000/desc.xml\r\n\r\n").encode(), source)


def main():
    kind, lan, outer, file = sys.argv[1:]
    table = Mappings(outer, file)
    if kind == "upnp":
        serve_upnp(lan, table)
    else:
        serve_port_control(kind, lan, table)


main()
