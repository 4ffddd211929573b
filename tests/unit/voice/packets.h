// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#pragma once

#include "voice/codec.h"
#include "voice/voicepacket.h"

namespace nightjar::voice::test {

struct Packet {
    std::uint64_t sequence = 0;
    Rung rung = startRung;
    VoicePayload payload;
};

/// A recording as the packets of one rung, numbered as a session would.
inline std::vector<Packet> packets(PcmView pcm, Rung rung, Protection protection = Protection::Light) {
    VoiceEncoder encoder;
    encoder.setRung(rung);
    encoder.setProtection(protection);
    std::vector<Packet> out;
    std::uint8_t counter = 0;
    for (std::size_t i = 0; i + frameSamples <= pcm.size(); i += frameSamples) {
        auto coded = encoder.encode(pcm.subspan(i, frameSamples));
        if (!coded) {
            continue;
        }
        Packet packet{i / frameSamples, coded->rung, {}};
        packet.payload.counter = counter++ & 15;
        packet.payload.historyChunks = coded->historyChunks;
        packet.payload.opus = std::move(coded->opus);
        packet.payload.dred = std::move(coded->dred);
        out.push_back(std::move(packet));
    }
    return out;
}

}  // namespace nightjar::voice::test
