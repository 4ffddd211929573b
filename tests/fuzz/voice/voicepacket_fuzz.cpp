// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cstdlib>

#include "voice/voicepacket.h"

using namespace nightjar;
using namespace nightjar::voice;

// Whatever is accepted says the same after another trip.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto header = decodeVoiceHeader(input);
    if (!header) {
        return 0;
    }
    if (decodeVoiceHeader(encodeVoiceHeader(header->rung, header->keyPhase, header->sequenceLow)) != header) {
        std::abort();
    }
    auto payload = decodeVoicePayload(header->rung, input.subspan(voiceHeaderSize));
    if (!payload) {
        return 0;
    }
    const auto bytes = encodeVoicePayload(header->rung, *payload);
    if (!bytes) {
        return 0;  // not one of our sizes, and too long for them
    }
    auto again = decodeVoicePayload(header->rung, *bytes);
    if (!again || again->dred.size() < payload->dred.size()) {
        std::abort();
    }
    again->dred.resize(payload->dred.size());
    if (*again != *payload) {
        std::abort();
    }
    return 0;
}
