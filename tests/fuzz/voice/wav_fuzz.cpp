// SPDX-FileCopyrightText: The Nightjar authors
// SPDX-License-Identifier: MPL-2.0

#include <cstdlib>

#include "voice/wav.h"

using namespace nightjar;

// What is accepted is within its bounds and comes back from its own encoding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto wav = voice::decodeWav({data, size});
    if (!wav) {
        return 0;
    }
    const auto again = voice::decodeWav(voice::encodeWav(*wav));
    if (wav->samples.size() * 2 > size || !again || again->samples != wav->samples ||
        again->sampleRate != wav->sampleRate) {
        std::abort();
    }
    return 0;
}
