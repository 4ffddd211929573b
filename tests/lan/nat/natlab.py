# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""A NAT laboratory of network namespaces and nftables, made and removed by itself. Needs root.

    a - [link] - home router A - [carrier NAT] - provider - core - provider - [carrier NAT] - home router B - [link] - b
                                                             |
                                                            hub 203.0.113.10

Nothing in it has a route to the machine's own network; private addresses are not routed in the core. Names carry a prefix
with the process id, so that several laboratories can stand side by side.
"""

import array
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HUB = "203.0.113.10"
HUB_SECOND = "203.0.113.11"  # for clients that want to know how their NAT filters
HUB6 = "2001:db8:77::10"

# The NAT types, in the words of RFC 4787; the first eight make the 36 pairs.
TYPES = {
    "none": "a public address, nothing in between",
    "full-cone": "endpoint-independent mapping and filtering",
    "restricted": "endpoint-independent mapping, address-dependent filtering",
    "port-restricted": "endpoint-independent mapping, address and port-dependent filtering",
    "symmetric-seq": "another port for every destination, the next in turn",
    "symmetric": "another port for every destination, at random",
    "cgnat-double": "port-restricted at home, behind a port-restricted carrier NAT",
    "udp-blocked": "no UDP passes; TCP does",
    "tcp443-only": "nothing but TCP to port 443 passes",
    "firewall": "a public address behind a stateful firewall",
    "cgnat-sym": "port-restricted at home, behind a symmetric carrier NAT",
}
PAIR_TYPES = list(TYPES)[:8]

# (up, down) of tests/lan/nat/linkemulator.cpp, between a host and its router.
LINKS = {
    "wan": ("rate=20000,delay=20,jitter=0.5,queue=1000000", "rate=100000,delay=20,jitter=0.5,queue=1000000"),
    "lte": ("rate=10000,delay=25,jitter=5,loss=0.1,idle=10000,wake=60,queue=1000000",
            "rate=40000,delay=20,jitter=5,loss=0.1,queue=1000000"),
    "lossy-wifi": ("rate=20000,delay=3,jitter=8,loss=1,good=4000,bad=150,badloss=60,queue=1000000",) * 2,
    "edge": ("rate=60,delay=210,jitter=20,queue=16000,idle=2000,wake=150", "rate=200,delay=170,jitter=20,queue=40000"),
    "gprs": ("rate=26.8,delay=370,jitter=30,queue=12000,idle=2000,wake=250",
             "rate=40.2,delay=290,jitter=30,queue=16000"),
    "gprs-cs1": ("rate=9.05,delay=450,jitter=40,queue=6000,idle=2000,wake=250",
                 "rate=9.05,delay=400,jitter=40,queue=8000"),
}

PUBLIC = {  # side: (router's network, gateway in the core, router, hosts' network, their gateway, host)
    "a": ("198.51.100.0/27", "198.51.100.1", "198.51.100.2", "198.51.100.64/28", "198.51.100.65", "198.51.100.66"),
    "b": ("198.51.100.32/27", "198.51.100.33", "198.51.100.34", "198.51.100.80/28", "198.51.100.81", "198.51.100.82"),
}
SEQUENCE = range(20000, 23000)
OFFLOADS = (0x15, 0x17, 0x19, 0x1F, 0x24, 0x2C)  # SIOCETHTOOL: checksums and segmentation, which raw sockets see unmade
PORTMAPD = Path(__file__).resolve().parent / "portmapd.py"
HELPER = Path(os.environ.get("NIGHTJAR_BIN", "build/dev/bin")) / "nightjar-linkemulator"


def why_not():
    """Why there can be no laboratory here; None where it can."""
    if os.geteuid() != 0:
        return "needs root"
    for tool in ("ip", "nft"):
        if shutil.which(tool) is None:
            return f"needs {tool}"
    name = f"njprobe{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True).returncode:
        return "may not make network namespaces"
    rules = "table ip t { chain c { type nat hook postrouting priority srcnat; masquerade; }\n}"
    works = subprocess.run(["ip", "netns", "exec", name, "nft", "-f", "-"], input=rules + "\n", text=True,
                           capture_output=True).returncode == 0
    subprocess.run(["ip", "netns", "del", name], capture_output=True)
    return None if works else "the kernel has no nftables NAT"


def run(command, text=None):
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr.strip()}\n{text or ''}")
    return done.stdout


def endpoint_independent(lan, wan, outside, inside, filtering, life):
    """One mapping for all destinations, ports kept; who may answer depends on the filtering. Outbound packets refresh."""
    permission = {
        "any": ("", "", ""),
        "address": (f"set seen {{ type inet_service . ipv4_addr; flags dynamic,timeout; timeout {life}s; }}",
                    "update @seen { udp sport . ip daddr }", "udp dport . ip saddr @seen"),
    }[filtering]
    note = f'iifname "{lan}" oifname "{wan}" meta l4proto udp {permission[1]}' if permission[1] else ""
    return f"""
