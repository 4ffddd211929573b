// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cstdlib>

#include "voice/jitterbuffer.h"

using namespace nightjar;
using namespace nightjar::voice;

// The input is a row of packets as an authentic but hostile contact could send them: step in sequence, step in time,
// size, header and payload. The loudspeaker always gets its samples.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    JitterBuffer buffer;
    ByteView input(data, size);
    std::uint64_t sequence = 0;
    Instant now = fromUnixMs(1'700'000'000'000);
    while (input.size() > 5) {
        sequence += input[0];
        now += input[1] * 4ms;
        const auto length = std::min<std::size_t>(input[2], input.size() - 3);
        const auto packet = input.subspan(3, length);
        input = input.subspan(3 + length);
        if (const auto header = decodeVoiceHeader(packet)) {
            if (auto payload = decodeVoicePayload(header->rung, packet.subspan(voiceHeaderSize))) {
                buffer.put(now, sequence, header->rung, std::move(*payload));
            }
        }
        const std::size_t wanted = length % 2 == 0 ? frameSamples : 3 * frameSamples;
        if (buffer.take(now, wanted).size() != wanted) {
            std::abort();
        }
    }
    return 0;
}
