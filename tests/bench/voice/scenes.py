# SPDX-FileCopyrightText: The Nightjar authors
# SPDX-License-Identifier: MPL-2.0
"""What is measured. Rates of links are those below the link layer: a CS-1 slot carries 8.0 kbit/s, CS-2 12.0, four slots of
MCS-5 and up about 60 (3GPP TS 45.003); LLC and SNDCP put about 10 bytes around a packet (TS 44.064, 44.065); radio blocks
that are sent again delay a packet by a hundred milliseconds (RFC 3481, section 2)."""
import dataclasses

CS1 = ["class=gprs", "rate=8", "delay=300", "layer=10", "repeat=0.1,120"]
CS2_MOVING = ["class=gprs", "rate=24", "delay=250", "layer=10", "repeat=0.1,80", "loss=0.05", "outage=10000,1000"]
EDGE = ["class=edge", "rate=59.2", "delay=200", "layer=10", "repeat=0.1,60"]
EDGE_BURSTS = [*EDGE, "burst=0.05,300"]
BURSTS = ["class=gprs", "delay=0", "burst=0.1,240"]
LAN = ["class=lan", "delay=1"]


@dataclasses.dataclass(frozen=True)
class Scene:
    name: str
    what: str
    arguments: list
    gate: dict = dataclasses.field(default_factory=dict)
    speech: str = "sentences"
    seeds: tuple = (1,)

    def with_seed(self, seed):
        return dataclasses.replace(self, arguments=[*self.arguments, f"seed={seed}"], seeds=(seed,))


def other(bitrate, frame, header, fec, bundle=1):
    """Somebody else's Opus; header: bytes between UDP and Opus."""
    return f"other={bitrate},{frame},{bundle},{header},{int(fec)}"


def clean_and(points):
    return lambda known: known["wer"] + points


def half_of(scene):
    return lambda known: known["all"][scene]["wer"] / 2 if scene in known["all"] else 0


FOUR = (1, 2, 3, 4)

SCENES = [
    # What the messenger does.
    Scene("V1", "one CS-1 slot, both talk", CS1,
          {"wire": 4.7, "layer": 5.35, "wer": clean_and(1.0), "estoi": 0.84, "delay": 650, "cpu": 2.5}),
    Scene("V2", "the worst usable link, 5 kbit/s: L1", ["class=gprs", "rate=5", "delay=300", "layer=10", "rung=1"],
          {"wire": 2.105, "wer": clean_and(1.0), "delay": 1050, "cpu": 2.5}),
    Scene("V3", "walkie-talkie on 4 kbit/s: L0", ["class=gprs", "rate=4", "delay=300", "layer=10", "rung=0"],
          {"wire": 1.055, "wer": 4.0, "delay": 1600, "cpu": 2.5}),
    Scene("V4", "10 % of the time lost in bursts of 240 ms: L2", [*BURSTS, "rung=2"],
          {"wire": 4.6, "wer": 2.5, "delay": 1000, "cpu": 2.5}, seeds=FOUR),
    Scene("V5", "two CS-2 slots, 5 % loss, a change of cell each 10 s", CS2_MOVING,
          {"wire": 9.5, "wer": 2.5, "delay": 1450, "catch_up": 7, "cpu": 3}, seeds=FOUR),
    Scene("V6", "EDGE, 5 % lost in bursts of 300 ms", EDGE_BURSTS, {"wire": 27, "wer": 2.5, "delay": 850, "cpu": 4}, seeds=(1, 2)),
    Scene("V6-clean", "EDGE without loss", EDGE, {"wire": 27, "wer": clean_and(1.0), "delay": 400, "cpu": 4}),
    Scene("V7", "talk with pauses on one CS-1 slot, the other listens", [*CS1, "both=0"],
          {"wire": 1.9, "wer": clean_and(1.0), "delay": 650, "cpu": 1.5}, speech="talk"),
    Scene("V8", "street noise 15 dB below the voice: L1", ["class=gprs", "delay=300", "rung=1"],
          {"wire": 2.105, "wer": half_of("opus-6k-noise")}, speech="noisy"),
    # Each rung by itself, and the rest of the ladder.
    *(Scene(f"L{n}", f"L{n} without loss", ["delay=20", f"rung={n}"]) for n in range(7)),
    Scene("lan", "a local network", LAN, {"delay": 120}),
    Scene("cs1-bursts", "one CS-1 slot with bursts of loss", [*CS1, "burst=0.1,240"], {}, seeds=(1, 2)),
    Scene("russian", "Russian on one CS-1 slot", CS1, {}, speech="russian"),
    # The settings of others, with the sizes of their packets.
    Scene("telegram-cs1", "8 kbit/s in 60 ms packets with FEC, relayed", [*CS1, other(8000, 60, 62, True)]),
    Scene("srtp-cs1", "Opus 8 kbit/s over SRTP in 60 ms packets", [*CS1, other(8000, 60, 22, True)]),
    Scene("opus-6k-x4-cs1", "Opus 6 kbit/s, four frames of 60 ms a packet", [*CS1, other(6000, 60, 10, False, 4)]),
    Scene("telegram-cs2", "the same on the link of V5", [*CS2_MOVING, other(8000, 60, 62, True)], {}, seeds=(1, 2)),
    Scene("telegram-edge", "16 kbit/s with FEC on the link of V6", [*EDGE_BURSTS, other(16000, 60, 62, True)], {}, seeds=(1, 2)),
    Scene("signal-edge", "32 kbit/s in 60 ms packets on the link of V6", [*EDGE_BURSTS, other(32000, 60, 28, True)]),
    Scene("fec-bursts", "Opus 11 kbit/s with FEC on the link of V4", [*BURSTS, other(11000, 60, 10, True)], {}, seeds=(1, 2)),
    Scene("opus-6k", "Opus 6 kbit/s in 60 ms packets, no loss", ["delay=20", other(6000, 60, 10, False)]),
    Scene("opus-16k", "Opus 16 kbit/s in 60 ms packets, no loss", ["delay=20", other(16000, 60, 10, False)]),
    Scene("opus-6k-noise", "Opus 6 kbit/s with the noise of V8", ["delay=20", other(6000, 60, 10, False)], {}, speech="noisy"),
]