table ip nat {{
  map inside {{ type inet_service : ipv4_addr . inet_service; flags dynamic,timeout; timeout {life}s; }}
  {permission[0]}
  chain note {{ type filter hook forward priority -10;
    iifname "{lan}" oifname "{wan}" meta l4proto udp update @inside {{ udp sport : ip saddr . udp sport }}
    {note}
  }}
  chain enter {{ type nat hook prerouting priority dstnat;
    iifname "{wan}" ip daddr {outside} meta l4proto udp {permission[2]} dnat to udp dport map @inside;
  }}
  chain leave {{ type nat hook postrouting priority srcnat; oifname "{wan}" ip saddr {inside} snat to {outside}; }}
}}
{firewall(lan, wan, "drop")}"""


def firewall(lan, wan, closed, extra=""):
    """`closed`: what becomes of uninvited packets to the router itself: "drop", or "reject" as of a box without one."""
    entry = f'iifname "{wan}" meta l4proto {{ udp, tcp }} drop;' if closed == "drop" else ""
    return f"""
table ip filter {{
  chain input {{ type filter hook input priority 0; {entry} }}
  chain forward {{ type filter hook forward priority 0; {extra}
    ct state established,related accept; iifname "{lan}" accept; ct status dnat accept; drop; }}
}}"""


def masquerade(lan, wan, rule, closed, extra=""):
    return ("table ip nat { chain leave { type nat hook postrouting priority srcnat; " + rule + " }\n}\n" +
            firewall(lan, wan, closed, extra))


def nat_rules(kind, lan, wan, outside, inside, closed, life):
    plain = f'oifname "{wan}" masquerade;'
    if kind == "none":
        return ""
    if kind == "firewall":
        return firewall(lan, wan, "reject")
    if kind == "full-cone":
        return endpoint_independent(lan, wan, outside, inside, "any", life)
    if kind == "restricted":
        return endpoint_independent(lan, wan, outside, inside, "address", life)
    if kind == "port-restricted":
        return masquerade(lan, wan, plain, closed)
    if kind == "symmetric":
        return masquerade(lan, wan, f'oifname "{wan}" masquerade random,fully-random;', closed)
    if kind == "symmetric-seq":
        ports = ", ".join(f"{i} : {port}" for i, port in enumerate(SEQUENCE))
        rule = (f'oifname "{wan}" meta l4proto udp snat to {outside} : numgen inc mod {len(SEQUENCE)} map {{ {ports} }}; ' +
                plain)
        return masquerade(lan, wan, rule, closed)
    if kind == "udp-blocked":
        return masquerade(lan, wan, plain, closed, "meta l4proto udp drop;")
    if kind == "tcp443-only":
        return masquerade(lan, wan, plain, closed,
                          f'iifname "{lan}" tcp dport 443 accept; iifname "{lan}" drop;')
    raise ValueError(kind)


def firewall6(lan):
    """What homes have for IPv6 (RFC 6092): no translation, and nothing comes in that was not asked for."""
    return f"""
table ip6 filter {{
  chain forward {{ type filter hook forward priority 0;
    ct state established,related accept; iifname "{lan}" accept; meta l4proto icmpv6 accept; drop; }}
}}"""


class Lab:
    """Two sides, a and b, each behind a NAT and a link, and a host `hub` that everybody reaches. `ip6`: which sides have
    IPv6 besides ("ab"), each behind a firewall; the hub then has it, too."""

    _made = 0

    def __init__(self, a="port-restricted", b="port-restricted", link="wan", same_nat=False, overlap=False,
                 closed="drop", udp_life=30, ip6="", portmap=None):
        Lab._made += 1
        self.prefix = f"nj{os.getpid()}x{Lab._made}"
        self.folder = Path(tempfile.mkdtemp(prefix="nightjar-nat-"))
        self.spaces = []
        self.links = {}
        self.routers = {}
        self.options = dict(link=link, same_nat=same_nat, overlap=overlap, closed=closed, udp_life=udp_life, ip6=ip6)
        self.kinds = {"a": a, "b": b}
        try:
            self._core()
            self._side("a", a)
            if same_nat:
                self._join("b")
            else:
                self._side("b", b)
            for side, protocol in (portmap or {}).items():
                self._portmap(side, protocol)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for process in (*self.links.values(), *self.routers.values()):
            process.kill()
            process.wait()
            process.stdout.close()
        self.links = {}
        self.routers = {}
        for name in reversed(self.spaces):
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
        self.spaces = []
        shutil.rmtree(self.folder, ignore_errors=True)

    def inside(self, space):
        """What to put before a command so that it runs there."""
        return ["ip", "netns", "exec", self.name(space)]

    def name(self, space):
        return f"{self.prefix}-{space}"

    def flows(self, side):
        """What passed the access link of a side so far: {"up": {"packets", "bytes", "dropped"}, "down": …}; bytes are
        whole IP packets."""
        file = self.folder / f"{side}.json"
        file.unlink(missing_ok=True)
        self.links[side].send_signal(signal.SIGUSR1)
        end = time.monotonic() + 5
        while not file.exists():
            if time.monotonic() > end:
                raise RuntimeError("the link does not answer")
            time.sleep(0.01)
        return json.loads(file.read_text())

    def mappings(self, side):
        """What the router of a side was asked for and has promised: {"asked": […], "ports": {outer: [host, port]}}."""
        return json.loads((self.folder / f"portmap-{side}.json").read_text())

    def restart_router(self, side):
        """The router forgets what it promised, as after a power cut."""
        router = self.routers.pop(side)
        router.kill()
        router.wait()
        router.stdout.close()
        self.sh("nat" + side, "nft flush map ip portmap m")
        self._portmapd(side)

    def cut(self, side, closed):
        """Nothing passes between a side's router and the core."""
        run([*self.inside("nat" + side), "ip", "link", "set", "wan", "down" if closed else "up"])
        if not closed:
            self.sh("nat" + side, f"ip route replace default via {PUBLIC[side][1]}")

    def move(self, side):
        """The host of a side gets another address in its LAN, as if it had joined another network: its mappings are gone."""
        third, last, mac = {"a": 11, "b": 12}[side], 77, "/sys/class/net/eth0/address"
        address, gateway = f"192.168.{third}.{last}", f"192.168.{third}.1"
        hardware = run([*self.inside(side), "cat", mac]).strip()
        router = run([*self.inside("nat" + side), "cat", "/sys/class/net/lan/address"]).strip()
        self.sh("nat" + side, f"ip neigh replace {address} lladdr {hardware} dev lan nud permanent")
        self.sh(side, f"ip addr flush dev eth0; ip addr add {address}/24 dev eth0; ip route add default via {gateway}; "
                      f"ip neigh replace {gateway} lladdr {router} dev eth0 nud permanent")

    # ---- how it is made

    def sh(self, space, script):
        run([*self.inside(space), "sh", "-ec", script])

    def _space(self, name, router=True):
        run(["ip", "netns", "add", self.name(name)])
        self.spaces.append(self.name(name))
        six = 0 if self.options["ip6"] else 1
        self.sh(name, "ip link set lo up; sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 "
                      f"net.ipv4.icmp_ratelimit=0 net.ipv4.ip_forward={int(router)} net.ipv6.conf.all.forwarding={int(router)} "
                      f"net.ipv6.conf.all.disable_ipv6={six} net.ipv6.conf.default.accept_dad=0")

    def _wire(self, one, first, other, second):
        run(["ip", "link", "add", first, "netns", self.name(one), "type", "veth", "peer", "name", second, "netns",
             self.name(other)])
        for space, interface in ((one, first), (other, second)):
            self.sh(space, f"ip link set {interface} up")
            self._no_offload(space, interface)

    def _no_offload(self, space, interface):
        def work():
            with open(f"/run/netns/{self.name(space)}") as handle:
                if ctypes.CDLL(None, use_errno=True).setns(handle.fileno(), 0x40000000):
                    return
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                for code in OFFLOADS:
                    value = array.array("B", struct.pack("II", code, 0))
                    request = struct.pack("16sP", interface.encode(), value.buffer_info()[0]) + bytes(16)
                    try:
                        fcntl.ioctl(s, 0x8946, request)
                    except OSError:
                        pass

        worker = threading.Thread(target=work)
        worker.start()
        worker.join()

    def _neighbours(self, one, first, address, other, second, gateway):
        """Permanent entries: no ARP on slow links."""
        mac = {}
        for space, interface in ((one, first), (other, second)):
            mac[space] = run([*self.inside(space), "cat", f"/sys/class/net/{interface}/address"]).strip()
        self.sh(one, f"ip neigh replace {gateway} lladdr {mac[other]} dev {first} nud permanent")
        self.sh(other, f"ip neigh replace {address} lladdr {mac[one]} dev {second} nud permanent")

    def _core(self):
        self._space("core")
        self._space("hub", router=False)
        self._wire("hub", "eth0", "core", "hub")
        self.sh("core", "ip addr add 203.0.113.1/24 dev hub; ip route add unreachable 192.168.0.0/16; "
                        "ip route add unreachable 100.64.0.0/10")
        self.sh("hub", f"ip addr add {HUB}/24 dev eth0; ip addr add {HUB_SECOND}/24 dev eth0; ip route add default via 203.0.113.1")
        if self.options["ip6"]:
            self.sh("core", "ip -6 addr add 2001:db8:77::1/64 dev hub")
            self.sh("hub", f"ip -6 addr add {HUB6}/64 dev eth0; ip -6 route add default via 2001:db8:77::1")

    def _host(self, side, router, interface, address, gateway, length):
        """The host of a side, on its link to the interface of a router."""
        self._space(side, router=False)
        self._space("link" + side, router=False)
        self._wire(side, "eth0", "link" + side, "host")
        self._wire(router, interface, "link" + side, "net")
        self.sh(side, f"ip addr add {address}/{length} dev eth0; ip route add default via {gateway}")
        up, down = LINKS[self.options["link"]]
        process = subprocess.Popen([*self.inside("link" + side), HELPER, "host", "net", up, down,
                                    self.folder / f"{side}.json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   text=True)
        self.links[side] = process
        if process.stdout.readline().strip() != "up":
            raise RuntimeError("the link did not start")

    def _load(self, space, rules):
        life = self.options["udp_life"]
        if rules:
            run([*self.inside(space), "nft", "-f", "-"], rules + "\n")
            self.sh(space, f"sysctl -qw net.netfilter.nf_conntrack_udp_timeout={life} "
                           f"net.netfilter.nf_conntrack_udp_timeout_stream={life}")

    def _side(self, side, kind):
        outside_net, gateway_outside, outside, public_net, public_gateway, public_host = PUBLIC[side]
        router, life, closed = "nat" + side, self.options["udp_life"], self.options["closed"]
        third = 1 if self.options["overlap"] else {"a": 11, "b": 12}[side]
        inside, gateway = f"192.168.{third}.0/24", f"192.168.{third}.1"
        address, length = f"192.168.{third}.{2 if side == 'a' else 3}", 24
        is_public = kind in ("none", "firewall")
        if is_public:
            inside, gateway, address, length = public_net, public_gateway, public_host, 28
        self._space(router)
        self._host(side, router, "lan", address, gateway, length)
        self.sh(router, f"ip addr add {gateway}/{length} dev lan")
        self._neighbours(side, "eth0", address, router, "lan", gateway)
        edge = router
        if kind.startswith("cgnat"):
            edge, number = "cgn" + side, {"a": 1, "b": 2}[side]
            self._space(edge)
            self._wire(router, "wan", edge, "customers")
            self.sh(edge, f"ip addr add 100.64.{number}.1/24 dev customers")
            self.sh(router, f"ip addr add 100.64.{number}.2/24 dev wan; ip route add default via 100.64.{number}.1")
            self._load(router, nat_rules("port-restricted", "lan", "wan", f"100.64.{number}.2", inside, closed, life))
            carrier = "symmetric" if kind == "cgnat-sym" else "port-restricted"
            rules = nat_rules(carrier, "customers", "wan", outside, "100.64.0.0/10", closed, life)
        else:
            rules = nat_rules(kind, "lan", "wan", outside, inside, closed, life)
        provider, number = "isp" + side, {"a": 1, "b": 2}[side]
        self._space(provider)
        self._wire(edge, "wan", provider, "customer")
        self._wire(provider, "core", "core", "to" + side)
        self.sh(edge, f"ip addr add {outside}/27 dev wan; ip route add default via {gateway_outside}")
        self.sh(provider, f"ip addr add {gateway_outside}/27 dev customer; ip addr add 203.0.114.{4 * number + 2}/30 dev core; "
                          f"ip route add default via 203.0.114.{4 * number + 1}" +
                (f"; ip route add {public_net} via {outside}" if is_public else ""))
        self.sh("core", f"ip addr add 203.0.114.{4 * number + 1}/30 dev to{side}; "
                        f"ip route add {outside_net} via 203.0.114.{4 * number + 2}; "
                        f"ip route add {public_net} via 203.0.114.{4 * number + 2}")
        self._load(edge, rules)
        if side in self.options["ip6"]:
            self._side6(side, number)

    def _side6(self, side, number):
        """A home network of its own, /64, routed by the provider."""
        home, outer, upstream = (f"2001:db8:{kind}{number}::" for kind in ("", "f", "e"))
        router, provider = "nat" + side, "isp" + side
        self.sh(side, f"ip -6 addr add {home}2/64 dev eth0; ip -6 route add default via {home}1")
        self.sh(router, f"ip -6 addr add {home}1/64 dev lan; ip -6 addr add {outer}2/64 dev wan; "
                        f"ip -6 route add default via {outer}1")
        self.sh(provider, f"ip -6 addr add {outer}1/64 dev customer; ip -6 addr add {upstream}2/64 dev core; "
                          f"ip -6 route add {home}/64 via {outer}2; ip -6 route add default via {upstream}1")
        self.sh("core", f"ip -6 addr add {upstream}1/64 dev to{side}; ip -6 route add {home}/64 via {upstream}2; "
                        f"ip -6 route add {outer}/64 via {upstream}2")
        self._neighbours(side, "eth0", f"{home}2", router, "lan", f"{home}1")
        self._load(router, firewall6("lan"))

    def _portmap(self, side, protocol):
        self.portmap = {**getattr(self, "portmap", {}), side: protocol}
        outside = PUBLIC[side][2]
        self._load("nat" + side, f"""
table ip portmap {{
  map m {{ type inet_proto . inet_service : ipv4_addr . inet_service; flags timeout; }}
  chain enter {{ type nat hook prerouting priority dstnat - 1;
    iifname "wan" ip daddr {outside} dnat ip to meta l4proto . th dport map @m; }}
}}""")
        self._portmapd(side)

    def _portmapd(self, side):
        gateway = f"192.168.{1 if self.options['overlap'] else {'a': 11, 'b': 12}[side]}.1"
        process = subprocess.Popen([*self.inside("nat" + side), sys.executable, PORTMAPD, self.portmap[side], gateway,
                                    PUBLIC[side][2], self.folder / f"portmap-{side}.json"], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, text=True)
        self.routers[side] = process
        if process.stdout.readline().strip() != "up":
            raise RuntimeError("the router's port mapping did not start")

    def _join(self, side):
        """A second host on the LAN of a."""
        self.sh("nata", "ip addr del 192.168.11.1/24 dev lan; ip link set lan down; ip link set lan name lana; "
                        "ip link add lan type bridge; ip link set lan up; ip link set lana master lan up; "
                        "ip addr add 192.168.11.1/24 dev lan")
        self._host(side, "nata", "lanb", "192.168.11.3", "192.168.11.1", 24)
        self.sh("nata", "ip link set lanb master lan up; ip neigh flush all")
        self.sh("a", "ip neigh flush all; ip neigh flush nud permanent dev eth0")
